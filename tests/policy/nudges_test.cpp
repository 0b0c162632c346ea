#include "policy/nudges.hpp"

#include <catch2/catch.hpp>
#include <random>

namespace {

using namespace policy;
using namespace std::chrono_literals;
using std::chrono::days;

constexpr Instant start{};
constexpr NudgeRules rules{days{2}, days{2}};
constexpr auto due = start + days{5};

TEST_CASE("a task is reminded every two days until it is due, then overdue, then goes on") {
    CHECK(nudge_after(start, due, rules) == NudgeAt{Nudge::reminder, start + days{2}});
    const auto first = nudge_now(Nudge::reminder, due, start + days{2}, start + days{2}, rules);
    CHECK(first.remind);
    CHECK(first.next == NudgeAt{Nudge::reminder, start + days{4}});
    const auto second = nudge_now(Nudge::reminder, due, start + days{4}, start + days{4}, rules);
    CHECK(second.remind);
    CHECK(second.next == NudgeAt{Nudge::overdue, due});
    const auto third = nudge_now(Nudge::overdue, due, due, due, rules);
    CHECK(third == NudgeStep{false, true, false, NudgeAt{Nudge::escalation, due + days{2}}});
    const auto last = nudge_now(Nudge::escalation, due, due + days{2}, due + days{2}, rules);
    CHECK(last == NudgeStep{false, false, true, std::nullopt});
}

TEST_CASE("a reminder at the due date is none: the task is overdue then") {
    CHECK(nudge_after(start, start + days{2}, rules) == NudgeAt{Nudge::overdue, start + days{2}});
}

TEST_CASE("a reminder waits for working hours and the next one counts from when it was told") {
    const auto saturday = start + days{2};
    const auto monday = saturday + days{2};
    const auto held = nudge_now(Nudge::reminder, due, saturday, monday, rules);
    CHECK(held == NudgeStep{false, false, false, NudgeAt{Nudge::reminder, monday}});
    const auto told = nudge_now(Nudge::reminder, due, monday, monday, rules);
    CHECK(told.remind);
    CHECK(told.next == NudgeAt{Nudge::overdue, due});
}

TEST_CASE("a reminder held until after the due date is dropped, and overdue does not wait") {
    const auto step = nudge_now(Nudge::reminder, due, start + days{4}, due + 1h, rules);
    CHECK(step == NudgeStep{false, false, false, NudgeAt{Nudge::overdue, due}});
    CHECK(nudge_now(Nudge::overdue, due, due, due + days{2}, rules).overdue);
}

TEST_CASE("what was missed in a long absence happens once") {
    const auto long_after = due + days{30};
    const auto step = nudge_now(Nudge::reminder, due, long_after, long_after, rules);
    CHECK(step == NudgeStep{false, true, true, std::nullopt});
    const auto some_days = nudge_now(Nudge::reminder, due, start + days{4}, start + days{4}, rules);
    CHECK(some_days == NudgeStep{true, false, false, NudgeAt{Nudge::overdue, due}});
}

TEST_CASE("a due date that was put off is kept to") {
    const auto later = due + days{3};
    const auto step = nudge_now(Nudge::overdue, later, due, due, rules);
    CHECK(step == NudgeStep{false, false, false, NudgeAt{Nudge::reminder, due + days{2}}});
}

TEST_CASE("whenever the loop looks, each nudge comes in its order, none twice and none early") {
    std::mt19937 random{7};
    const auto any = [&](int from, int to) {
        return std::uniform_int_distribution<int>{from, to}(random);
    };
    for (int round = 0; round < 2000; ++round) {
        const NudgeRules some{std::chrono::hours{any(1, 72)}, std::chrono::hours{any(1, 72)}};
        const auto ends = start + std::chrono::hours{any(1, 200)};
        std::optional<NudgeAt> next = nudge_after(start, ends, some);
        int overdue = 0;
        int escalated = 0;
        auto last_told = start;
        for (int looks = 0; next && looks < 1000; ++looks) {
            const auto now = next->at + std::chrono::hours{any(0, 3) == 0 ? any(0, 100) : 0};
            const auto may_disturb = now + std::chrono::hours{any(0, 2) == 0 ? any(0, 60) : 0};
            const auto step = nudge_now(next->nudge, ends, now, may_disturb, some);
            if (step.remind) {
                CHECK(now < ends);
                CHECK(may_disturb == now);
                CHECK(now - last_told >= some.remind_every);
                CHECK(overdue == 0);
                last_told = now;
            }
            if (step.overdue) {
                CHECK(now >= ends);
                ++overdue;
            }
            if (step.escalate) {
                CHECK(now >= ends + some.escalate_after);
                ++escalated;
            }
            if (step.next) CHECK(step.next->at > now);
            next = step.next;
        }
        CHECK(overdue == 1);
        CHECK(escalated == 1);
    }
}

}  // namespace
