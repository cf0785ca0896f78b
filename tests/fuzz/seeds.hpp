#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace warsha::fuzz {

/// What a target starts from: protocol/examples, the golden journals, a small bundle. Run in the source folder.
std::vector<std::string> seeds(std::string_view target);

}  // namespace warsha::fuzz
