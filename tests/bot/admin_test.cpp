// The operator's pages over a real socket.
#include "bot/admin.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

#include "tests/bot/listener_fixture.hpp"
#include "tests/bot/raw_client.hpp"

namespace {

using tests::ListenerFixture;
using tests::plain_options;
using tests::RawClient;

tests::Answer get(int port, const std::string& path, const std::string& method = "GET") {
    RawClient client{port};
    client.send(method + " " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto answer = client.answer(method != "HEAD");
    return answer;
}

store::Task<bool> say(bool ready) {
    co_return ready;
}

store::Task<bool> fail() {
    throw std::runtime_error("the disk is full");
    co_return true;
}

}  // namespace

TEST_CASE("metrics are shown as Prometheus text, brought up to date first") {
    bot::Metrics metrics;
    metrics.http_requests.add({"/slack/events", "200"}, 3);
    metrics.signature_refused(bot::SignatureVerdict::stale);
    metrics.ack_seconds.observe(0.002);
    bot::AdminChecks checks;
    checks.refresh = [](bot::Metrics& shown) -> store::Task<void> {
        shown.outbox_waiting.set(7);
        co_return;
    };
    ListenerFixture server{plain_options(), bot::admin_handler(metrics, checks)};
    const auto page = get(server.port(), "/metrics");
    CHECK(page.status == 200);
    CHECK(page.field("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
    for (const std::string line :
         {"latchkey_http_requests_total{path=\"/slack/events\",status=\"200\"} 3\n",
          "latchkey_signature_refusals_total{reason=\"stale\"} 1\n",
          "latchkey_ack_seconds_bucket{le=\"0.0025\"} 1\n",
          "latchkey_ack_seconds_count 1\n",
          "latchkey_outbox_waiting 7\n"}) {
        INFO(line);
        CHECK(page.body.find(line) != std::string::npos);
    }
}

TEST_CASE("a counter finds its series again and keeps labels apart") {
    bot::Metrics metrics;
    metrics.slack_calls.add({"chat.postMessage", "ok"});
    metrics.slack_calls.add({"chat.postMessage", "ok"});
    metrics.slack_calls.add({"chat.postMessage", "ratelimited"});
    CHECK(metrics.slack_calls.value({"chat.postMessage", "ok"}) == 2);
    CHECK(metrics.slack_calls.value({"chat.postMessage", "ratelimited"}) == 1);
}

TEST_CASE("readiness is what the check says, and a failing check is a no") {
    bot::Metrics metrics;
    bool ready = true;
    bool broken = false;
    bot::AdminChecks checks;
    checks.ready = [&] { return broken ? fail() : say(ready); };
    ListenerFixture server{plain_options(), bot::admin_handler(metrics, checks)};
    CHECK(get(server.port(), "/readyz").status == 200);
    server.on_loop([&] { ready = false; });
    const auto no = get(server.port(), "/readyz");
    CHECK(no.status == 503);
    CHECK(no.body == "not ready\n");
    server.on_loop([&] { broken = true; });
    CHECK(get(server.port(), "/readyz").status == 503);
}

TEST_CASE("the operator's door has these two pages and no other") {
    bot::Metrics metrics;
    ListenerFixture server{plain_options(), bot::admin_handler(metrics, {})};
    CHECK(get(server.port(), "/readyz").status == 200);
    CHECK(get(server.port(), "/readyz", "HEAD").status == 200);
    CHECK(get(server.port(), "/").status == 404);
    CHECK(get(server.port(), "/slack/events").status == 404);
    const auto posted = get(server.port(), "/metrics", "POST");
    CHECK(posted.status == 405);
    CHECK(posted.field("Allow") == "GET, HEAD");
}
