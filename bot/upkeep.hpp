// Small chores by the clock: ends employments when they end, forgets deliveries and forms that
// nobody needs any more, and logs the audit head hourly so that a copy of it lies elsewhere.
#pragma once

#include <boost/asio/io_context.hpp>

#include "bot/clock.hpp"
#include "bot/waker.hpp"
#include "store/gate.hpp"

namespace bot {

class Upkeep {
 public:
    Upkeep(boost::asio::io_context& io, store::Gate& gate, Clock& clock);
    store::Task<void> run();
    // The directory has changed.
    void look_again() { waker_.wake(); }
    void stop();

 private:
    store::Task<void> end_employments();
    store::Task<void> once();

    store::Gate& gate_;
    Clock& clock_;
    Waker waker_;
    bool stopping_ = false;
};

}  // namespace bot
