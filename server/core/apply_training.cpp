// Paced questions, and certificates.

#include "core/applying.hpp"

namespace warsha {

void Applying::operator()(QuestionShown const&) {}
void Applying::operator()(CertificateIssued const&) {}

}  // namespace warsha
