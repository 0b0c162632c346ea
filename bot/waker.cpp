#include "bot/waker.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/system/error_code.hpp>
#include <utility>

namespace bot {

Waker::Waker(boost::asio::io_context& io, Clock& clock) : clock_(clock), timer_(io.get_executor()) {
    clock_.on_shift([this] { wake(); });
}

void Waker::wake() {
    woken_ = true;
    timer_.cancel();
}

store::Task<void> Waker::wait(std::optional<std::chrono::sys_time<std::chrono::milliseconds>> until
) {
    if (!woken_) {
        if (until) {
            timer_.expires_after(*until - clock_.now_ms());
        } else {
            timer_.expires_at(std::chrono::steady_clock::time_point::max());
        }
        boost::system::error_code cancelled;
        auto token = boost::asio::redirect_error(store::use_task, cancelled);
        co_await timer_.async_wait(std::move(token));
    }
    woken_ = false;
}

}  // namespace bot
