#include "bot/call_slots.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>

namespace bot {

struct CallSlots::Waiter {
    Waiter(CallSlots& owner, bool goes_first)
        : urgent{goes_first}, slots{owner}, timer{owner.io_.get_executor()} {
        auto& queue = slots.waiting_;
        place = queue.insert(
            urgent ? std::ranges::find(queue, false, &Waiter::urgent) : queue.end(), this
        );
        timer.expires_at(std::chrono::steady_clock::time_point::max());
    }
    // Also when the loop is torn down: nobody must find it in the queue then.
    ~Waiter() {
        if (!granted) slots.waiting_.erase(place);
    }

    const bool urgent;
    bool granted = false;
    CallSlots& slots;
    SteadyTimer timer;
    std::list<Waiter*>::iterator place;
};

store::Task<bool> CallSlots::take(bool urgent, Errand& errand) {
    if (errand.is_over()) co_return false;
    if (has_room(urgent)) {
        ++in_use_;
        co_return true;
    }
    Waiter waiter{*this, urgent};
    auto& timer = waiter.timer;
    const Errand::Abortable abortable{errand, [&timer] { timer.cancel(); }};
    constexpr auto as_tuple = asio::as_tuple(store::use_task);
    co_await timer.async_wait(as_tuple);
    co_return waiter.granted;
}

void CallSlots::free() {
    --in_use_;
    if (waiting_.empty() || !has_room(waiting_.front()->urgent)) return;
    Waiter& next = *waiting_.front();
    waiting_.pop_front();
    ++in_use_;
    next.granted = true;
    next.timer.cancel();
}

}  // namespace bot
