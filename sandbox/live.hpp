// Keeps web pages up to date: a stream of server-sent events with what has changed since the last
// piece. A page that connects is first told everything.
#pragma once

#include "sandbox/faults.hpp"
#include "sandbox/stage.hpp"

namespace sandbox {

// {users: "U1,U2"}: an endless answer of text/event-stream with the events `world` (once), `person`
// (page_json), `clock`, and `log` {entries, faults, lost, violations}. Throws Refusal if there is
// no such user. All that it refers to outlives the loop.
HttpResponse live_stream(Stage& stage, Faults& faults, Signal& clock_moved, const Json& ask);

}  // namespace sandbox
