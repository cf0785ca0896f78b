#include "archive/report/calendar.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include "protocol/time_zone.hpp"

namespace warsha {
namespace {

// A table and not ICU's words: another version of the library would give another bundle for the same journal. Zones are ICU's all the same:
// what their rules say of a day that is over hardly ever changes.
constexpr std::array<std::array<char const*, 12>, 3> months{{
    {"يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"},
    {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}};

auto minutes_of(UnixMillis time, std::string_view zone) {
    return std::chrono::floor<std::chrono::minutes>(std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(local_time(time, zone))));
}

}  // namespace

std::string date_text(UnixMillis time, std::string_view zone, Language language) {
    std::chrono::year_month_day const date(std::chrono::floor<std::chrono::days>(minutes_of(time, zone)));
    auto const* const month = months[static_cast<std::size_t>(language)][static_cast<unsigned>(date.month()) - 1];
    return std::to_string(static_cast<unsigned>(date.day())) + " " + month + " " + std::to_string(static_cast<int>(date.year()));
}

std::string clock_text(UnixMillis time, std::string_view zone) {
    auto const minutes = minutes_of(time, zone);
    std::chrono::hh_mm_ss const clock(minutes - std::chrono::floor<std::chrono::days>(minutes));
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()));
    return text;
}

}  // namespace warsha
