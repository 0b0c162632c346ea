// Publishes Home tabs that are stale: at once for whoever opened theirs or acted, within a minute
// for those who look at it now, never for the others.
#pragma once

#include <boost/asio/io_context.hpp>
#include <set>
#include <utility>

#include "bot/clock.hpp"
#include "bot/slack_api.hpp"
#include "bot/waker.hpp"
#include "store/gate.hpp"
#include "store/homes.hpp"

namespace bot {

class Outbox;

// Runs on the loop's thread; what is stale stands in the database.
class HomePublisher {
 public:
    HomePublisher(
        boost::asio::io_context& io,
        store::Gate& gate,
        SlackApi& slack,
        Clock& clock,
        Outbox& outbox
    );

    void wake() { waker_.wake(); }

    // Publishes until `stop`; returns when what is on its way has been answered.
    store::Task<void> run();
    void stop();

 private:
    store::Task<std::optional<store::Millis>> step();
    store::Task<void> publish(store::HomeRow home);
    store::Task<void> publish_checked(const store::HomeRow& home);

    boost::asio::io_context& io_;
    store::Gate& gate_;
    SlackApi& slack_;
    Clock& clock_;
    Outbox& outbox_;
    Waker waker_;
    bool stopping_ = false;
    std::set<std::pair<policy::TeamId, policy::SlackUserId>> on_their_way_;
};

}  // namespace bot
