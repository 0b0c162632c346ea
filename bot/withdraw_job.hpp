// `latchkey request withdraw`: what its arguments say, and the doing of it, by the daemon or alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/control_socket.hpp"
#include "bot/workflow/act.hpp"
#include "policy/ids.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"

namespace bot {

struct WithdrawJob {
    policy::RequestId request;
    bool json = false;
};

// As they go over the control socket, and back; nothing for what is not ours.
std::vector<std::string> arguments_of(const WithdrawJob& job);
std::optional<WithdrawJob> withdraw_job(const std::vector<std::string>& arguments);

// Ends the pending items of the request in the name of `actor` ("cli:LOGIN"), and says what came of
// it; 1 where nothing was pending.
int do_withdraw(
    store::Gate& gate,
    const WithdrawJob& job,
    const std::string& actor,
    store::Millis now,
    const workflow::FlowRules& rules,
    const Say& say
);

std::string no_such_request(std::int64_t id);

}  // namespace bot
