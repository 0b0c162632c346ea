// One remote call under way: how long it may last, how to break it off, and how it says that it
// failed. Belongs to the loop's thread.
#pragma once

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "bot/https_client.hpp"

namespace bot {

using SteadyTimer = asio::basic_waitable_timer<
    std::chrono::steady_clock,
    asio::wait_traits<std::chrono::steady_clock>,
    asio::io_context::executor_type>;

class Errand : public std::enable_shared_from_this<Errand> {
 public:
    explicit Errand(asio::io_context& io) : deadline_{io.get_executor()} {}

    // The time starts now.
    void start(std::chrono::milliseconds limit) {
        deadline_.expires_after(limit);
        deadline_.async_wait([weak = weak_from_this()](boost::system::error_code cancelled) {
            const auto late = weak.lock();
            if (!late || cancelled) return;
            late->timed_out_ = true;
            late->break_off();
        });
    }
    void cancel() {
        cancelled_ = true;
        break_off();
    }

    // Timed out or cancelled: nothing new is begun.
    bool is_over() const { return timed_out_ || cancelled_; }
    std::chrono::steady_clock::time_point deadline() const { return deadline_.expiry(); }

    // The error to return: what cut the errand short, else `fault`.
    TransportError failure(TransportFault fault, bool maybe_done, const std::string& why) const {
        if (cancelled_) return {TransportFault::cancelled, maybe_done, why + " (shutting down)"};
        if (!timed_out_) return {fault, maybe_done, why};
        const auto late =
            maybe_done ? TransportFault::lost_answer : TransportFault::timeout_before_send;
        return {late, maybe_done, why + " (the time was up)"};
    }

    // While it lives, `abort` is what breaks off the current wait.
    class Abortable {
     public:
        Abortable(Errand& errand, std::function<void()> abort) : errand_{errand} {
            errand_.abort_ = std::move(abort);
        }
        ~Abortable() { errand_.abort_ = nullptr; }
        Abortable(const Abortable&) = delete;
        Abortable& operator=(const Abortable&) = delete;

     private:
        Errand& errand_;
    };

 private:
    void break_off() {
        if (abort_) abort_();
    }

    SteadyTimer deadline_;
    std::function<void()> abort_;
    bool timed_out_ = false;
    bool cancelled_ = false;
};

}  // namespace bot
