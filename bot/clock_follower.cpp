#include "bot/clock_follower.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

#include "bot/https_client.hpp"
#include "bot/json_read.hpp"

namespace bot {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds longest_answer{40'000};  // the server holds a question for half a minute
constexpr milliseconds pause_after_failure{200};
constexpr milliseconds furthest = std::chrono::days{36'500};

using Timer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock,
    boost::asio::wait_traits<std::chrono::steady_clock>,
    boost::asio::io_context::executor_type>;

HttpCall question(std::string url, milliseconds time_limit) {
    HttpCall call;
    call.method = "GET";
    call.url = std::move(url);
    call.time_limit = time_limit;
    call.answer_limit = 4096;
    call.safe_to_repeat = true;
    return call;
}

std::optional<ClockReading> reading_of(const HttpResult& answer) {
    if (!answer || answer->status != 200) return std::nullopt;
    return parse_clock_reading(answer->body);
}

std::string failure_of(const HttpResult& answer) {
    if (!answer) return answer.error().detail;
    return "its answer (status " + std::to_string(answer->status) + ") is not a clock's";
}

}  // namespace

std::optional<ClockReading> parse_clock_reading(std::string_view json) {
    json::Parser parser;
    std::string text{json};
    const auto* answer = parser.parse(text.data(), text.size());
    if (!answer) return std::nullopt;
    const auto offset = json::find_integer(*answer, "offset_ms");
    const auto version = json::find_integer(*answer, "version");
    if (!offset || !version) return std::nullopt;
    if (*offset > furthest.count() || *offset < -furthest.count()) return std::nullopt;
    return ClockReading{milliseconds{*offset}, *version};
}

store::Task<bool> read_clock(HttpsClient& https, Clock& clock, std::string url) {
    const auto call = question(std::move(url), milliseconds{5'000});
    const auto answer = co_await https.call(call);
    const auto reading = reading_of(answer);
    if (!reading) {
        spdlog::error("the clock of LATCHKEY_CLOCK_URL cannot be read: {}", failure_of(answer));
        co_return false;
    }
    clock.shift_to(reading->offset);
    co_return true;
}

store::Task<void> follow_clock(HttpsClient& https, Clock& clock, std::string url) {
    const auto executor = co_await boost::asio::this_coro::executor;
    Timer pause(executor);
    std::string version;
    bool reachable = true;
    while (true) {
        const std::string query = version.empty() ? "" : "?version=" + version;
        const auto call = question(url + query, longest_answer);
        const auto answer = co_await https.call(call);
        if (!answer && answer.error().fault == TransportFault::cancelled) co_return;
        if (const auto reading = reading_of(answer)) {
            version = std::to_string(reading->version);
            // Not for every half minute in which nothing happened: whoever waits is woken by it.
            if (reading->offset != clock.offset()) clock.shift_to(reading->offset);
            reachable = true;
            continue;
        }
        if (reachable) {
            spdlog::warn("the clock of LATCHKEY_CLOCK_URL is away: {}", failure_of(answer));
        }
        reachable = false;
        version.clear();
        pause.expires_after(pause_after_failure);
        const auto& token = store::use_task;
        co_await pause.async_wait(token);
    }
}

}  // namespace bot
