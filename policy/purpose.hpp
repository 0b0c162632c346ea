// A purpose: a named piece of work and the access that it takes, asked for as a whole.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/ids.hpp"
#include "policy/item_state.hpp"

namespace policy {

using PurposeId = Id<struct PurposeTag>;

struct Purpose {
    PurposeId id;
    std::string name;
    std::string description;
    std::optional<Seconds> pre_expiry_notice = {};  // none: as the settings say, like the next
    std::optional<Seconds> longest_duration = {};
    std::string department;  // whom it is meant for, empty for anybody; like the next two
    std::string title;
    std::string team;
    std::optional<EmployeeId> owner = {};
    bool active = true;  // only an active one is offered

    bool operator==(const Purpose&) const = default;
};

// How long a purpose lasts from its first start: as long as it says itself, else the setting, and
// no longer than any of its connections may be held.
Seconds purpose_lasts(
    const Purpose& purpose, Seconds setting, const std::vector<std::optional<Seconds>>& longest
);

// How a purpose that somebody asked for stands.
enum class PurposeStanding {
    undecided,  // somebody still has to decide about a part of it
    assigned,   // approved, and never started
    starting,   // being granted
    started,
    stopping,  // being removed
    stopped,   // it can be started again until its end
    over       // denied, withdrawn, or past its end
};
// `until`: its end, known since the first start.
PurposeStanding purpose_standing(
    const std::vector<ItemState>& items, std::optional<Instant> until, Instant now
);

// Whether Start makes something of an item: it is approved, was stopped, or could not be granted.
bool can_be_started(ItemState state);

}  // namespace policy
