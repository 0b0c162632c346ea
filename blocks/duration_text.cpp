#include "blocks/duration_text.hpp"

#include <array>

#include "blocks/text.hpp"

namespace blocks {

std::string duration_text(policy::Seconds duration) {
    struct Unit {
        std::int64_t seconds;
        Literal noun;
    };
    constexpr std::array units{
        Unit{86400, "day"}, Unit{3600, "hour"}, Unit{60, "minute"}, Unit{1, "second"}};
    auto left = duration.count();
    std::string text;
    int said = 0;
    for (const auto& unit : units) {
        const auto n = left / unit.seconds;
        // What follows a gap ("1 day 3 seconds") says more than anybody wants to know.
        if (n == 0 && said > 0) break;
        if (n == 0) continue;
        if (said > 0) text += " ";
        text += count(n, unit.noun);
        left -= n * unit.seconds;
        if (++said == 2) break;
    }
    return text.empty() ? "no time" : text;
}

}  // namespace blocks
