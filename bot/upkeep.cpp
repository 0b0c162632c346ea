#include "bot/upkeep.hpp"

#include <spdlog/spdlog.h>

#include "store/audit.hpp"
#include "store/directory.hpp"
#include "store/drafts.hpp"
#include "store/inbox.hpp"

namespace bot {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

constexpr int slice = 500;

}  // namespace

Upkeep::Upkeep(boost::asio::io_context& io, store::Gate& gate, Clock& clock)
    : gate_(gate), clock_(clock), waker_(io, clock) {}

void Upkeep::stop() {
    stopping_ = true;
    waker_.wake();
}

store::Task<void> Upkeep::run() {
    auto hourly = clock_.now_ms();
    while (!stopping_) {
        auto next = hourly;
        bool failed = false;
        try {
            co_await end_employments();
            if (clock_.now_ms() >= hourly) {
                co_await once();
                hourly = clock_.now_ms() + hours{1};
            }
            auto look = [](store::Tx& tx) { return store::next_employment_end(tx); };
            const auto end = co_await gate_.read(look);
            next = end && *end < hourly ? *end : hourly;
        } catch (const std::exception& broken) {
            spdlog::error("upkeep: the database failed: {}", broken.what());
            failed = true;
        }
        if (failed) next = clock_.now_ms() + seconds{10};
        if (!stopping_) co_await waker_.wait(next);
    }
}

store::Task<void> Upkeep::end_employments() {
    const auto now = clock_.now();
    auto end = [&](store::Tx& tx) {
        const auto ended = store::end_employments(tx, now, slice);
        for (const auto id : ended) {
            store::append_audit(
                tx,
                {now,
                 "system",
                 "employee.terminated",
                 store::audit_name(id),
                 {{"before", "active"}, {"after", "terminated"}}}
            );
        }
        return ended.size();
    };
    while (co_await gate_.write(end, store::Lane::background) > 0 && !stopping_) {
    }
}

store::Task<void> Upkeep::once() {
    // Slack repeats an event for at most a day, interactions never; two days leave no doubt.
    const auto before = clock_.now() - days{2};
    auto forget = [&](store::Tx& tx) { return store::forget_deliveries(tx, before, slice); };
    while (co_await gate_.write(forget, store::Lane::background) == slice && !stopping_) {
    }
    auto forget_forms = [&](store::Tx& tx) { return store::forget_drafts(tx, before, slice); };
    while (co_await gate_.write(forget_forms, store::Lane::background) == slice && !stopping_) {
    }
    auto look = [](store::Tx& tx) { return store::audit_head(tx); };
    const auto head = co_await gate_.read(look);
    spdlog::info("audit: head {}:{}", head.count, head.hash);
}

}  // namespace bot
