// What becomes of Slack calls that fail: which are repeated, when, what the caller learns, and what
// the log says.
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

#include "slack_fixture.hpp"

using namespace slack_fixture;

namespace {

const std::string posted = R"("channel":"D1","ts":"1.2")";
const std::string view_answer = R"("view":{"id":"V1","hash":"1.2"})";
const PostMessage message{.channel = "U1", .text = "hello"};
const UpdateMessage edit{.where = {"D1", "1.2"}, .text = "hello"};
const std::string trigger = "1.2.abc";
const std::string view = R"({"type":"modal"})";

// Everything logged while it lives.
class CapturedLog {
 public:
    CapturedLog() : before_{spdlog::default_logger()} {
        auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(text_);
        spdlog::set_default_logger(std::make_shared<spdlog::logger>("captured", sink));
    }
    ~CapturedLog() { spdlog::set_default_logger(before_); }
    std::string text() const { return text_.str(); }
    std::size_t lines() const {
        const auto all = text();
        return static_cast<std::size_t>(std::ranges::count(all, '\n'));
    }

 private:
    std::ostringstream text_;
    std::shared_ptr<spdlog::logger> before_;
};

}  // namespace

TEST_CASE("a refusal comes back typed, with messages and a sentence") {
    Fixture slack;
    slack.will(
        refused(
            "invalid_blocks",
            R"("response_metadata":{"messages":["[ERROR] too long [json-pointer:/blocks/0/text]"]})"
        ),
        refused("missing_scope", R"("needed":"im:write","provided":"chat:write")")
    );
    auto error = slack.failure(slack.api.post_message(message));
    CHECK(error.fault == SlackFault::caller_bug);
    CHECK(error.code == "invalid_blocks");
    CHECK(
        error.messages == std::vector<std::string>{"[ERROR] too long [json-pointer:/blocks/0/text]"}
    );
    CHECK_FALSE(error.may_have_happened);
    CHECK(error.sentence == meaning_of("invalid_blocks").sentence());

    error = slack.failure(slack.api.post_message(message));
    CHECK(error.fault == SlackFault::rights);
    CHECK(error.messages == std::vector<std::string>{"needed: im:write", "provided: chat:write"});
    CHECK(slack.requests() == 2);
    CHECK(slack.api.counts().failed == 2);
}

TEST_CASE("a failed call is logged once, with its request id and without secrets") {
    CapturedLog log;
    Fixture slack;
    slack.will(refused(
        "invalid_arguments",
        R"("response_metadata":{"messages":["[ERROR] bad xoxb-12-abc, see https:\/\/hooks.slack.com\/a\/secret"]})"
    ));
    slack.failure(slack.api.post_message(message));
    CHECK(log.lines() == 1);
    for (const auto* part :
         {"chat.postMessage", "invalid_arguments", "req-2", "[ERROR] bad xoxb-***"}) {
        INFO(part);
        CHECK(contains(log.text(), part));
    }
    CHECK_FALSE(contains(log.text(), "xoxb-12"));
    CHECK_FALSE(contains(log.text(), "/a/secret"));
    CHECK_FALSE(contains(log.text(), token));
}

TEST_CASE("a call that works is not logged, nor is the way to it") {
    CapturedLog log;
    Fixture slack;
    slack.will(http("503 Unavailable"), ok(posted));
    CHECK(slack.get(slack.api.update_message(edit)).has_value());
    CHECK(log.text().empty());
    CHECK(slack.api.counts().repeated == 1);
}

TEST_CASE("neither token nor address appears when the network fails") {
    CapturedLog log;
    Fixture slack;
    const auto url = slack.server.url("/actions/T1/1/verysecret");
    slack.will(lost, lost);
    slack.failure(slack.api.post_message(message));
    const Response response{.text = "x"};
    const auto error = slack.failure(slack.api.respond(url, response));
    CHECK(error.may_have_happened);
    CHECK(log.lines() == 2);
    CHECK_FALSE(contains(log.text(), token));
    CHECK_FALSE(contains(log.text(), "verysecret"));
    for (const auto& text : error.messages)
        CHECK_FALSE(contains(text, "verysecret"));
}

TEST_CASE("a post that may have happened is not repeated") {
    const auto trouble = GENERATE(values<std::string>(
        {lost,
         http("500 Internal Server Error"),
         http("502 Bad Gateway"),
         refused("fatal_error"),
         refused("internal_error"),
         http("200 OK", "not JSON"),
         http("200 OK", R"({"okay":true})"),
         http("200 OK", R"({"ok":true,"channel":"D1"})")}
    ));
    Fixture slack;
    slack.will(trouble, ok(posted));
    const auto error = slack.failure(slack.api.post_message(message));
    CHECK(error.may_have_happened);
    CHECK(slack.requests() == 1);
}

TEST_CASE("a post whose answer is too late may have happened") {
    // Long enough to be sent on a busy machine, so that only the answer is missing.
    Fixture slack{{.time_limit = 2s}};
    const auto error = slack.failure(slack.api.post_message(message));
    CHECK(error.may_have_happened);
    CHECK(error.fault == SlackFault::transport);
    CHECK(error.code == "lost_answer");
}

