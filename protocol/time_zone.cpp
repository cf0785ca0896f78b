#include "protocol/time_zone.hpp"

#include <memory>

#include <unicode/timezone.h>

namespace warsha {
namespace {

icu::UnicodeString wide(std::string_view name) { return icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())}); }

}  // namespace

bool is_time_zone(std::string_view name) {
    UBool is_listed = false;  // ICU also reads "GMT+01:00", which no rule of a country stands behind
    UErrorCode error = U_ZERO_ERROR;
    icu::UnicodeString canonical;
    icu::TimeZone::getCanonicalID(wide(name), canonical, is_listed, error);
    return U_SUCCESS(error) && is_listed && name != UCAL_UNKNOWN_ZONE_ID;
}

std::string machine_time_zone() {
    std::unique_ptr<icu::TimeZone> const zone(icu::TimeZone::detectHostTimeZone());
    icu::UnicodeString id;
    std::string name;
    if (zone) zone->getID(id).toUTF8String(name);
    return is_time_zone(name) ? name : "UTC";
}

UnixMillis local_time(UnixMillis time, std::string_view zone) {
    std::int32_t raw = 0, summer = 0;
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::TimeZone> const rules(icu::TimeZone::createTimeZone(wide(zone)));
    rules->getOffset(static_cast<UDate>(time), false, raw, summer, error);
    return U_FAILURE(error) ? time : time + raw + summer;
}

}  // namespace warsha
