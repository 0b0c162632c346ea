// Requests that Slack would never send, and those that it sent before: for tests of signatures, of
// broken bodies and of duplicates.
#include "sandbox/control.hpp"
#include "sandbox/encoding.hpp"

namespace sandbox {

namespace {

struct Shot {
    std::string kind;
    std::string user;
    HttpRequest request;
    bool fresh = false;  // signed anew at each sending
};

constexpr std::int64_t most_repeats = 10'000;

Endpoint endpoint_named(const std::string& kind) {
    if (kind == "events") return Endpoint::events;
    if (kind == "interactivity") return Endpoint::interactivity;
    if (kind == "options") return Endpoint::options;
    if (kind == "commands") return Endpoint::commands;
    throw Refusal("kind must be events, interactivity, options or commands");
}

void set_header(Headers& headers, const std::string& name, const std::string& value) {
    std::erase_if(headers, [&](const auto& header) {
        return lower_case(header.first) == lower_case(name);
    });
    headers.emplace_back(name, value);
}

void sign(Stage& stage, HttpRequest& request, std::int64_t shift_seconds) {
    const std::string now = std::to_string(stage.clock.real() / 1000 + shift_seconds);
    for (const auto& [name, value] : stage.deliverer.signed_headers(request.body, now))
        set_header(request.headers, name, value);
}

Task<void> fire(Stage& stage, const Shot& shot, Json& results) {
    HttpRequest request = shot.request;
    if (shot.fresh) sign(stage, request, 0);
    const Delivery delivery = co_await stage.deliverer.send_raw(shot.kind, shot.user, request);
    Json result = delivery.json();
    result.set("body", delivery.outcome.response.body);
    results.add(std::move(result));
}

Task<Json> fire_all(Stage& stage, Shot shot, std::int64_t times, bool parallel) {
    Json results = Json::array();
    if (times < 1 || times > most_repeats) throw Refusal("from 1 to 10000 times");
    if (!parallel) {
        for (std::int64_t i = 0; i < times; ++i)
            co_await fire(stage, shot, results);
    } else {
        Signal done(stage.io);
        auto one = [](Stage& on, const Shot& what, Json& into, Signal& signal) -> Task<void> {
            co_await fire(on, what, into);
            signal.notify();
        };
        for (std::int64_t i = 0; i < times; ++i)
            spawn(stage.io, one(stage, shot, results, done));
        const auto wanted = static_cast<std::size_t>(times);
        const std::function<bool()> all = [&] { return results.size() == wanted; };
        const milliseconds patience(120'000);
        co_await done.wait_until(all, patience);
    }
    Json first = results.empty() ? Json::object() : results.items().front();
    co_return first.set("results", results);
}

}  // namespace

Task<Json> deliver_raw(Stage& stage, const Json& ask) {
    const Endpoint endpoint = endpoint_named(ask.text("kind"));
    Shot shot{"raw " + ask.text("kind"), "", {}};
    HttpRequest& request = shot.request;
    request.target = ask.has("path") ? ask.text("path") : std::string(path_of(endpoint));
    request.method = ask.has("method") ? ask.text("method") : "POST";
    if (ask.has("body_base64")) {
        request.body = decode_base64(ask.text("body_base64")).value_or("");
    } else if (ask.has("payload")) {
        const bool event = endpoint == Endpoint::events;
        request.body =
            event ? write_slack_json(ask.at("payload")) : payload_form(ask.at("payload"));
    } else {
        request.body = ask.text("body");
    }
    const bool json = endpoint == Endpoint::events;
    request.headers.emplace_back(
        "Content-Type", json ? "application/json" : "application/x-www-form-urlencoded"
    );
    const bool signs = ask.at("sign").boolean(true);
    if (signs) sign(stage, request, ask.at("timestamp_shift").integer(0));
    for (const Json::Member& header : ask.at("headers").members()) {
        std::erase_if(request.headers, [&](const auto& present) {
            return lower_case(present.first) == lower_case(header.name);
        });
        // A list gives the header several times; null takes it away.
        for (const Json& value : header.value.items())
            request.headers.emplace_back(header.name, value.string());
        if (header.value.is_string())
            request.headers.emplace_back(header.name, header.value.string());
    }
    const std::int64_t times = ask.at("repeat").integer(1);
    const bool parallel = ask.at("parallel").boolean();
    Json result = co_await fire_all(stage, shot, times, parallel);
    co_return result;
}

Task<Json> replay(Stage& stage, const Json& ask) {
    const LogEntry* entry = stage.journal.find(ask.at("log_id").integer(0));
    if (!entry || !entry->to_bot) throw Refusal("no delivery has that log_id", 404);
    if (!entry->has_bodies) throw Refusal("its body is not kept any more", 404);
    Shot shot{entry->kind, entry->user, entry->request};
    shot.fresh = ask.at("fresh_signature").boolean(true);
    const std::int64_t times = ask.at("times").integer(1);
    const bool parallel = ask.at("parallel").boolean();
    Json result = co_await fire_all(stage, shot, times, parallel);
    co_return result;
}

}  // namespace sandbox
