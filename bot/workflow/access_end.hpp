// Access for a time: the word before its end, its end by the way that every removal goes, and
// giving it back before.
#pragma once

#include "bot/workflow/act.hpp"
#include "store/requests.hpp"

namespace bot::workflow {

// Sets the timer of what a request granted or may still grant, after any change to it.
void watch_access(const Act& act, const store::RequestRow& request);

// The timer's moment `due` has come: notices that fell due since, and ends that have come.
void access_end(const Act& act, policy::RequestId id, policy::Instant due);

// `also_extension`: given back, and an extension of it that nobody had granted yet is withdrawn.
enum class GiveBackOutcome { given_back, also_extension, nothing_held, not_yours };
// Ends what a request granted for a time, now; for the holder alone. Of a purpose that is Stop: it
// can be started again until its end.
GiveBackOutcome give_back(const Act& act, policy::RequestId id);

}  // namespace bot::workflow
