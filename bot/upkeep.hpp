// Small chores by the clock: ends employments when they end, replaces reviewers who have left or
// cannot be reached, forgets deliveries and forms that nobody needs any more, and logs the audit
// head hourly so that a copy of it lies elsewhere.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>

#include "bot/clock.hpp"
#include "bot/waker.hpp"
#include "bot/workflow/act.hpp"
#include "store/gate.hpp"

namespace bot {

class Upkeep {
 public:
    // `changed` is called when there is something to tell people.
    Upkeep(
        boost::asio::io_context& io,
        store::Gate& gate,
        Clock& clock,
        const workflow::FlowRules& rules,
        std::function<void()> changed
    );
    store::Task<void> run();
    // The directory has changed.
    void look_again() { waker_.wake(); }
    void stop();

 private:
    store::Task<void> end_employments();
    store::Task<void> settle_departures();
    store::Task<void> replace_the_gone();
    store::Task<void> withdraw_what_is_lost();
    store::Task<void> replace_in_campaigns();
    store::Task<void> once();

    store::Gate& gate_;
    Clock& clock_;
    workflow::FlowRules rules_;
    std::function<void()> changed_;
    Waker waker_;
    bool stopping_ = false;
};

}  // namespace bot
