#pragma once
#include <string>

namespace warsha {

/// Sets spdlog's default logger: standard error, human lines or one JSON object per line (escaped properly; spdlog's
/// patterns are not). Nothing logged anywhere holds personal text, tokens or votes.
void set_up_logging(std::string const& level, std::string const& format);

}  // namespace warsha
