// The clusters of the room.

#include "core/applying.hpp"

namespace warsha {

void Applying::operator()(ClustersSet const&) {}

}  // namespace warsha
