// When somebody may be disturbed by what can wait: days and hours of their own time zone, daylight
// saving included. The zone comes as data, so that nothing here reads a clock or a table.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "policy/ids.hpp"

namespace policy {

struct WorkingHours {
    std::vector<std::chrono::weekday> days;
    std::chrono::minutes from = std::chrono::hours{9};  // since midnight, before `to`
    std::chrono::minutes to = std::chrono::hours{18};   // at most 24 h

    // From midnight to midnight switches the wait off, on every day.
    bool always() const { return from.count() == 0 && to == std::chrono::hours{24}; }
};

// How far a zone's clocks are ahead of UTC: `offset` from `from` on, until the next one.
struct ZoneChange {
    Instant from;
    Seconds offset;
    bool operator==(const ZoneChange&) const = default;
};

// The changes around the instants that are asked about, by `from`; before the first one its offset
// holds as well. Empty is UTC.
struct Zone {
    std::vector<ZoneChange> changes;

    Seconds offset_at(Instant at) const;
};

// A zone must be told for so long from the asked instant on.
inline constexpr std::chrono::days zone_horizon{16};

bool is_working_time(const WorkingHours& hours, const Zone& zone, Instant at);

// `at` itself, or the next instant at which the person works. Two weeks are looked through;
// somebody who works on no day of them is not waited for.
Instant next_working_time(const WorkingHours& hours, const Zone& zone, Instant at);

}  // namespace policy
