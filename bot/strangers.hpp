// Answers direct messages of people who are nobody of ours, or whom Slack has not told us of yet:
// the message is kept in the store until it was answered.
#pragma once

#include <boost/asio/io_context.hpp>
#include <string>

#include "bot/clock.hpp"
#include "bot/slack_api.hpp"
#include "bot/waker.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"
#include "store/slack_users.hpp"

namespace blocks {
struct Message;
}

namespace bot {

class Outbox;

// Wants the answer to one message, which is answered once however often it is told.
void want_reply(
    store::Tx& tx, policy::EmployeeId employee, const std::string& ts, store::Millis now
);

// Runs on the loop's thread. Asks Slack who wrote each message that waits; one of our people is
// answered by the outbox, anybody else is told why they cannot be served (once; twice if the
// process dies in between).
class Strangers {
 public:
    Strangers(
        boost::asio::io_context& io,
        store::Gate& gate,
        SlackApi& slack,
        Clock& clock,
        Outbox& outbox
    );

    void wake() { waker_.wake(); }
    store::Task<void> run();
    void stop();

 private:
    store::Task<void> answer_all();
    store::Task<void> answer(const store::UnansweredMessage& message);
    store::Task<void> refuse(const store::UnansweredMessage& message, const blocks::Message& reply);

    store::Gate& gate_;
    SlackApi& slack_;
    Clock& clock_;
    Outbox& outbox_;
    Waker waker_;
    bool stopping_ = false;
};

}  // namespace bot
