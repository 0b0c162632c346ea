#include "policy/campaign_clock.hpp"

#include <algorithm>

namespace policy {

std::optional<Instant> next_campaign_reminder(
    Instant starts, Instant ends, const CampaignClock& clock, Instant after
) {
    std::optional<Instant> next;
    const auto consider = [&](Instant at) {
        if (at <= starts || at >= ends || at <= after) return;
        next = next ? std::min(*next, at) : at;
    };
    if (clock.remind_every.count() > 0) {
        const auto since = std::max(after, starts) - starts;
        consider(starts + (since / clock.remind_every + 1) * clock.remind_every);
    }
    for (const auto before : clock.remind_before_end)
        consider(ends - before);
    return next;
}

std::optional<Instant> campaign_is_late(Instant starts, Instant ends, Seconds before_end) {
    const auto at = ends - before_end;
    if (at <= starts) return std::nullopt;
    return at;
}

}  // namespace policy
