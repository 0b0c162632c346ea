// Timers are how a coroutine sleeps until it is woken: a signal cancels the timers of its waiters.
#include "sandbox/task.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>

namespace sandbox {

namespace {

constexpr auto quiet = asio::as_tuple(use_task);

}  // namespace

Task<void> pause(asio::io_context& io, milliseconds time) {
    Timer timer(io.get_executor(), time);
    co_await timer.async_wait(quiet);
}

void spawn(asio::io_context& io, Task<void> task) {
    auto rethrow = [](std::exception_ptr error) {
        if (error) std::rethrow_exception(error);
    };
    asio::co_spawn(io.get_executor(), std::move(task), rethrow);
}

void Signal::notify() {
    ++count_;
    for (Timer* timer : waiting_)
        timer->cancel();
}

Task<void> Signal::wait(milliseconds at_most) {
    Timer timer(io_.get_executor(), at_most);
    waiting_.push_back(&timer);
    co_await timer.async_wait(quiet);
    std::erase(waiting_, &timer);
}

Task<void> wait_any(asio::io_context& io, std::vector<Signal*> any, milliseconds at_most) {
    Timer timer(io.get_executor(), at_most);
    for (Signal* signal : any)
        signal->waiting_.push_back(&timer);
    co_await timer.async_wait(quiet);
    for (Signal* signal : any)
        std::erase(signal->waiting_, &timer);
}

Task<bool> Signal::wait_until(const std::function<bool()>& holds, milliseconds at_most) {
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    while (!holds()) {
        const auto now = std::chrono::steady_clock::now();
        if (now >= deadline) co_return false;
        // Rounded up, so that the last look is after the deadline.
        const auto left = std::chrono::ceil<milliseconds>(deadline - now);
        co_await wait(left);
    }
    co_return true;
}

}  // namespace sandbox
