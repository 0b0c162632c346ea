// A coroutine's alarm clock: sleeps until an instant of the product clock or until somebody wakes
// it.
#pragma once

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <optional>

#include "bot/clock.hpp"
#include "store/gate.hpp"

namespace bot {

// Used on the loop's thread only. One coroutine waits, anybody wakes. Must live as long as the
// clock, which tells it of every shift.
class Waker {
 public:
    Waker(boost::asio::io_context& io, Clock& clock);

    // Ends the current wait, or the next one if nobody waits now: no wake is lost.
    void wake();

    // Returns at `until` (product clock, also when that clock is shifted past it), or when woken.
    // Without `until` only when woken.
    store::Task<void> wait(std::optional<std::chrono::sys_time<std::chrono::milliseconds>> until);

 private:
    using Timer = boost::asio::basic_waitable_timer<
        std::chrono::steady_clock,
        boost::asio::wait_traits<std::chrono::steady_clock>,
        boost::asio::io_context::executor_type>;

    Clock& clock_;
    Timer timer_;
    bool woken_ = false;
};

}  // namespace bot
