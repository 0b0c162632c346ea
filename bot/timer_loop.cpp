#include "bot/timer_loop.hpp"

#include <spdlog/spdlog.h>

#include "bot/home_publisher.hpp"
#include "bot/outbox.hpp"
#include "bot/workflow/fire.hpp"
#include "store/due_notices.hpp"
#include "store/timers.hpp"

namespace bot {
namespace {

using std::chrono::milliseconds;

// What one person has due is handled together, up to so many timers in one unit of work.
constexpr int most_together = 200;
// Other people's follow in the same unit until so many were handled, or so long.
constexpr int slice = 50;
constexpr auto slice_time = milliseconds{4};
// A timer that cannot be handled must not keep the others from theirs.
constexpr auto put_off_for = std::chrono::minutes{10};

int fire_slice(const workflow::Act& act) {
    const auto started = std::chrono::steady_clock::now();
    int fired = 0;
    while (fired < slice && std::chrono::steady_clock::now() - started < slice_time) {
        const int more = workflow::fire_next(act, most_together);
        if (more == 0) break;
        fired += more;
    }
    return fired;
}

}  // namespace

TimerLoop::TimerLoop(
    boost::asio::io_context& io,
    store::Gate& gate,
    Clock& clock,
    workflow::FlowRules rules,
    Outbox& outbox,
    HomePublisher& homes
)
    : gate_(gate),
      clock_(clock),
      rules_(std::move(rules)),
      outbox_(outbox),
      homes_(homes),
      waker_(io, clock) {}

void TimerLoop::stop() {
    stopping_ = true;
    wake();
}

store::Task<void> TimerLoop::run() {
    while (!stopping_) {
        std::optional<store::Millis> next;
        bool failed = false;
        try {
            co_await fire_due();
            auto look = [](store::Tx& tx) { return store::next_timer_due(tx); };
            next = co_await gate_.read(look);
        } catch (const std::exception& broken) {
            spdlog::error("timers: the database failed: {}", broken.what());
            failed = true;
        }
        if (failed) next = clock_.now_ms() + std::chrono::seconds{1};
        if (!stopping_) co_await waker_.wait(next);
    }
}

// Slice by slice: between two of them whatever else waits for the writer has its turn.
store::Task<void> TimerLoop::fire_due() {
    auto look = [](store::Tx& tx) { return store::next_timer_due(tx); };
    while (!stopping_) {
        const auto next = co_await gate_.read(look);
        const auto now = clock_.now_ms();
        if (!next || *next > now) co_return;
        auto unit = [&](store::Tx& tx) { return fire_slice({tx, {}, now, rules_}); };
        bool failed = false;
        try {
            co_await gate_.write(unit, store::Lane::background);
        } catch (const std::exception& broken) {
            spdlog::error("timers: what is due could not be done: {}", broken.what());
            failed = true;
        }
        if (failed) co_await put_off();
        outbox_.wake();
        homes_.wake();
        fired_();
    }
}

// One at a time: whatever of the next ones works is done, what does not is tried again later.
store::Task<void> TimerLoop::put_off() {
    const auto now = clock_.now_ms();
    std::vector<store::TimerRow> due;
    auto look = [&](store::Tx& tx) {
        return store::due_timers(tx, std::chrono::floor<std::chrono::seconds>(now), most_together)
            .rows;
    };
    due = co_await gate_.read(look);
    for (const auto& timer : due) {
        auto alone = [&](store::Tx& tx) { workflow::fire({tx, {}, now, rules_}, timer); };
        bool failed = false;
        try {
            co_await gate_.write(alone, store::Lane::background);
        } catch (const std::exception& broken) {
            spdlog::error(
                "timers: {} of {} could not be done: {}",
                store::word(timer.kind),
                timer.subject,
                broken.what()
            );
            failed = true;
        }
        if (!failed) continue;
        auto later = [&](store::Tx& tx) {
            const auto until = std::chrono::floor<std::chrono::seconds>(now) + put_off_for;
            store::postpone_timer(tx, timer, until);
        };
        co_await gate_.write(later, store::Lane::background);
    }
    if (due.empty()) co_return;
    const auto person = due.front().person;
    auto send = [&](store::Tx& tx) { store::send_due_lines(tx, person, now); };
    co_await gate_.write(send, store::Lane::background);
}

}  // namespace bot
