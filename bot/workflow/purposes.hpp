// Purposes that were approved: their holder starts them, by which their access is granted, and
// stops them (access_end.hpp), by which it is removed; until their end as often as wanted.
#pragma once

#include <optional>
#include <vector>

#include "bot/workflow/act.hpp"
#include "policy/purpose.hpp"
#include "store/requests.hpp"

namespace bot::workflow {

// A purpose that somebody asked for, as it stands now.
struct PurposeHeld {
    store::RequestRow request;
    std::vector<store::ItemRow> items;
    policy::PurposeStanding standing = policy::PurposeStanding::over;
    bool active = true;  // false: the company's files do not offer it any more
    std::optional<policy::Instant> start_by = {};  // while it is assigned: its end, unless started
};
// Nothing for a request that is not for a purpose.
std::optional<PurposeHeld> purpose_held(store::Tx& tx, policy::RequestId id, policy::Instant now);

// All of a person that are assigned, started or stopped: the oldest first.
std::vector<PurposeHeld> purposes_held(
    store::Tx& tx, policy::EmployeeId holder, policy::Instant now
);

enum class StartOutcome {
    started,
    under_way,      // it is started already, or being granted
    being_removed,  // what was stopped is not removed yet
    not_decided,
    inactive,
    held_already,  // all of it, for other reasons, or it is asked for
    over,
    not_yours
};
// Grants what a purpose takes, by the way of everything that is approved; for the holder alone. The
// first start sets its end.
StartOutcome start_purpose(const Act& act, policy::RequestId id);

// Its approval ends if nobody has started it by now: the holder is told.
void end_unstarted(const Act& act, policy::RequestId id);

}  // namespace bot::workflow
