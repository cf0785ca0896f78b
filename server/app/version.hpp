#pragma once
#include <string>

namespace warsha {

/// Several lines: product, protocol, journal format, libraries.
std::string version_text();

}  // namespace warsha
