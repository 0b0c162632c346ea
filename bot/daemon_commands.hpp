// What a command hands over to the running daemon.
#pragma once

#include <atomic>
#include <functional>

#include "bot/clock.hpp"
#include "bot/control_socket.hpp"
#include "bot/settings.hpp"
#include "store/gate.hpp"

namespace bot {

// Does it to its end and says how it goes; the status that the command ends with. On a thread of
// the control socket's; `wake_workers` tells the loop that there may be more to do.
int carry_out(
    const ControlRequest& request,
    const Say& say,
    const Settings& settings,
    store::Gate& gate,
    const Clock& clock,
    const std::atomic<bool>& stopping,
    const std::function<void()>& wake_workers
);

}  // namespace bot
