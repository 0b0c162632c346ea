#include "policy/working_hours.hpp"

#include <algorithm>

namespace policy {
namespace {

using std::chrono::days;

// An instant as the wall clock of the zone shows it.
std::chrono::local_seconds wall_clock(const Zone& zone, Instant at) {
    return std::chrono::local_seconds{at.time_since_epoch() + zone.offset_at(at)};
}

}  // namespace

Seconds Zone::offset_at(Instant at) const {
    if (changes.empty()) return Seconds{0};
    const auto after =
        std::upper_bound(changes.begin(), changes.end(), at, [](Instant asked, const auto& change) {
            return asked < change.from;
        });
    return after == changes.begin() ? changes.front().offset : std::prev(after)->offset;
}

bool is_working_time(const WorkingHours& hours, const Zone& zone, Instant at) {
    if (hours.always()) return true;
    const auto shown = wall_clock(zone, at);
    const auto midnight = std::chrono::floor<days>(shown);
    const std::chrono::weekday today{midnight};
    const auto since_midnight = shown - midnight;
    return std::find(hours.days.begin(), hours.days.end(), today) != hours.days.end() &&
           since_midnight >= hours.from && since_midnight < hours.to;
}

// Working time begins when a wall clock shows `from`, or where a change of the clocks jumps into
// it: only these instants need to be looked at. An hour that comes twice begins twice.
Instant next_working_time(const WorkingHours& hours, const Zone& zone, Instant at) {
    if (is_working_time(hours, zone, at)) return at;
    std::optional<Instant> next;
    const auto consider = [&](Instant candidate) {
        if (candidate < at || (next && *next <= candidate)) return;
        if (is_working_time(hours, zone, candidate)) next = candidate;
    };
    const auto last = at + zone_horizon;
    std::vector<Seconds> offsets{zone.offset_at(at)};
    for (const auto& change : zone.changes) {
        if (change.from <= at || change.from > last) continue;
        offsets.push_back(change.offset);
        consider(change.from);
    }
    const auto first_day = std::chrono::floor<days>(wall_clock(zone, at)) - days{1};
    for (auto day = first_day; day <= first_day + zone_horizon; day += days{1}) {
        for (const auto offset : offsets)
            consider(Instant{(day + hours.from).time_since_epoch() - offset});
    }
    return next.value_or(at);
}

}  // namespace policy
