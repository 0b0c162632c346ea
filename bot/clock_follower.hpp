// Follows the test clock of LATCHKEY_CLOCK_URL, so that a test can move the daemon's product clock.
// Never used against the real Slack: the settings refuse it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bot/clock.hpp"
#include "store/gate.hpp"

namespace bot {

class HttpsClient;

// What the clock's server answers: {"offset_ms":N,"version":V}.
struct ClockReading {
    std::chrono::milliseconds offset;
    std::int64_t version;
};

// Nothing if the answer is anything else, or an offset of more than a hundred years.
std::optional<ClockReading> parse_clock_reading(std::string_view json);

// Reads the clock once, before the daemon is ready; false (and logged) if that fails.
store::Task<bool> read_clock(HttpsClient& https, Clock& clock, std::string url);

// Then follows it for ever: asks `url?version=V`, which is answered when V has passed or after half
// a minute. While the server is away it asks again every second and the clock stays as it is. Ends
// when the client is stopped. Everything given must outlive it.
store::Task<void> follow_clock(HttpsClient& https, Clock& clock, std::string url);

}  // namespace bot
