#include "bot/slack_calls.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <stdexcept>

#include "bot/slack_faults.hpp"

namespace bot {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::string_view json_type = "application/json; charset=utf-8";
constexpr std::string_view response_origin = "https://hooks.slack.com";
// Pages of a thousand users are large.
constexpr std::size_t answer_limit = 16 * 1024 * 1024;
// With less time left a second try is not begun.
constexpr milliseconds shortest_try{300};

// Nothing reached the other side, and the next try may go better.
bool certainly_not_sent(const SlackOutcome& outcome) {
    const auto& error = outcome.error;
    return error && error->fault == SlackFault::transport && !error->may_have_happened &&
           outcome.may_pass;
}

milliseconds time_left(Steady::time_point deadline) {
    return std::chrono::duration_cast<milliseconds>(deadline - Steady::now());
}

}  // namespace

SlackCalls::SlackCalls(
    asio::io_context& io, HttpsClient& https, RateGate& gate, SlackApiOptions options
)
    : io_{io},
      https_{https},
      gate_{gate},
      options_{std::move(options)},
      base_{parse_web_address(options_.base_url)} {
    if (!base_ || !(base_->tls || base_->is_loopback()))
        throw std::invalid_argument{"SLACK_API_URL must be an https:// address"};
    if (!options_.base_url.ends_with('/')) options_.base_url += '/';
}

store::Task<bool> SlackCalls::turn(SlackMethod method, std::string_view channel, Urgency urgency) {
    return gate_.acquire(method, channel, urgency);
}

store::Task<std::optional<SlackError>> SlackCalls::carry_out(
    const SlackCall& call, const SlackReader& read
) {
    SlackOutcome outcome;
    Tries tries;
    if (stopped_) {
        outcome.error = stopped_error();
    } else if (call.at_once) {
        outcome = co_await past_everybody(call, read, tries);
    } else {
        outcome = co_await in_turn(call, read, tries);
    }
    co_return finish(facts(call.method).name, outcome, tries);
}

store::Task<SlackResult<void>> SlackCalls::tell(const SlackCall& call) {
    const SlackReader nothing_to_read = [](const auto&, const auto&) { return true; };
    auto error = co_await carry_out(call, nothing_to_read);
    if (error) co_return std::move(*error);
    co_return SlackResult<void>{};
}

store::Task<SlackOutcome> SlackCalls::in_turn(
    const SlackCall& call, const SlackReader& read, Tries& tries
) {
    std::optional<Steady::time_point> deadline;
    for (bool has_turn = call.pace.has_turn;; has_turn = false) {
        if (!has_turn)
            has_turn = co_await gate_.acquire(call.method, call.channel, call.pace.urgency);
        if (!has_turn) co_return SlackOutcome{stopped_error()};
        if (!deadline) deadline = Steady::now() + call.pace.total;
        const auto http = http_call(call, std::min(options_.time_limit, time_left(*deadline)));
        tries.begin_one();
        auto outcome = co_await try_once(call, http, read);
        const auto pause = pause_before_next(call, outcome, tries.count);
        if (!pause || *pause + shortest_try > time_left(*deadline)) co_return outcome;
        // After a 429 the gate keeps everybody waiting as long as Slack said.
        const bool gate_waits = outcome.error->fault == SlackFault::rate_limited;
        if (!gate_waits) co_await sleep(*pause);
        ++counts_.repeated;
    }
}

store::Task<SlackOutcome> SlackCalls::past_everybody(
    const SlackCall& call, const SlackReader& read, Tries& tries
) {
    const auto deadline = Steady::now() + call.pace.total;
    if (const auto wait = gate_.push_through(call.method))
        co_return SlackOutcome{rate_limited_error(std::chrono::ceil<std::chrono::seconds>(*wait))};
    for (;;) {
        auto http = http_call(call, time_left(deadline));
        // A second use of a trigger is refused: nothing can happen twice.
        http.safe_to_repeat = true;
        http.urgent = true;
        tries.begin_one();
        auto outcome = co_await try_once(call, http, read);
        const bool again = certainly_not_sent(outcome) && tries.count < 2;
        if (!again || time_left(deadline) < shortest_try) co_return outcome;
    }
}

