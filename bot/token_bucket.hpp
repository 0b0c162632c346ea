// A token bucket, kept as the one instant at which it will be full again. Strict towards a bucket
// on the other side of a network: what we let go may arrive up to `jitter` later than we think.
#pragma once

#include <algorithm>
#include <cstdint>

#include "bot/slack_method.hpp"

namespace bot {

// Milliseconds that never run backwards.
using Tick = std::int64_t;

class TokenBucket {
 public:
    TokenBucket(Rate rate, Tick now) : rate_{rate}, full_at_{now} {}

    bool has(int tokens, Tick now) const { return when_has(tokens, now) <= now; }
    // When it will hold `tokens` (at most a burst), if nobody spends.
    Tick when_has(int tokens, Tick now) const {
        return std::max(now, full_at_ - (rate_.burst - tokens) * interval());
    }
    Tick when_full(Tick now) const { return std::max(now, full_at_); }

    // May overdraw, at most by a whole burst. A first call that arrives late and a later one that
    // arrives at once must not look too close to each other over there: the refill starts late.
    void spend(Tick now) {
        full_at_ = std::max(full_at_, now + jitter) + interval();
        full_at_ = std::min(full_at_, now + jitter + 2 * rate_.burst * interval());
    }
    // The other side says it is empty; it will have one token at `until`.
    void drain(Tick until) {
        full_at_ = std::max(full_at_, until + (rate_.burst - 1) * interval());
    }

 private:
    // A new connection costs a few round trips, a kept one a single one.
    static constexpr Tick jitter = 250;

    Tick interval() const { return (60'000 + rate_.per_minute - 1) / rate_.per_minute; }

    Rate rate_;
    Tick full_at_;
};

}  // namespace bot
