// An event lives in one shared record from its first attempt to its last retry: same id, same body,
// fresh timestamp and signature each time.
#include "sandbox/events.hpp"

#include <array>

#include "sandbox/encoding.hpp"
#include "sandbox/payloads.hpp"

namespace sandbox {

namespace {

// When the retries leave, after the failure before them.
constexpr std::array<Millis, 3> retry_after{0, 60'000, 300'000};
constexpr milliseconds longest_hold{2000};
// Posted events under way at a time; more wait, so that a flood of messages is no flood of sockets.
constexpr int most_posting = 32;

}  // namespace

struct Events::Outgoing {
    std::string type;
    std::string user;
    std::string event_id;
    std::string body;
    bool held = false;
    int attempts = 0;
    bool stopped = false;  // by x-slack-no-retry
    Delivery last = {};

    Json json() const {
        Json out = last.json();
        return out.set("attempts", attempts).set("event_id", event_id);
    }
};

Events::Events(
    asio::io_context& io,
    Clock& clock,
    Workspace& workspace,
    Deliverer& deliverer,
    Signal& clock_moved
)
    : io_(io),
      clock_(clock),
      workspace_(workspace),
      deliverer_(deliverer),
      clock_moved_(clock_moved),
      passed_(io),
      freed_(io) {}

std::shared_ptr<Events::Outgoing> Events::wrap(const Json& event, const std::string& user) {
    auto out = std::make_shared<Outgoing>();
    out->type = event.text("type");
    out->user = user;
    out->event_id = workspace_.next_id("Ev");
    out->body =
        write_slack_json(event_envelope(workspace_, event, out->event_id, clock_.product()));
    return out;
}

Task<Json> Events::send(const Json& event, const std::string& user) {
    auto out = wrap(event, user);
    if (faults_.duplicate > 0) {
        --faults_.duplicate;
        auto copy = faults_.duplicate_new_id ? wrap(event, user) : std::make_shared<Outgoing>(*out);
        spawn(io_, run(copy));
    }
    // Every other event is held back, so that its successor overtakes it.
    out->held = faults_.reorder && held_ == 0;
    Json result = co_await attempt_all(out);
    co_return result;
}

void Events::post(const Json& event, const std::string& user) {
    auto run_it = [](Events& self, Json inner, std::string whose) -> Task<void> {
        const milliseconds patience(1000);
        while (self.posting_ >= most_posting)
            co_await self.freed_.wait(patience);
        ++self.posting_;
        co_await self.send(inner, whose);
        --self.posting_;
        self.freed_.notify();
    };
    spawn(io_, run_it(*this, event, user));
}

void Events::set_faults(const EventFaults& faults) {
    faults_ = faults;
    passed_.notify();
}

Task<void> Events::run(std::shared_ptr<Outgoing> out) {
    co_await attempt_all(out);
}

Task<void> Events::wait_turn(std::shared_ptr<Outgoing> out) {
    if (!out->held) co_return;
    ++held_;
    co_await passed_.wait(longest_hold);
    --held_;
}

Task<Json> Events::attempt_all(std::shared_ptr<Outgoing> out) {
    co_await wait_turn(out);
    bool done = co_await attempt(out);
    if (!done) done = co_await attempt(out);
    if (!done) {
        ++retrying_;
        spawn(io_, retry_later(out));
    }
    co_return out->json();
}

// True if no further attempt is wanted.
Task<bool> Events::attempt(std::shared_ptr<Outgoing> out) {
    Headers extra;
    if (out->attempts > 0) {
        extra = {
            {"x-slack-retry-num", std::to_string(out->attempts)},
            {"x-slack-retry-reason", out->last.failure()}};
    }
    ++out->attempts;
    const Endpoint endpoint = Endpoint::events;
    out->last = co_await deliverer_.send(endpoint, out->type, out->user, out->body, extra);
    if (!out->held) passed_.notify();
    const std::string* no_retry =
        find_header(out->last.outcome.response.headers, "x-slack-no-retry");
    out->stopped = !out->last.ok() && no_retry && *no_retry == "1";
    co_return out->last.ok() || out->stopped;
}

Task<void> Events::retry_later(std::shared_ptr<Outgoing> out) {
    const auto retries = static_cast<int>(retry_after.size());
    while (out->attempts <= retries) {
        const auto step = static_cast<std::size_t>(out->attempts - 1);
        const Millis due = clock_.product() + retry_after[step];
        while (clock_.product() < due) {
            const milliseconds left(std::min<Millis>(due - clock_.product(), 1000));
            co_await clock_moved_.wait(left);
        }
        const bool done = co_await attempt(out);
        if (done) break;
    }
    --retrying_;
}

}  // namespace sandbox
