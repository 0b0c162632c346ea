#include "bot/home_publisher.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>

#include "bot/errand.hpp"
#include "bot/models/home.hpp"
#include "bot/outbox.hpp"
#include "bot/slack_people.hpp"
#include "bot/spawn.hpp"

namespace bot {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int most_on_their_way = 16;
// A Home that Slack refuses so often is left until its owner opens it again.
constexpr int most_attempts = 8;

milliseconds backoff(int attempts) {
    return seconds{1} * (1 << std::min(attempts, 6));
}

}  // namespace

HomePublisher::HomePublisher(
    boost::asio::io_context& io, store::Gate& gate, SlackApi& slack, Clock& clock, Outbox& outbox
)
    : io_(io), gate_(gate), slack_(slack), clock_(clock), outbox_(outbox), waker_(io, clock) {}

void HomePublisher::stop() {
    stopping_ = true;
    wake();
}

store::Task<void> HomePublisher::run() {
    while (!stopping_) {
        std::optional<store::Millis> next;
        bool failed = false;
        try {
            next = co_await step();
        } catch (const std::exception& broken) {
            spdlog::error("home: the database failed: {}", broken.what());
            failed = true;
        }
        if (failed) next = clock_.now_ms() + seconds{1};
        co_await waker_.wait(next);
    }
    while (!on_their_way_.empty())
        co_await waker_.wait(std::nullopt);
}

// Starts what is due; when to look again.
store::Task<std::optional<store::Millis>> HomePublisher::step() {
    const auto now = clock_.now_ms();
    auto look = [&](store::Tx& tx) { return store::due_homes(tx, now, most_on_their_way); };
    const auto due = co_await gate_.read(look);
    bool all_under_way = true;
    for (const auto& home : due) {
        if (static_cast<int>(on_their_way_.size()) >= most_on_their_way) break;
        // The same Home twice at a time could leave the older picture: it is looked at again after.
        if (!on_their_way_.insert({home.team, home.user}).second) continue;
        all_under_way = false;
        spawn(io_, publish(home), "publishing a Home tab");
    }
    // Each that ends wakes us.
    if (!all_under_way || !on_their_way_.empty()) co_return std::nullopt;
    auto next_due = [](store::Tx& tx) { return store::next_home_due(tx); };
    co_return co_await gate_.read(next_due);
}

store::Task<void> HomePublisher::publish(store::HomeRow home) {
    bool failed = false;
    try {
        co_await publish_checked(home);
    } catch (const std::exception& broken) {
        spdlog::error("home: {} could not be published: {}", home.user.value, broken.what());
        failed = true;
    }
    if (failed && !stopping_) {
        // It is due still: not at once, or a view that cannot be drawn would keep us busy.
        SteadyTimer timer{io_.get_executor()};
        timer.expires_after(seconds{5});
        constexpr auto as_tuple = boost::asio::as_tuple(store::use_task);
        co_await timer.async_wait(as_tuple);
    }
    on_their_way_.erase({home.team, home.user});
    wake();
}

store::Task<void> HomePublisher::publish_checked(const store::HomeRow& home) {
    // Somebody whom the directory of Slack users does not have yet: ask Slack who they are.
    co_await look_up_user(gate_, slack_, clock_, home.team, home.user);
    outbox_.wake();
    const auto now = clock_.now();
    auto render = [&](store::Tx& tx) {
        auto newest = store::find_home(tx, home.team, home.user).value();
        auto view = models::home_of(tx, newest, now);
        return std::pair{std::move(newest), std::move(view)};
    };
    const auto rendered = co_await gate_.read(render);
    const auto& newest = rendered.first;
    const auto view = rendered.second.json();
    const auto answer = co_await slack_.publish_view(home.user, view);
    const auto failed_at = clock_.now_ms();
    const bool passing = !answer && (answer.error().fault == SlackFault::rate_limited ||
                                     answer.error().fault == SlackFault::transient ||
                                     answer.error().fault == SlackFault::transport ||
                                     answer.error().fault == SlackFault::stopped);
    auto note = [&](store::Tx& tx) {
        if (answer) {
            store::home_shown(tx, newest);
        } else if (passing && newest.attempts < most_attempts) {
            const auto pause = answer.error().retry_after
                                   ? milliseconds{*answer.error().retry_after}
                                   : backoff(newest.attempts);
            store::home_failed(tx, newest, failed_at + pause);
        } else {
            store::home_given_up(tx, newest);
        }
    };
    co_await gate_.write(note, store::Lane::event);
}

}  // namespace bot
