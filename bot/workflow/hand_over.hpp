// A task goes on to somebody else: by Reassign, or because it was not decided in time. The first
// card loses its buttons and names the successor, who gets a card of their own.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/workflow/act.hpp"
#include "bot/workflow/decide.hpp"
#include "policy/stand_in.hpp"
#include "store/requests.hpp"
#include "store/tasks.hpp"

namespace bot::workflow {

// Who gets the reviews of `people`, each themselves or their delegate. `involved`: who else said
// yes to the items or is asked about them, and so stands in for nobody.
std::vector<policy::StandIn> stand_ins(
    store::Tx& tx,
    const store::RequestRow& request,
    const std::vector<policy::EmployeeId>& people,
    std::vector<policy::EmployeeId> involved,
    policy::Instant now
);

// When a task that is opened now is due: a review never after its request's expiry, which means
// nothing any more for what is only to be carried out.
policy::Instant due_of_new(const Act& act, const store::RequestRow& request, store::TaskKind kind);

// Why somebody may not take this task over, or nothing. Manual work may go to anybody who is there.
std::optional<policy::TakeOverObjection> objection_to(
    store::Tx& tx, const store::TaskRow& task, policy::EmployeeId somebody, policy::Instant now
);

enum class HandOverReason { reassigned, escalated };

struct HandedOver {
    store::TaskRow from;
    std::vector<store::TaskRow> to;
};

// Moves what is pending of an open task to each of `successors` (or their delegates), against whom
// nothing must stand: the caller has asked objection_to(). Several are asked as a group. The same
// level and capacity, a new due date. Nothing if the task was closed or changed meanwhile.
std::optional<HandedOver> hand_over(
    const Act& act,
    const store::TaskRow& task,
    const std::vector<policy::EmployeeId>& successors,
    HandOverReason reason,
    const std::string& note
);

// Reassign: the assignee hands their review to a colleague.
struct CannotTake {
    policy::EmployeeId who;
    policy::TakeOverObjection why;
};
// `stands`: why this task cannot be reassigned by this person, as for a decision.
struct CannotReassign {
    DecideOutcome stands;
};
using ReassignOutcome = std::variant<HandedOver, CannotTake, CannotReassign>;
ReassignOutcome reassign(
    const Act& act, TaskKey key, policy::EmployeeId colleague, const std::string& note
);

}  // namespace bot::workflow
