// The sandbox's two clocks: the real one (triggers, the 3 seconds, signatures) and the product
// clock, which tests may move (timestamps of messages, rate limits, retries of events).
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace sandbox {

using Millis = std::int64_t;  // since the Unix epoch, or a span

// Milliseconds of the machine's clock since the epoch.
Millis machine_time();

class Clock {
 public:
    // `real` is read for every answer; a test gives its own.
    explicit Clock(std::function<Millis()> real = machine_time) : real_(std::move(real)) {}

    Millis real() const { return real_(); }
    Millis product() const { return real_() + offset_; }
    Millis offset() const { return offset_; }
    // Counts the moves; who asks `/clock?version=V` waits until it differs from V.
    std::int64_t version() const { return version_; }
    void advance(Millis by) {
        offset_ += by;
        ++version_;
    }

    // A timestamp of the product clock as Slack writes it ("1503435956.000247"), later than every
    // one before it.
    std::string next_ts();

 private:
    std::function<Millis()> real_;
    Millis offset_ = 0;
    std::int64_t version_ = 1;
    std::int64_t last_ts_ = 0;  // in microseconds
};

}  // namespace sandbox
