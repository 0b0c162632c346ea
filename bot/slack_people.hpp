// Keeps our directory of Slack users: all of them at start and daily, one of them on a miss.
#pragma once

#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>

#include "bot/clock.hpp"
#include "bot/slack_api.hpp"
#include "bot/waker.hpp"
#include "policy/model.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"
#include "store/slack_users.hpp"

namespace bot {

class Outbox;

// What Slack tells of a user, as the store keeps it: under the workspace `team` in which we meet
// them (a stranger's own is another); `at` is when it was told.
policy::SlackUser known_user(const SlackUser& told, const policy::TeamId& team, policy::Instant at);

// Keeps a user as Slack tells of them (wake the outbox afterwards): administrators hear of a second
// user of one employee, and whoever can be reached again gets what could not be delivered.
store::SlackOutcome learn_user(store::Tx& tx, const policy::SlackUser& user, store::Millis now);

// Asks Slack for a user whom the store does not have and keeps the answer; does nothing for a known
// one.
store::Task<void> look_up_user(
    store::Gate& gate,
    SlackApi& slack,
    Clock& clock,
    const policy::TeamId& team,
    const policy::SlackUserId& user
);

// Asks Slack for the user with this e-mail and keeps the answer. The error if Slack could not be
// asked; nothing if it answered, also if it knows nobody.
store::Task<std::optional<SlackError>> look_up_person(
    store::Gate& gate, SlackApi& slack, Clock& clock, const std::string& email
);

// Reads the whole of users.list at start and then once a day, until `stop`.
class PeopleSync {
 public:
    PeopleSync(
        boost::asio::io_context& io,
        store::Gate& gate,
        SlackApi& slack,
        Clock& clock,
        Outbox& outbox
    );
    // `team` is the workspace of the token.
    store::Task<void> run(policy::TeamId team);
    void stop();

 private:
    store::Task<bool> sync_once(const policy::TeamId& team);

    store::Gate& gate_;
    SlackApi& slack_;
    Clock& clock_;
    Outbox& outbox_;
    Waker waker_;
    bool stopping_ = false;
};

}  // namespace bot
