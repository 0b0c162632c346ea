#include "bot/zones.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace bot {
namespace {

const date::time_zone* find_zone(const std::string& name) {
    if (name.empty()) return nullptr;
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

}  // namespace

policy::Zone zone_around(
    const std::string& name, const std::string& otherwise, policy::Instant at
) {
    policy::Zone zone;
    const auto* found = find_zone(name);
    if (found == nullptr) found = find_zone(otherwise);
    if (found == nullptr) return zone;
    // A day back as well: the wall clock's day may have begun before its last change.
    const auto last = at + policy::zone_horizon;
    for (auto from = at - std::chrono::days{2}; from <= last;) {
        const auto info = found->get_info(from);
        zone.changes.push_back({from, info.offset});
        if (info.end <= from) break;
        from = info.end;
    }
    return zone;
}

}  // namespace bot