TEST_CASE("a post that certainly did not happen is repeated") {
    Fixture slack;
    slack.will(refused("service_unavailable"), refused("request_timeout"), ok(posted));
    CHECK(slack.get(slack.api.post_message(message)).has_value());
    CHECK(slack.requests() == 3);
}

TEST_CASE("a post to a server that is not there is tried a few times and then given up") {
    SlackApiOptions options{.token = token, .tries = 3, .first_pause = 1ms};
    {
        scripted::Server gone{[](Peer&) {}};
        options.base_url = gone.url("/api/");
    }
    asio::io_context io;
    HttpsClient client{io, {}};
    RateGate gate{io, [] { return ProductTime{}; }};
    SlackApi api{io, client, gate, options};
    const auto result = await_on(io, api.post_message(message));
    REQUIRE(result.has_error());
    CHECK(result.error().code == "not_connected");
    CHECK_FALSE(result.error().may_have_happened);
    CHECK(api.counts().repeated == 2);
    CHECK(api.counts().failed == 1);
}

TEST_CASE("what may be done twice is repeated after any passing trouble") {
    Fixture slack;
    slack.will(lost, http("500 Oops"), refused("internal_error"), ok(posted));
    CHECK(slack.get(slack.api.update_message(edit)).has_value());
    CHECK(slack.requests() == 4);
    CHECK(slack.api.counts().repeated == 3);
}

TEST_CASE("tries have an end") {
    Fixture slack{{.tries = 3}};
    slack.will(http("500 Oops"), http("500 Oops"), http("500 Oops"), ok(posted));
    const auto error = slack.failure(slack.api.update_message(edit));
    CHECK(error.fault == SlackFault::transient);
    CHECK(error.code == "http_500");
    CHECK(slack.requests() == 3);
}

TEST_CASE("what will not pass is not repeated") {
    const auto [trouble, fault] = GENERATE(
        std::pair{refused("invalid_auth"), SlackFault::token_dead},
        std::pair{refused("token_revoked"), SlackFault::token_dead},
        std::pair{refused("missing_scope"), SlackFault::rights},
        std::pair{refused("invalid_blocks"), SlackFault::caller_bug},
        std::pair{refused("channel_not_found"), SlackFault::recipient_gone},
        std::pair{refused("edit_window_closed"), SlackFault::stale_message},
        std::pair{refused("unknown_method"), SlackFault::retired},
        std::pair{refused("never_heard_of"), SlackFault::unknown},
        std::pair{http("404 Not Found"), SlackFault::transport},
        std::pair{http("302 Found"), SlackFault::transport}
    );
    Fixture slack;
    slack.will(trouble, ok(posted));
    const auto error = slack.failure(slack.api.update_message(edit));
    CHECK(error.fault == fault);
    CHECK_FALSE(error.may_have_happened);
    CHECK(slack.requests() == 1);
}

TEST_CASE("Retry-After is obeyed on the product clock, for that method only") {
    Fixture slack;
    slack.will(too_many(7), ok(posted));
    std::optional<SlackResult<Posted>> ended;
    asio::co_spawn(
        slack.io,
        slack.api.post_message(message),
        [&](std::exception_ptr, SlackResult<Posted> result) { ended = std::move(result); }
    );
    slack.run_until([&] { return slack.gate.waiting() == 1; });
    CHECK(slack.requests() == 1);
    CHECK(slack.api.counts().rate_limited == 1);
    slack.will(ok(posted));
    CHECK(slack.get(slack.api.update_message(edit)).has_value());
    CHECK_FALSE(ended);
    slack.move_clock(6999ms);
    CHECK(slack.gate.waiting() == 1);
    slack.will(ok(posted));
    slack.move_clock(1ms);
    slack.run_until([&] { return ended.has_value(); });
    CHECK(ended->has_value());
    CHECK(slack.requests() == 3);
}

TEST_CASE("a pause longer than the call may last is told to the caller") {
    Fixture slack;
    slack.will(too_many(60));
    const auto error = slack.failure(slack.api.post_message(message));
    CHECK(error.fault == SlackFault::rate_limited);
    CHECK(error.retry_after == 60s);
    CHECK_FALSE(error.may_have_happened);
    CHECK(slack.requests() == 1);
}

TEST_CASE("a rate limit inside an ok answer counts like a 429") {
    Fixture slack;
    slack.will(refused("rate_limited"));
    const auto error =
        slack.failure(slack.api.post_message(message, {.total = std::chrono::seconds{5}}));
    CHECK(error.fault == SlackFault::rate_limited);
    CHECK(error.retry_after.has_value());
    CHECK(slack.api.counts().rate_limited == 1);
}

TEST_CASE("opening a view never waits for the pace") {
    Fixture slack;
    for (int i = 0; i < 40; ++i) {
        slack.will(ok(view_answer));
        REQUIRE(slack.get(slack.api.open_view(trigger, view)).has_value());
    }
    CHECK(slack.requests() == 40);
}

