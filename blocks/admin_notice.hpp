// What administrators are told of beside requests.
#pragma once

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

// Slack has two users for one employee: only the first can act.
struct SecondUserNotice {
    Person employee;            // with the Slack user who can act
    policy::SlackUserId other;  // who cannot
};
Message second_user_notice(const SecondUserNotice& model);

}  // namespace blocks
