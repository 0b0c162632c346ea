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

// What similar people hold: "8 of 9 others with the title Data Engineer hold it"; of several
// grants, how many hold the one that the fewest hold, and the one that the most do.
struct Similar {
    std::string title;
    std::int64_t fewest = 0;
    std::int64_t most = 0;
    std::int64_t peers = 0;
};

// How a review came to a reader who is not the one first asked.
struct TakenOver {
    std::optional<Person> on_behalf_of = {};  // whose delegate the reader is
    std::optional<Person> handed_by = {};     // who had it before
    bool in_time = true;                      // false: they did not decide in time
    std::string note = {};                    // of whoever handed it over
};

// What somebody wanted to know about the request, and the answer if it came.
struct CardQuestion {
    Person by = {};
    std::string question = {};
    std::optional<Person> answered_by = {};
    std::string answer = {};
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
    std::string why = {};  // goes on after a colon; may be empty
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
    std::vector<GrantName> items = {};  // while open: what waits; then all of the task
    std::int64_t approved_before = 0;   // of the task, one by one
    std::int64_t denied_before = 0;
    std::string reason = {};
    std::string details = {};
    std::optional<policy::Instant> ends = {};  // none: permanent
    std::optional<PurposeAsked> purpose = {};  // then `ends` is one that a reviewer has set
    bool shortened = false;                    // earlier than was asked
    std::optional<Similar> similar = {};
    policy::Instant waiting_since = {};
    policy::Instant due = {};
    bool overdue = false;
    bool paused = false;  // the clock stands until a question is answered
    std::vector<CardQuestion> questions = {};
    Decider why_you = {};
    std::optional<TakenOver> taken_over = {};
    std::vector<PassedOver> passed_over = {};
    std::string tasks_url = {};  // empty: My tasks is a button
    CardState state = CardOpen{};
    policy::Action action = policy::Action::grant;
    bool departed = false;  // nobody asks: the beneficiary has left the company
    // More time for what is held, or was, until then; `ends` is until when it is asked.
    std::optional<policy::Instant> extends = {};
    bool extends_ended = false;  // it is over by now
};
// What the card is about, in one sentence.
Markdown what_is_asked(const ReviewCard& card);
Message review_card(const ReviewCard& card);

}  // namespace blocks
