#pragma once
// Dates as the languages write them (Arabic as in Morocco: نونبر, يوليوز). UTC: a room does not know its time zone.

#include <string>

#include "protocol/basic.hpp"

namespace warsha {

std::string date_text(UnixMillis time, Language language);   ///< "14 mars 2023"
std::string clock_text(UnixMillis time);                     ///< "08:45"

}  // namespace warsha
