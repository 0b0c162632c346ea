// The outbox worker: posts and edits what the store wants Slack to show, one send of a message at a
// time, urgent before bulk. It renders each message from the rows as they are when it is sent.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <optional>
#include <string>

#include "bot/clock.hpp"
#include "bot/metrics.hpp"
#include "bot/render.hpp"
#include "bot/slack_api.hpp"
#include "bot/waker.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"

namespace bot {

// Runs on the loop's thread. All state is in the database: a kill at any moment loses and repeats
// nothing.
class Outbox {
 public:
    Outbox(
        boost::asio::io_context& io,
        store::Gate& gate,
        SlackApi& slack,
        Clock& clock,
        RenderRules rules,
        Metrics& metrics
    );

    // Something was written that may have to be sent.
    void wake() {
        waker_.wake();
        if (woken_) woken_();
    }
    // Called with every wake: what people are told of may also have to be carried out.
    void on_wake(std::function<void()> woken) { woken_ = std::move(woken); }

    // Called when a timer was set: whoever sleeps until the next one must look again.
    void on_timer_set(std::function<void()> told) { timer_set_ = std::move(told); }

    // Sends until `stop`; returns when what is on its way has been answered.
    store::Task<void> run();
    void stop();

 private:
    // Where a message goes, or why it cannot.
    struct Recipient {
        std::optional<policy::SlackUserId> user;
        std::string email;
        std::string why_not;
        std::optional<SlackError> trouble;  // Slack could not be asked now
    };

    // A message as it is now: its version and its text, or nothing to say.
    struct Newest {
        std::int64_t version = 0;
        std::optional<blocks::Message> message;
    };

    store::Task<void> recover();
    store::Task<std::optional<store::Millis>> step();
    store::Task<void> send(store::MessageRow row);
    store::Task<void> give_back(const store::MessageRow& row, store::Millis begun);
    store::Task<void> send_checked(const store::MessageRow& row);
    store::Task<Recipient> recipient_of(const store::MessageRow& row);
    store::Task<Newest> newest(const store::MessageRow& row);
    store::Task<void> post(const store::MessageRow& row);
    store::Task<void> edit(const store::MessageRow& row);
    store::Task<bool> found_earlier(const store::MessageRow& row, const policy::SlackUserId& user);
    store::Task<void> shown(
        const store::MessageRow& row, std::int64_t version, const Posted& posted
    );
    // `maybe_sent`: when a post was under way that may have arrived.
    store::Task<void> failed(
        const store::MessageRow& row,
        const SlackError& error,
        std::optional<store::Millis> maybe_sent
    );
    store::Task<void> give_up(const store::MessageRow& row, const std::string& why);
    store::Task<void> drop_or_keep(const store::MessageRow& row, bool drop);

    boost::asio::io_context& io_;
    store::Gate& gate_;
    SlackApi& slack_;
    Clock& clock_;
    RenderRules rules_;
    Metrics& metrics_;
    Waker waker_;
    std::function<void()> timer_set_;
    std::function<void()> woken_;
    bool stopping_ = false;
    bool recovered_ = false;
    int on_their_way_ = 0;
    int edits_on_their_way_ = 0;
    // How hard Slack is tried, no more: with a dead token not at all for a while.
    std::optional<store::Millis> paused_until_;
};

}  // namespace bot
