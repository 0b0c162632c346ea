// What administrators are told of beside requests.
#pragma once

#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

// Slack has two users for one employee: only the first can act.
struct SecondUserNotice {
    Person employee;            // with the Slack user who can act
    policy::SlackUserId other;  // who cannot
};
Message second_user_notice(const SecondUserNotice& model);

// Messages that could not be delivered after all retries.
struct UndeliveredMessage {
    Person to;
    std::string what;  // "a review", in words of ours
    std::string why;
};
struct UndeliveredNotice {
    std::vector<UndeliveredMessage> messages;  // the first of them
    std::int64_t total = 0;
};
inline constexpr int most_undelivered = 20;
Message undelivered_notice(const UndeliveredNotice& model);

}  // namespace blocks
