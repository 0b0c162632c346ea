#include "policy/purpose.hpp"

#include <algorithm>

namespace policy {

Seconds purpose_lasts(
    const Purpose& purpose, Seconds setting, const std::vector<std::optional<Seconds>>& longest
) {
    auto lasts = purpose.longest_duration.value_or(setting);
    for (const auto& most : longest) {
        if (most) lasts = std::min(lasts, *most);
    }
    return lasts;
}

PurposeStanding purpose_standing(
    const std::vector<ItemState>& items, std::optional<Instant> until, Instant now
) {
    const auto any = [&](ItemState state) {
        return std::find(items.begin(), items.end(), state) != items.end();
    };
    if (any(ItemState::pending)) return PurposeStanding::undecided;
    if (any(ItemState::granted)) return PurposeStanding::started;
    if (any(ItemState::granting)) return PurposeStanding::starting;
    if (any(ItemState::revoking)) return PurposeStanding::stopping;
    if (until && *until <= now) return PurposeStanding::over;
    if (std::none_of(items.begin(), items.end(), can_be_started)) return PurposeStanding::over;
    return until ? PurposeStanding::stopped : PurposeStanding::assigned;
}

bool can_be_started(ItemState state) {
    return state == ItemState::approved || state == ItemState::revoked ||
           state == ItemState::failed;
}

}  // namespace policy