TEST_CASE("opening a view during a pause is refused at once") {
    Fixture slack;
    slack.will(too_many(9));
    const auto first = slack.failure(slack.api.open_view(trigger, view));
    CHECK(first.fault == SlackFault::rate_limited);
    slack.move_clock(1s);
    const auto second = slack.failure(slack.api.open_view(trigger, view));
    CHECK(second.fault == SlackFault::rate_limited);
    CHECK(second.retry_after == 8s);
    CHECK(slack.requests() == 1);
}

TEST_CASE("opening a view is given up when the trigger's time is over") {
    Fixture slack;
    // Long enough to be sent on a busy machine, so that only the answer is missing.
    const auto error = slack.failure(slack.api.open_view(trigger, view, 2s));
    CHECK(error.fault == SlackFault::transport);
    CHECK(error.may_have_happened);
    CHECK(slack.requests() == 1);
}

TEST_CASE("an expired trigger is told in all its forms and not repeated") {
    const auto trouble = GENERATE(
        refused("expired_trigger_id"),
        refused("exchanged_trigger_id"),
        refused("trigger_expired"),
        refused("invalid_trigger_id"),
        refused(
            "invalid_arguments",
            R"("response_metadata":{"messages":["[ERROR] `trigger_id` expired [json-pointer:\/trigger_id]"]})"
        )
    );
    Fixture slack;
    slack.will(trouble, ok(view_answer));
    CHECK(slack.failure(slack.api.open_view(trigger, view)).fault == SlackFault::expired_trigger);
    CHECK(slack.requests() == 1);
}

TEST_CASE("a closed or changed view is told as such") {
    Fixture slack;
    const std::string view_id = "V1";
    const std::optional<std::string> hash = "1.2";
    slack.will(refused("not_found"), refused("hash_conflict"), refused("push_limit_reached"));
    CHECK(
        slack.failure(slack.api.update_view(view_id, view, hash)).fault == SlackFault::stale_view
    );
    CHECK(
        slack.failure(slack.api.update_view(view_id, view, hash)).fault == SlackFault::stale_view
    );
    CHECK(slack.failure(slack.api.push_view(trigger, view)).fault == SlackFault::push_limit);
}

TEST_CASE("a caller with a turn of its own does not wait for another") {
    Fixture slack;
    const CallPace bulk{.urgency = Urgency::bulk};
    const CallPace own{.urgency = Urgency::bulk, .has_turn = true};
    REQUIRE(slack.get(slack.api.turn(SlackMethod::chat_post_message, "U1", Urgency::bulk)));
    slack.will(ok(posted));
    CHECK(slack.get(slack.api.post_message(message, own)).has_value());
    // Three go at once; one turn was taken for the call above, and none by the call itself.
    slack.will(ok(posted), ok(posted));
    CHECK(slack.get(slack.api.post_message(message, bulk)).has_value());
    CHECK(slack.get(slack.api.post_message(message, bulk)).has_value());
    asio::co_spawn(slack.io, slack.api.post_message(message, bulk), [](std::exception_ptr, auto) {
    });
    slack.run_until([&] { return slack.gate.waiting() == 1; });
    CHECK(slack.requests() == 3);
    slack.api.stop();
    slack.io.run();
}

TEST_CASE("stop ends those who wait for a turn or for another try") {
    Fixture slack;
    std::vector<SlackFault> ended;
    const auto note = [&](std::exception_ptr, SlackResult<Posted> result) {
        REQUIRE(result.has_error());
        CHECK_FALSE(result.error().may_have_happened);
        ended.push_back(result.error().fault);
    };
    for (int i = 0; i < 3; ++i) {
        slack.will(ok(posted));
        REQUIRE(slack.get(slack.api.post_message(message)).has_value());
    }
    asio::co_spawn(slack.io, slack.api.post_message(message), note);
    slack.run_until([&] { return slack.gate.waiting() == 1; });
    slack.api.stop();
    slack.io.run();
    CHECK(ended == std::vector{SlackFault::stopped});
    slack.api.stop();
    CHECK(slack.failure(slack.api.post_message(message)).fault == SlackFault::stopped);
    CHECK(slack.requests() == 3);
}

TEST_CASE("stop does not wait for the pause before another try") {
    Fixture slack;
    slack.will(refused("service_unavailable"));
    SlackApiOptions options{
        .base_url = slack.server.url("/api/"), .token = token, .first_pause = 10s};
    SlackApi patient{slack.io, slack.client, slack.gate, options};
    std::optional<SlackFault> ended;
    asio::co_spawn(
        slack.io,
        patient.post_message(message),
        [&](std::exception_ptr, SlackResult<Posted> result) { ended = result.error().fault; }
    );
    slack.run_until([&] { return slack.requests() == 1 && slack.client.calls_under_way() == 0; });
    patient.stop();
    slack.run_until([&] { return ended.has_value(); });
    CHECK(*ended == SlackFault::stopped);
}
