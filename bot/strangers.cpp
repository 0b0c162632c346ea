#include "bot/strangers.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

#include "blocks/direct_reply.hpp"
#include "bot/identify.hpp"
#include "bot/models/people.hpp"
#include "bot/outbox.hpp"
#include "bot/slack_people.hpp"

namespace bot {
namespace {

// Nobody waits for an answer to "hello" longer than this.
constexpr auto longest_wait = std::chrono::hours{24};
// Between two rounds while something could not be answered.
constexpr auto pause = std::chrono::minutes{1};

// A message's ts as a number: the subject of the answer, so that one message is answered once.
std::int64_t digits_of(const std::string& ts) {
    std::string digits;
    std::copy_if(ts.begin(), ts.end(), std::back_inserter(digits), [](unsigned char c) {
        return std::isdigit(c) != 0;
    });
    std::int64_t number = 0;
    const auto length = std::min<std::size_t>(digits.size(), 18);
    std::from_chars(digits.data(), digits.data() + length, number);
    return number;
}

// What somebody who is nobody of ours is told; nothing if that is settled or cannot be said yet.
std::optional<blocks::Message> settle(
    store::Tx& tx, const store::UnansweredMessage& message, store::Millis now
) {
    const bool known = store::find_slack_user(tx, message.team, message.user).has_value();
    const bool old = message.received_at + longest_wait < now;
    if (!known && !old) return std::nullopt;
    const auto who = identify(tx, message.team, message.user);
    const auto* refusal = std::get_if<blocks::Refusal>(&who);
    if (refusal != nullptr && !old) {
        blocks::DirectReply reply;
        reply.refused = *refusal;
        reply.ask = models::whom_to_ask(tx);
        return blocks::direct_reply(reply);
    }
    store::forget_unanswered(tx, message);
    if (const auto* employee = std::get_if<policy::Employee>(&who))
        want_reply(tx, employee->id, message.ts, now);
    return std::nullopt;
}

bool may_come_right(const SlackError& error) {
    return !error.may_have_happened &&
           (error.fault == SlackFault::rate_limited || error.fault == SlackFault::transient ||
            error.fault == SlackFault::transport || error.fault == SlackFault::stopped);
}

}  // namespace

void want_reply(
    store::Tx& tx, policy::EmployeeId employee, const std::string& ts, store::Millis now
) {
    store::want_message(
        tx, store::MessageKind::direct_reply, digits_of(ts), employee, store::Priority::normal, now
    );
}

Strangers::Strangers(
    boost::asio::io_context& io, store::Gate& gate, SlackApi& slack, Clock& clock, Outbox& outbox
)
    : gate_(gate), slack_(slack), clock_(clock), outbox_(outbox), waker_(io, clock) {}

void Strangers::stop() {
    stopping_ = true;
    waker_.wake();
}

store::Task<void> Strangers::run() {
    auto look = [](store::Tx& tx) { return store::unanswered_messages(tx).size(); };
    while (!stopping_) {
        std::optional<store::Millis> next;
        try {
            co_await answer_all();
            const auto left = co_await gate_.read(look);
            if (left > 0) next = clock_.now_ms() + pause;
        } catch (const std::exception& broken) {
            spdlog::error("strangers: the database failed: {}", broken.what());
            next = clock_.now_ms() + pause;
        }
        if (!stopping_) co_await waker_.wait(next);
    }
}

store::Task<void> Strangers::answer_all() {
    auto look = [](store::Tx& tx) { return store::unanswered_messages(tx); };
    const auto waiting = co_await gate_.read(look);
    for (const auto& message : waiting) {
        if (stopping_) co_return;
        co_await answer(message);
    }
}

store::Task<void> Strangers::answer(const store::UnansweredMessage& message) {
    co_await look_up_user(gate_, slack_, clock_, message.team, message.user);
    const auto now = clock_.now_ms();
    auto unit = [&](store::Tx& tx) { return settle(tx, message, now); };
    const auto refusal = co_await gate_.write(unit, store::Lane::event);
    outbox_.wake();
    if (refusal) co_await refuse(message, *refusal);
}

store::Task<void> Strangers::refuse(
    const store::UnansweredMessage& message, const blocks::Message& reply
) {
    PostMessage call;
    call.channel = message.user.value;
    call.text = reply.text;
    call.blocks = reply.blocks;
    const auto answer = co_await slack_.post_message(call);
    if (!answer && may_come_right(answer.error())) co_return;
    auto forget = [&](store::Tx& tx) { store::forget_unanswered(tx, message); };
    co_await gate_.write(forget, store::Lane::event);
}

}  // namespace bot
