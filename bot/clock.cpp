#include "bot/clock.hpp"

#include <utility>

namespace bot {

std::chrono::sys_time<std::chrono::milliseconds> Clock::now_ms() const {
    return std::chrono::floor<std::chrono::milliseconds>(real_now()) + offset();
}

policy::Instant Clock::now() const {
    return std::chrono::floor<std::chrono::seconds>(now_ms());
}

std::chrono::system_clock::time_point Clock::real_now() const {
    return std::chrono::system_clock::now();
}

void Clock::shift_to(std::chrono::milliseconds offset) {
    offset_ = offset;
    for (const auto& told : told_)
        told();
}

void Clock::on_shift(std::function<void()> told) {
    told_.push_back(std::move(told));
}

}  // namespace bot
