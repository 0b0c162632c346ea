// SlackApi against a server that answers what a test has put in a queue, on a product clock that
// stands still until the test moves it.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <catch2/catch.hpp>
#include <deque>
#include <mutex>

#include "awaiting.hpp"
#include "bot/https_client.hpp"
#include "bot/rate_gate.hpp"
#include "bot/slack_api.hpp"
#include "scripted_server.hpp"

namespace slack_fixture {

using namespace bot;
using namespace std::chrono_literals;
using scripted::answer;
using scripted::Peer;

inline constexpr auto token = "xoxb-very-secret-token";

inline std::string ok(const std::string& members = "") {
    return answer(
        R"({"ok":true)" + (members.empty() ? "" : "," + members) + "}",
        "Content-Type: application/json; charset=utf-8\r\nX-Slack-Req-Id: req-1\r\n"
    );
}
inline std::string refused(const std::string& code, const std::string& members = "") {
    return answer(
        R"({"ok":false,"error":")" + code + "\"" + (members.empty() ? "" : "," + members) + "}",
        "Content-Type: application/json; charset=utf-8\r\nX-Slack-Req-Id: req-2\r\n"
    );
}
inline std::string too_many(int seconds) {
    return answer(
        R"({"ok":false,"error":"ratelimited"})",
        "Retry-After: " + std::to_string(seconds) + "\r\n",
        "429 Too Many Requests"
    );
}
inline std::string http(const std::string& status, const std::string& body = "<html>") {
    return answer(body, "", status);
}
// In place of an answer: the connection is closed, or nothing comes any more.
inline const std::string lost = "(lost)";
inline const std::string silence = "(silence)";

inline std::string body_of(const std::string& request) {
    return request.substr(request.find("\r\n\r\n") + 4);
}
inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

class Fixture {
 public:
    explicit Fixture(SlackApiOptions options = {})
        : server{[this](Peer& peer) { serve(peer); }},
          client{io, {}},
          gate{io, [this] { return now; }},
          api{io, client, gate, with(std::move(options))} {}

    // What the server answers next, in this order; after that it is silent.
    template <class... Answers>
    void will(const Answers&... next) {
        const std::lock_guard lock{mutex_};
        (answers_.push_back(next), ...);
    }
    template <class T>
    T get(store::Task<T> task) {
        return await_on(io, std::move(task));
    }
    template <class T>
    SlackError failure(store::Task<SlackResult<T>> task) {
        auto result = await_on(io, std::move(task));
        REQUIRE(result.has_error());
        return result.error();
    }
    std::string last_request() const {
        const auto requests = server.requests();
        REQUIRE_FALSE(requests.empty());
        return requests.back();
    }
    std::size_t requests() const { return server.requests().size(); }
    // Runs the loop until `condition`, and fails if that takes very long.
    template <class Condition>
    void run_until(Condition condition) {
        const auto deadline = std::chrono::steady_clock::now() + 30s;
        io.restart();
        while (!condition()) {
            REQUIRE(std::chrono::steady_clock::now() < deadline);
            io.run_one_for(5ms);
        }
    }
    void move_clock(std::chrono::milliseconds by) {
        now += by;
        gate.clock_shifted();
    }

    ProductTime now{1'800'000'000'000ms};

 private:
    std::mutex mutex_;
    std::deque<std::string> answers_;

    SlackApiOptions with(SlackApiOptions options) const {
        options.base_url = server.url("/api/");
        options.token = token;
        options.first_pause = 2ms;
        return options;
    }
    std::string next_answer() {
        const std::lock_guard lock{mutex_};
        if (answers_.empty()) return silence;
        auto next = answers_.front();
        answers_.pop_front();
        return next;
    }
    void serve(Peer& peer) {
        for (;;) {
            peer.read_request();
            const auto next = next_answer();
            if (next == lost) return peer.close();
            if (next == silence) return peer.wait_until_gone();
            peer.write(next);
        }
    }

 public:
    scripted::Server server;
    asio::io_context io;
    HttpsClient client;
    RateGate gate;
    SlackApi api;
};

}  // namespace slack_fixture
