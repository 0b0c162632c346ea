// The coroutine type of the sandbox, and a signal that wakes whoever waits for a change.
// One thread runs everything: nothing here may be touched from another.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

namespace sandbox {

namespace asio = boost::asio;
using std::chrono::milliseconds;

template <class T>
using Task = asio::awaitable<T, asio::io_context::executor_type>;
inline constexpr asio::use_awaitable_t<asio::io_context::executor_type> use_task;

// Timers and sockets bound to the one loop by its own executor type.
using Timer = asio::basic_waitable_timer<
    std::chrono::steady_clock,
    asio::wait_traits<std::chrono::steady_clock>,
    asio::io_context::executor_type>;

// Pauses the calling coroutine on the real clock.
Task<void> pause(asio::io_context& io, milliseconds time);

// Runs `task` on the loop, by itself. What it throws ends the program: workers catch their own.
void spawn(asio::io_context& io, Task<void> task);

// Wakes all who wait at the moment of `notify`; who comes later waits for the next one.
class Signal {
 public:
    explicit Signal(asio::io_context& io) : io_(io) {}
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;

    void notify();
    // How often it was notified: who compares misses nothing between two waits.
    std::uint64_t count() const { return count_; }
    // Returns at the next notify, or after `at_most`.
    Task<void> wait(milliseconds at_most);

    // Waits until `holds()`, looking again at every notify. False if it did not within `at_most`.
    Task<bool> wait_until(const std::function<bool()>& holds, milliseconds at_most);

 private:
    friend Task<void> wait_any(
        asio::io_context& io, std::vector<Signal*> any, milliseconds at_most
    );

    asio::io_context& io_;
    std::vector<Timer*> waiting_;
    std::uint64_t count_ = 0;
};

// Returns when one of the signals is notified, or after `at_most`.
Task<void> wait_any(asio::io_context& io, std::vector<Signal*> any, milliseconds at_most);

}  // namespace sandbox
