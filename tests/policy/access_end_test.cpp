#include "policy/access_end.hpp"

#include <catch2/catch.hpp>
#include <random>

namespace {

using namespace policy;
using namespace std::chrono_literals;

constexpr Instant start{};
const std::vector<Seconds> notices{24h, 1h};

TEST_CASE("the moments of an end are each notice before it and the end itself") {
    const auto end = start + 100h;
    CHECK(next_end_moment({end}, notices, start) == end - 24h);
    CHECK(next_end_moment({end}, notices, end - 24h) == end - 1h);
    CHECK(next_end_moment({end}, notices, end - 1h) == end);
    CHECK_FALSE(next_end_moment({end}, notices, end));
    CHECK_FALSE(next_end_moment({}, notices, start));
}

TEST_CASE("several ends share one clock") {
    CHECK(next_end_moment({start + 100h, start + 30h}, notices, start) == start + 6h);
    CHECK(next_end_moment({start + 100h, start + 30h}, notices, start + 6h) == start + 29h);
}

TEST_CASE("access of less than a notice's length gets no such notice") {
    CHECK(next_end_moment({start + 2h}, notices, start) == start + 1h);
}

TEST_CASE("two notices missed in a long absence are one, and none once the end has passed") {
    const auto end = start + 100h;
    CHECK(end_notice_due(end, notices, end - 24h, end - 30min));
    CHECK_FALSE(end_notice_due(end, notices, end - 24h, end));
    CHECK_FALSE(end_notice_due(end, notices, end - 23h, end - 2h));
}

TEST_CASE("a grace counts only where the tenant gives one and an extension is pending") {
    CHECK(end_with_grace(start, true, 1h) == start + 1h);
    CHECK(end_with_grace(start, false, 1h) == start);
    CHECK(end_with_grace(start, true, std::nullopt) == start);
}

TEST_CASE("however seldom the loop looks, no notice comes twice and each end is reached") {
    std::mt19937 random{11};
    const auto any = [&](int from, int to) {
        return std::uniform_int_distribution<int>{from, to}(random);
    };
    for (int round = 0; round < 1000; ++round) {
        std::vector<Instant> ends;
        for (int i = any(1, 4); i > 0; --i)
            ends.push_back(start + std::chrono::hours{any(1, 100)});
        std::vector<int> told(ends.size());
        std::vector<int> ended(ends.size());
        auto next = next_end_moment(ends, notices, start);
        while (next) {
            const auto now = *next + std::chrono::hours{any(0, 2) == 0 ? any(0, 40) : 0};
            for (std::size_t i = 0; i < ends.size(); ++i) {
                if (end_notice_due(ends[i], notices, *next, now)) ++told[i];
                if (ends[i] >= *next && ends[i] <= now) ++ended[i];
            }
            next = next_end_moment(ends, notices, now);
        }
        for (std::size_t i = 0; i < ends.size(); ++i) {
            CHECK(told[i] <= 2);
            CHECK(ended[i] == 1);
        }
    }
}

}  // namespace
