// The one clock. The *product* clock (timers, due times, texts, the sender's pace) can be shifted
// by tests; signatures and network limits keep the real one.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <vector>

#include "policy/ids.hpp"

namespace bot {

// Moved on the loop's thread, read on any.
class Clock {
 public:
    // The product clock, in milliseconds and in whole seconds.
    std::chrono::sys_time<std::chrono::milliseconds> now_ms() const;
    policy::Instant now() const;

    // The machine's clock.
    std::chrono::system_clock::time_point real_now() const;

    // Sets how far the product clock is ahead of the real one and tells everybody who waits.
    void shift_to(std::chrono::milliseconds offset);
    std::chrono::milliseconds offset() const { return offset_; }

    // Calls `told` after every shift, for as long as the clock lives.
    void on_shift(std::function<void()> told);

 private:
    std::atomic<std::chrono::milliseconds> offset_{std::chrono::milliseconds{0}};
    std::vector<std::function<void()>> told_;
};

}  // namespace bot
