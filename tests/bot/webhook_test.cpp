// The webhook as texts: our format, its signature, and what an application may answer.
#include "bot/webhook.hpp"

#include <catch2/catch.hpp>

using namespace bot;

namespace {

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("the signature is Slack's, under another name") {
    // The example of Slack's own documentation.
    const std::string body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id="
        "G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-"
        "collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%"
        "2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
        "803a0bc887a14d10d2c447fce8b6703c";
    CHECK(
        webhook_signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body) ==
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    );
}

TEST_CASE("an order says what, for whom, until when, and where to answer") {
    WebhookOrder order;
    order.key = "k1";
    order.application = "GitHub";
    order.resource = "payments \"api\"";
    order.privilege = "write";
    order.username = "ann";
    order.request = 7;
    auto body = webhook_body(order);
    CHECK(body.starts_with(R"({"version":1,"type":"access.grant","id":"k1",)"));
    CHECK(contains(body, R"("resource":"payments \"api\"")"));
    CHECK(contains(body, R"("ends_at":null,"callback_url":null})"));
    order.grants = false;
    order.ends = policy::instant(1'700'000'000);
    order.callback_url = "https://bot.example.com/callbacks/fulfilment/k1";
    body = webhook_body(order);
    CHECK(contains(body, R"("type":"access.revoke")"));
    CHECK(contains(body, R"("ends_at":"2023-11-14T22:13:20Z")"));
    CHECK(contains(body, "/callbacks/fulfilment/k1\"}"));
}

TEST_CASE("only what says done, failed or pending is an answer") {
    CHECK(read_webhook_answer(R"({"status":"done"})")->status == WebhookStatus::done);
    CHECK(read_webhook_answer(R"({"status":"pending"})")->status == WebhookStatus::pending);
    const auto failed = read_webhook_answer(R"({"status":"failed","message":"no licence"})");
    CHECK(attempt_of(*failed, "GitHub").sentence == "GitHub could not do it: no licence");
    CHECK(attempt_of(*failed, "GitHub").end == AttemptEnd::failed);
    const auto made =
        read_webhook_answer(R"({"status":"done","account":{"username":"a","id":"9"}})");
    CHECK(made->account->external_id == "9");
    for (const auto* odd : {"", "ok", "{}", "[]", R"({"status":"Done"})", R"({"status":1})"})
        CHECK_FALSE(read_webhook_answer(odd));
}

TEST_CASE("a long message is cut at a whole character") {
    WebhookAnswer answer;
    answer.status = WebhookStatus::failed;
    for (int i = 0; i < 400; ++i)
        answer.message += "é";
    const auto sentence = attempt_of(answer, "GitHub").sentence;
    CHECK(sentence.size() < 540);
    CHECK(sentence.ends_with("éé"));
    answer.message = "no licence for André";
    CHECK(attempt_of(answer, "GitHub").sentence.ends_with("André"));
}
