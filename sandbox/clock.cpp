// Timestamps double as ids in Slack, so two of them are never equal and never go back.
#include "sandbox/clock.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace sandbox {

Millis machine_time() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

std::string Clock::next_ts() {
    last_ts_ = std::max(product() * 1000, last_ts_ + 1);
    char text[40];
    std::snprintf(
        text,
        sizeof text,
        "%lld.%06lld",
        static_cast<long long>(last_ts_ / 1'000'000),
        static_cast<long long>(last_ts_ % 1'000'000)
    );
    return text;
}

}  // namespace sandbox
