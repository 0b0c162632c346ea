// `latchkey sync run`: what its arguments say, and the doing of it by the running daemon.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bot/control_socket.hpp"
#include "store/gate.hpp"
#include "store/import.hpp"

namespace bot {

struct SyncJob {
    std::string application;
    bool allow_loss = false;
};

// As they go over the control socket, and back; nothing for what is not ours.
std::vector<std::string> arguments_of(const SyncJob& job);
std::optional<SyncJob> sync_job(const std::vector<std::string>& arguments);

// Asks for a run in the name of `actor`, lets the runner know by `wake`, waits for its end and says
// it; 1 where it failed. Blocks.
int do_sync(
    store::Gate& gate,
    const SyncJob& job,
    const std::string& actor,
    const std::function<void()>& wake,
    const Say& say,
    const store::StopWanted& stop_wanted
);

}  // namespace bot
