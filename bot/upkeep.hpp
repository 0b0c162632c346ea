// Small chores by the clock: forgets deliveries that cannot come again, and logs the audit head
// hourly so that a copy of it lies outside the database.
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
    void stop();

 private:
    store::Task<void> once();

    store::Gate& gate_;
    Clock& clock_;
    Waker waker_;
    bool stopping_ = false;
};

}  // namespace bot
