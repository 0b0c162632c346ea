// A command that writes: the running daemon does its work; without one it is done here, under the
// database's lock.
#pragma once

#include <functional>

#include "bot/control_socket.hpp"
#include "bot/settings.hpp"
#include "bot/terminal.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"

namespace bot {

// The product clock as it is now, shifted where LATCHKEY_CLOCK_URL says so.
store::Millis product_time(const Settings& settings);

// The work itself, where there is no daemon; the exit status. `now` is the product clock's time.
using WorkAlone = std::function<int(store::Gate& gate, store::Millis now, const Say& say)>;

// The exit status, whoever did the work. Waits a while for a daemon that starts or stops.
int hand_over(
    const Settings& settings,
    const ControlRequest& request,
    const WorkAlone& work_alone,
    Terminal& terminal
);

}  // namespace bot
