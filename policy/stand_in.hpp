// Who may take a review over from somebody: delegates, Reassign and escalation go by the same rule.
#pragma once

#include <optional>
#include <vector>

#include "policy/ids.hpp"
#include "policy/route.hpp"

namespace policy {

// Somebody else reviews in a person's place for a time; either end may be open.
struct Delegation {
    EmployeeId of;
    EmployeeId to;
    std::optional<Instant> from;
    std::optional<Instant> until;  // not any more at this instant
    bool operator==(const Delegation&) const = default;
};
bool runs(const Delegation& delegation, Instant now);

// What the choice depends on, for the items of one task.
struct TakeOver {
    EmployeeId requester;
    EmployeeId beneficiary;
    std::vector<EmployeeId> their_delegates;  // of either of the two, now
    std::vector<EmployeeId> involved;  // who is asked already, or said yes: a person counts once
};

// Why somebody may not take a review over.
enum class TakeOverObjection {
    is_requester,
    is_beneficiary,
    is_their_delegate,
    terminated,
    deactivated,
    not_admitted,
    is_asked_already
};
std::optional<TakeOverObjection> objection(const TakeOver& facts, const Candidate& somebody);

// Who gets a review that is `reviewer`'s: their delegate if there is one against whom nothing
// stands, else they themselves. Followed once: a delegate's delegate is never asked.
struct StandIn {
    EmployeeId reviewer;
    std::optional<EmployeeId> on_behalf_of = {};
    bool operator==(const StandIn&) const = default;
};
StandIn stand_in(
    const TakeOver& facts, EmployeeId reviewer, const std::optional<Candidate>& delegate
);

}  // namespace policy
