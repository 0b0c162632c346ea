// What a reviewer is asked, one message per request: who, for whom, what, why and until when. Once
// it is decided or closed it says so and has no buttons that do nothing.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"
#include "blocks/notice.hpp"

namespace blocks {

// What similar people hold: "8 of 9 others with the title Data Engineer hold all of it".
struct Similar {
    std::string title;
    std::int64_t holders = 0;
    std::int64_t peers = 0;
};

struct CardOpen {};
// Decided as a whole or in parts; `denied` may carry the comment.
struct CardDecided {
    Person by;
    policy::Instant at = {};
    std::int64_t approved = 0;
    std::int64_t denied = 0;
    std::string comment = {};
};
struct CardWithdrawn {
    Person by;
    policy::Instant at = {};
};
struct CardExpired {
    policy::Instant at = {};
};
// Somebody else is asked now, or nobody needs to be any more.
struct CardMoved {
    std::vector<Person> to = {};
};
using CardState = std::variant<CardOpen, CardDecided, CardWithdrawn, CardExpired, CardMoved>;

struct ReviewCard {
    std::string task_key;  // value of the buttons
    Person requester = {};
    Person beneficiary = {};
    std::vector<GrantName> items = {};  // all of the task
    std::string reason = {};
    std::string details = {};
    std::optional<policy::Instant> ends = {};  // none: permanent
    std::optional<Similar> similar = {};
    policy::Instant waiting_since = {};
    policy::Instant due = {};
    bool overdue = false;
    Decider why_you = {};
    std::vector<PassedOver> passed_over = {};
    std::string tasks_url = {};  // empty: My tasks is a button
    CardState state = CardOpen{};
    policy::Action action = policy::Action::grant;
};
Message review_card(const ReviewCard& card);

}  // namespace blocks
