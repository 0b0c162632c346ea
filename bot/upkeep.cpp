#include "bot/upkeep.hpp"

#include <spdlog/spdlog.h>

#include "store/audit.hpp"
#include "store/directory.hpp"
#include "store/inbox.hpp"

namespace bot {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr int slice = 500;

}  // namespace

Upkeep::Upkeep(boost::asio::io_context& io, store::Gate& gate, Clock& clock)
    : gate_(gate), clock_(clock), waker_(io, clock) {}

void Upkeep::stop() {
    stopping_ = true;
    waker_.wake();
}

store::Task<void> Upkeep::run() {
    auto next = clock_.now_ms();
    while (!stopping_) {
        if (clock_.now_ms() >= next) {
            co_await once();
            next = clock_.now_ms() + hours{1};
        }
        if (!stopping_) co_await waker_.wait(next);
    }
}

store::Task<void> Upkeep::once() {
    // Slack repeats an event for at most a day, interactions never; two days leave no doubt.
    const auto before = clock_.now() - days{2};
    auto forget = [&](store::Tx& tx) { return store::forget_deliveries(tx, before, slice); };
    while (co_await gate_.write(forget, store::Lane::background) == slice && !stopping_) {
    }
    const auto now = clock_.now();
    auto end = [&](store::Tx& tx) { return store::end_employments(tx, now, slice).size(); };
    while (co_await gate_.write(end, store::Lane::background) == slice && !stopping_) {
    }
    auto look = [](store::Tx& tx) { return store::audit_head(tx); };
    const auto head = co_await gate_.read(look);
    spdlog::info("audit: head {}:{}", head.count, head.hash);
}

}  // namespace bot
