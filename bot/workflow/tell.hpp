// Which messages and Home tabs an act concerns: written in its transaction, sent afterwards.
#pragma once

#include <set>

#include "bot/workflow/act.hpp"
#include "store/due_notices.hpp"
#include "store/requests.hpp"
#include "store/tasks.hpp"

namespace bot::workflow {

// Their timers start here as well.

// A new request: the requester's tracker, and a notice to a beneficiary who is somebody else.
void tell_submitted(const Act& act, const store::RequestRow& request);

// A task that waits for its assignee: a card, and their Home.
void tell_assigned(const Act& act, const store::TaskRow& task);

// A purpose was approved and can be started: a message to the holder, with Start, and a timer.
void tell_assigned(const Act& act, const store::RequestRow& request);
// Nobody started it in time: a new message to the holder.
void tell_purpose_ended(const Act& act, const store::RequestRow& request);

// Something fell due that concerns this person: a line of the one message about this moment.
void tell_due(const Act& act, policy::EmployeeId person, const store::DueLine& line);
// A task's due date has passed: its assignee is told, the requester's tracker says so.
void tell_overdue(const Act& act, const store::TaskRow& task);
// More time is asked for what this request granted: what offers Extend is edited.
void tell_extension(const Act& act, policy::RequestId extended);
// Access lasts longer now, `first` and what was extended with it: a new message to the holder.
void tell_extended(const Act& act, const store::RequestRow& request, policy::ItemId first);
// Nobody decided in time, `first` and what expired with it: a new message to the requester.
void tell_expired(const Act& act, const store::RequestRow& request, policy::ItemId first);

// Messages were given up since the last digest: the administrators are told.
void tell_undelivered(const Act& act);

// The card of a task shows an older state: it is edited to what is true.
void refresh_card(const Act& act, const store::TaskRow& task);

// Something about the request changed: its tracker and every card of it are edited, Homes are
// stale.
void tell_changed(const Act& act, const store::RequestRow& request);

// The policy denied items: a new message to the requester, and to a beneficiary who is not.
void tell_policy_denial(const Act& act, const store::RequestRow& request);

// Denials that were sent together, of which this is the first: a new message to the requester, and
// to a beneficiary who is not.
void tell_denied(const Act& act, const store::RequestRow& request, policy::ReviewId first);

// Items got to `to` by closing `task`: a new message to the requester, and to a beneficiary who is
// not; of access that has ended to its holder alone.
void tell_outcome(
    const Act& act, const store::RequestRow& request, policy::TaskId task, policy::ItemState to
);

}  // namespace bot::workflow
