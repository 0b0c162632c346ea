// The rate limiter as something to await: a thin shell that sleeps until the next call may go, and
// looks again when the product clock is shifted.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string_view>

#include "bot/rate_limiter.hpp"
#include "store/gate.hpp"

namespace bot {

namespace asio = boost::asio;

// Belongs to the loop's thread.
class RateGate {
 public:
    // `clock` is the product clock.
    RateGate(asio::io_context& io, std::function<ProductTime()> clock);
    // stop()s; nobody may still wait when the loop runs on.
    ~RateGate();
    RateGate(const RateGate&) = delete;
    RateGate& operator=(const RateGate&) = delete;

    // Resumes when this call may go: call at once then. False if stop() was called.
    store::Task<bool> acquire(SlackMethod method, std::string_view channel, Urgency urgency);
    // For views.open and views.push, see RateLimiter::push_through.
    std::optional<std::chrono::milliseconds> push_through(SlackMethod method);
    void pause(SlackMethod method, std::chrono::milliseconds retry_after);

    // The product clock was shifted: everybody's wait is worked out anew.
    void clock_shifted();
    // Everybody who waits, and whoever comes later, is told "no".
    void stop();

    std::size_t waiting() const;

 private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace bot
