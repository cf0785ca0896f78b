#pragma once
// Dates as the languages write them (Arabic as in Morocco: نونبر, يوليوز), on the clocks of a time zone.

#include <string>

#include "protocol/basic.hpp"

namespace warsha {

std::string date_text(UnixMillis time, std::string_view zone, Language language);   ///< "14 mars 2023"
std::string clock_text(UnixMillis time, std::string_view zone);                     ///< "08:45"

}  // namespace warsha
