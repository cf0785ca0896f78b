// Paced questions, and certificates.

#include "core/deciding.hpp"

namespace warsha::deciding {

Result<Events> decide(Case const&, ShowQuestion const&) { return Reject::wrong_kind; }
Result<Events> decide(Case const&, IssueCertificates const&) { return Reject::wrong_kind; }

}  // namespace warsha::deciding