HttpCall SlackCalls::http_call(const SlackCall& call, milliseconds limit) const {
    const auto& method = facts(call.method);
    return {
        .url = options_.base_url + std::string{method.name},
        .content_type = std::string{method.json ? json_type : form_type},
        .body = call.body,
        .headers = {{"Authorization", "Bearer " + options_.token}},
        .time_limit = limit,
        .answer_limit = answer_limit,
        .safe_to_repeat = method.safe_to_repeat,
        .urgent = call.pace.urgency == Urgency::urgent,
    };
}

store::Task<SlackOutcome> SlackCalls::try_once(
    const SlackCall& call, const HttpCall& http, const SlackReader& read
) {
    auto result = co_await https_.call(http);
    if (result.has_error()) co_return transport_outcome(result.error());
    auto outcome = judge_answer(parser_, *result, call.not_failures, read);
    if (outcome.error && outcome.error->fault == SlackFault::rate_limited) {
        ++counts_.rate_limited;
        gate_.pause(call.method, *outcome.error->retry_after);
    }
    co_return outcome;
}

std::optional<milliseconds> SlackCalls::pause_before_next(
    const SlackCall& call, const SlackOutcome& outcome, int tries
) {
    if (!outcome.error) return std::nullopt;
    const auto& error = *outcome.error;
    if (stopped_ || !outcome.may_pass || tries >= options_.tries) return std::nullopt;
    if (error.may_have_happened && !facts(call.method).safe_to_repeat) return std::nullopt;
    if (error.retry_after) return *error.retry_after;
    // Half to one and a half of the doubled pause, so that many do not come back at once.
    const auto longest = options_.first_pause.count() << std::min(tries - 1, 10);
    std::uniform_int_distribution<milliseconds::rep> spread{longest / 2, longest * 3 / 2};
    return milliseconds{spread(jitter_)};
}

store::Task<void> SlackCalls::sleep(milliseconds pause) {
    // Leaves the list also when the loop is torn down after us.
    struct Sleeper {
        Sleeper(std::shared_ptr<Sleepers> all, asio::io_context& io)
            : list{std::move(all)},
              timer{io.get_executor()},
              place{list->insert(list->end(), &timer)} {}
        ~Sleeper() { list->erase(place); }
        std::shared_ptr<Sleepers> list;
        SteadyTimer timer;
        Sleepers::iterator place;
    } sleeper{sleepers_, io_};
    auto& timer = sleeper.timer;
    timer.expires_after(pause);
    constexpr auto as_tuple = asio::as_tuple(store::use_task);
    co_await timer.async_wait(as_tuple);
}

std::optional<SlackError> SlackCalls::finish(
    std::string_view what, SlackOutcome& outcome, const Tries& tries
) {
    if (options_.observe && tries.count > 0) {
        const auto fault = outcome.error ? std::optional{outcome.error->fault} : std::nullopt;
        options_.observe(what, fault, Steady::now() - tries.first);
    }
    if (!outcome.error) {
        ++counts_.answered;
        return std::nullopt;
    }
    ++counts_.failed;
    log_failure(what, outcome, tries.count);
    return std::move(outcome.error);
}

bool SlackCalls::may_respond_to(std::string_view response_url) const {
    const auto address = parse_web_address(response_url);
    if (!address) return false;
    const auto origin = address->origin();
    return origin == response_origin || (base_->is_loopback() && origin == base_->origin());
}

store::Task<std::optional<SlackError>> SlackCalls::respond(
    const std::string& response_url, const std::string& body
) {
    SlackOutcome outcome;
    Tries tries;
    if (stopped_) {
        outcome.error = stopped_error();
    } else if (!may_respond_to(response_url)) {
        outcome.error = refused_address_error();
    } else {
        const HttpCall http{
            .url = response_url,
            .content_type = std::string{json_type},
            .body = body,
            .time_limit = options_.time_limit,
            .urgent = true,
        };
        do {
            tries.begin_one();
            auto result = co_await https_.call(http);
            outcome = result.has_error() ? transport_outcome(result.error())
                                         : judge_response(parser_, *result);
        } while (certainly_not_sent(outcome) && tries.count < 2);
    }
    co_return finish("response_url", outcome, tries);
}

void SlackCalls::stop() {
    stopped_ = true;
    gate_.stop();
    for (auto* timer : *sleepers_)
        timer->cancel();
}

}  // namespace bot
