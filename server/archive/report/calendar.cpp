#include "archive/report/calendar.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace warsha {
namespace {

// A table and not ICU: another version of the library would give another bundle for the same journal.
constexpr std::array<std::array<char const*, 12>, 3> months{{
    {"يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"},
    {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}};

auto minutes_of(UnixMillis time) {
    return std::chrono::floor<std::chrono::minutes>(std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(time)));
}

}  // namespace

std::string date_text(UnixMillis time, Language language) {
    std::chrono::year_month_day const date(std::chrono::floor<std::chrono::days>(minutes_of(time)));
    auto const* const month = months[static_cast<std::size_t>(language)][static_cast<unsigned>(date.month()) - 1];
    return std::to_string(static_cast<unsigned>(date.day())) + " " + month + " " + std::to_string(static_cast<int>(date.year()));
}

std::string clock_text(UnixMillis time) {
    auto const minutes = minutes_of(time);
    std::chrono::hh_mm_ss const clock(minutes - std::chrono::floor<std::chrono::days>(minutes));
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()));
    return text;
}

}  // namespace warsha
