// Who may call Slack next: a pure queue with token buckets per method and per channel. No wait is
// longer than its own channel's pace and its method's pace demand, and nobody starves.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/slack_method.hpp"

namespace bot {

// An instant of the product clock.
using ProductTime = std::chrono::sys_time<std::chrono::milliseconds>;

// Who goes first where calls wait for each other. One call in nine goes to the less urgent, so that
// those never starve.
enum class Urgency { urgent, normal, bulk };
inline constexpr std::size_t urgencies = 3;

// A place in the queue; never 0.
using Ticket = std::uint64_t;

// Pure: the product clock's time is an argument. A clock that is set back only stops the refill, it
// never blocks; one that is set forward refills at once.
class RateLimiter {
 public:
    RateLimiter();
    ~RateLimiter();
    RateLimiter(const RateLimiter&) = delete;
    RateLimiter& operator=(const RateLimiter&) = delete;

    // Queues a call. `channel` matters only for methods that are paced by channel.
    Ticket enqueue(SlackMethod method, std::string_view channel, Urgency urgency, ProductTime now);
    // Leaves the queue; nothing happens if the ticket was released already.
    void withdraw(Ticket ticket);
    // Whoever may go now, in the order in which to go. Their tokens are spent.
    std::vector<Ticket> release(ProductTime now);
    // When release() will next let somebody go, all else unchanged; nothing when nobody waits.
    std::optional<ProductTime> next_release(ProductTime now);

    // For a call that cannot wait (views.open): goes at once and overdraws the bucket, so that
    // others wait for it. Refused only during a pause that Slack asked for: then how long it lasts.
    std::optional<std::chrono::milliseconds> push_through(SlackMethod method, ProductTime now);

    // Slack answered 429: nobody calls this method for `retry_after`.
    void pause(SlackMethod method, std::chrono::milliseconds retry_after, ProductTime now);

    std::size_t waiting() const;

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bot
