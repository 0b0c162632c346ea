// Does what falls due: sleeps until the first timer's moment on the product clock, then takes what
// is due in small slices of the background lane, so that no click waits behind it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>

#include "bot/clock.hpp"
#include "bot/waker.hpp"
#include "bot/workflow/act.hpp"
#include "store/gate.hpp"

namespace bot {

class HomePublisher;
class Outbox;

// Runs on the loop's thread; what is due stands in the database, so nothing is lost by a stop.
class TimerLoop {
 public:
    TimerLoop(
        boost::asio::io_context& io,
        store::Gate& gate,
        Clock& clock,
        workflow::FlowRules rules,
        Outbox& outbox,
        HomePublisher& homes
    );

    // Called after whatever fell due was done: for workers whose turn it may be.
    void on_fired(std::function<void()> told) { fired_ = std::move(told); }

    // A timer may have been set that is due before the one it sleeps for.
    void wake() { waker_.wake(); }

    store::Task<void> run();
    void stop();

 private:
    store::Task<void> fire_due();
    store::Task<void> put_off();

    store::Gate& gate_;
    Clock& clock_;
    workflow::FlowRules rules_;
    Outbox& outbox_;
    HomePublisher& homes_;
    std::function<void()> fired_ = [] {};
    Waker waker_;
    bool stopping_ = false;
};

}  // namespace bot
