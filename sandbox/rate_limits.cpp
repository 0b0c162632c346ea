// Refills are computed when asked, so that moving the clock is all a test needs.
#include "sandbox/rate_limits.hpp"

#include <algorithm>
#include <cmath>

namespace sandbox {

std::optional<int> RateLimits::take(const std::string& key, const Rate& rate, Millis now) {
    if (!on_) return std::nullopt;
    Bucket& bucket = buckets_.try_emplace(key, Bucket{rate.burst, now}).first->second;
    const double per_ms = rate.per_minute / 60'000;
    const double passed = static_cast<double>(std::max<Millis>(0, now - bucket.at));
    bucket.tokens = std::min(rate.burst, bucket.tokens + passed * per_ms);
    bucket.at = now;
    // A hair of tolerance: a caller that waited exactly long enough is not refused for rounding.
    if (bucket.tokens >= 1 - 1e-6) {
        bucket.tokens -= 1;
        return std::nullopt;
    }
    const double wait = (1 - bucket.tokens) / per_ms;
    return std::max(1, static_cast<int>(std::ceil(wait / 1000 - 1e-6)));
}

void RateLimits::give_back(const std::string& key) {
    const auto bucket = buckets_.find(key);
    if (bucket != buckets_.end()) bucket->second.tokens += 1;
}

}  // namespace sandbox
