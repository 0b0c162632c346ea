// One Slack call from its turn to its typed error: tries, pauses, Retry-After, log. What the
// methods of SlackApi have in common. For slack_api.cpp only.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include "bot/errand.hpp"
#include "bot/https_client.hpp"
#include "bot/json_read.hpp"
#include "bot/rate_gate.hpp"
#include "bot/slack_api.hpp"
#include "bot/slack_faults.hpp"
#include "bot/web_address.hpp"

namespace bot {

struct SlackCall {
    SlackMethod method;
    std::string body;
    CallPace pace;
    std::string_view channel = {};                        // what its pace depends on
    std::span<const std::string_view> not_failures = {};  // codes that are an answer as well
    // A trigger waits for nobody: no turn, no pause, and a second try only if the first certainly
    // did not arrive.
    bool at_once = false;
};

class SlackCalls {
 public:
    SlackCalls(asio::io_context& io, HttpsClient& https, RateGate& gate, SlackApiOptions options);

    const SlackApiOptions& options() const { return options_; }
    const SlackCounts& counts() const { return counts_; }

    store::Task<bool> turn(SlackMethod method, std::string_view channel, Urgency urgency);
    // Nothing: it worked, and `read` saw the answer unless it was one of `not_failures`.
    store::Task<std::optional<SlackError>> carry_out(
        const SlackCall& call, const SlackReader& read
    );
    // The same for an answer that is read into one value.
    template <class T>
    store::Task<SlackResult<T>> ask(const SlackCall& call, bool (*read)(const json::Value&, T&)) {
        T value{};
        const SlackReader reader = [&](const json::Value& answer, const HttpAnswer&) {
            return read(answer, value);
        };
        auto error = co_await carry_out(call, reader);
        if (error) co_return std::move(*error);
        co_return std::move(value);
    }
    // The same where "ok" says all.
    store::Task<SlackResult<void>> tell(const SlackCall& call);

    bool may_respond_to(std::string_view response_url) const;
    store::Task<std::optional<SlackError>> respond(
        const std::string& response_url, const std::string& body
    );
    void stop();

 private:
    using Sleepers = std::list<SteadyTimer*>;
    // How often a call was tried, and since when.
    struct Tries {
        int count = 0;
        std::chrono::steady_clock::time_point first = {};

        void begin_one() {
            if (count++ == 0) first = std::chrono::steady_clock::now();
        }
    };

    HttpCall http_call(const SlackCall& call, std::chrono::milliseconds limit) const;
    store::Task<SlackOutcome> in_turn(const SlackCall& call, const SlackReader& read, Tries& tries);
    store::Task<SlackOutcome> past_everybody(
        const SlackCall& call, const SlackReader& read, Tries& tries
    );
    store::Task<SlackOutcome> try_once(
        const SlackCall& call, const HttpCall& http, const SlackReader& read
    );
    // How long to wait before the next try; nothing if there must be none.
    std::optional<std::chrono::milliseconds> pause_before_next(
        const SlackCall& call, const SlackOutcome& outcome, int tries
    );
    store::Task<void> sleep(std::chrono::milliseconds pause);
    std::optional<SlackError> finish(
        std::string_view what, SlackOutcome& outcome, const Tries& tries
    );

    asio::io_context& io_;
    HttpsClient& https_;
    RateGate& gate_;
    SlackApiOptions options_;
    std::optional<WebAddress> base_;
    json::Parser parser_;
    SlackCounts counts_;
    std::minstd_rand jitter_{std::random_device{}()};
    std::shared_ptr<Sleepers> sleepers_ = std::make_shared<Sleepers>();
    bool stopped_ = false;
};

}  // namespace bot
