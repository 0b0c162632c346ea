#include "bot/rate_gate.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <unordered_map>

namespace bot {
namespace {

using Timer = asio::basic_waitable_timer<
    std::chrono::steady_clock,
    asio::wait_traits<std::chrono::steady_clock>,
    asio::io_context::executor_type>;

}  // namespace

struct RateGate::State : std::enable_shared_from_this<State> {
    State(asio::io_context& loop, std::function<ProductTime()> product_clock)
        : io{loop}, clock{std::move(product_clock)}, timer{loop.get_executor()} {}

    // Lets go whoever may, and sleeps until the next one may.
    void look() {
        for (const auto ticket : limiter.release(clock()))
            answer(ticket, true);
        const auto now = clock();
        const auto next = limiter.next_release(now);
        if (!next) {
            timer.cancel();
            return;
        }
        timer.expires_after(*next - now);
        timer.async_wait([weak = weak_from_this()](boost::system::error_code cancelled) {
            const auto self = weak.lock();
            if (self && !cancelled) self->look();
        });
    }

    void answer(Ticket ticket, bool may_go) {
        auto found = resume.find(ticket);
        if (found == resume.end()) return;
        asio::post(io, [go_on = std::move(found->second), may_go] { go_on(may_go); });
        resume.erase(found);
    }

    void stop() {
        stopped = true;
        timer.cancel();
        while (!resume.empty()) {
            const auto ticket = resume.begin()->first;
            limiter.withdraw(ticket);
            answer(ticket, false);
        }
    }

    asio::io_context& io;
    std::function<ProductTime()> clock;
    RateLimiter limiter;
    Timer timer;
    std::unordered_map<Ticket, std::function<void(bool)>> resume;
    bool stopped = false;
};

RateGate::RateGate(asio::io_context& io, std::function<ProductTime()> clock)
    : state_{std::make_shared<State>(io, std::move(clock))} {}

RateGate::~RateGate() {
    stop();
}

store::Task<bool> RateGate::acquire(SlackMethod method, std::string_view channel, Urgency urgency) {
    auto& state = *state_;
    if (state.stopped) co_return false;
    const auto ticket = state.limiter.enqueue(method, channel, urgency, state.clock());
    auto start = [&state, ticket](auto handler) {
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        state.resume.emplace(ticket, [shared](bool may_go) { (*shared)(may_go); });
        state.look();
    };
    const auto& token = store::use_task;
    co_return co_await asio::
        async_initiate<const asio::use_awaitable_t<asio::io_context::executor_type>&, void(bool)>(
            start, token
        );
}

std::optional<std::chrono::milliseconds> RateGate::push_through(SlackMethod method) {
    const auto wait = state_->limiter.push_through(method, state_->clock());
    if (!wait) state_->look();
    return wait;
}

void RateGate::pause(SlackMethod method, std::chrono::milliseconds retry_after) {
    state_->limiter.pause(method, retry_after, state_->clock());
    state_->look();
}

void RateGate::clock_shifted() {
    state_->look();
}

void RateGate::stop() {
    state_->stop();
}

std::size_t RateGate::waiting() const {
    return state_->resume.size();
}

}  // namespace bot
