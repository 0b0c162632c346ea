// Slack's rate limits as token buckets on the product clock: a tier per method, and for
// chat.postMessage one bucket per channel and one for the workspace.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sandbox/clock.hpp"

namespace sandbox {

// A bucket of `burst` that refills `per_minute`.
struct Rate {
    double per_minute;
    double burst;
};

// Slack names only the rates per minute; the bursts are ours (it says "short bursts are
// tolerated").
inline constexpr Rate tier_1{1, 2};
inline constexpr Rate tier_2{20, 10};
inline constexpr Rate tier_3{50, 20};
inline constexpr Rate tier_4{100, 40};
inline constexpr Rate auth_test_rate{600, 60};
inline constexpr Rate post_per_channel{60, 4};
inline constexpr Rate post_per_workspace{300, 60};

class RateLimits {
 public:
    explicit RateLimits(bool on) : on_(on) {}

    void switch_on(bool on) { on_ = on; }
    bool on() const { return on_; }

    // Takes one from the bucket `key`: nullopt if there was one, else the seconds for Retry-After
    // (at least 1), and nothing is taken.
    std::optional<int> take(const std::string& key, const Rate& rate, Millis now);
    // Gives one back: the call was refused by another bucket.
    void give_back(const std::string& key);

 private:
    struct Bucket {
        double tokens;
        Millis at;
    };

    bool on_;
    std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace sandbox
