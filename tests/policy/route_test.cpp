#include "policy/route.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

namespace {

using namespace policy;

constexpr EmployeeId ann{1}, ben{2}, manager{3}, owner{4}, second_owner{5}, risk{6}, other_risk{7},
    admin{8};

std::vector<Level> by_default(const RouteFacts& facts, const std::vector<Yes>& said = {}) {
    return route(facts, default_levels(), said);
}

RouteFacts usual() {
    return {
        ann,
        ben,
        Candidate{manager},
        {Candidate{owner}, Candidate{second_owner}},
        {Candidate{risk}, Candidate{other_risk}},
        {Candidate{admin}}};
}

std::vector<EmployeeId> people(const Level& level) {
    std::vector<EmployeeId> all;
    for (const auto& reviewer : level.reviewers)
        all.push_back(reviewer.who);
    return all;
}

std::vector<std::vector<EmployeeId>> people(const std::vector<Level>& levels) {
    std::vector<std::vector<EmployeeId>> all;
    for (const auto& level : levels)
        all.push_back(people(level));
    return all;
}

TEST_CASE("by default the manager decides first, then the integration's owner") {
    CHECK(people(by_default(usual())) == std::vector<std::vector<EmployeeId>>{{manager}, {owner}});
}

TEST_CASE("a manager who owns the integration is asked once") {
    auto facts = usual();
    facts.integration_owners = {Candidate{manager}};
    CHECK(people(by_default(facts)) == std::vector<std::vector<EmployeeId>>{{manager}});
}

TEST_CASE("whoever cannot decide is passed over and the next level says why") {
    const auto [reason, facts] = GENERATE(table<SkipReason, RouteFacts>({
        {SkipReason::missing,
         [] {
             auto f = usual();
             f.manager.reset();
             return f;
         }()},
        {SkipReason::terminated,
         [] {
             auto f = usual();
             f.manager->employed = false;
             return f;
         }()},
        {SkipReason::deactivated,
         [] {
             auto f = usual();
             f.manager->reachable = false;
             return f;
         }()},
        {SkipReason::not_admitted,
         [] {
             auto f = usual();
             f.manager->admitted = false;
             return f;
         }()},
        {SkipReason::is_requester,
         [] {
             auto f = usual();
             f.requester = manager;
             return f;
         }()},
        {SkipReason::is_beneficiary,
         [] {
             auto f = usual();
             f.beneficiary = manager;
             return f;
         }()},
    }));
    const auto levels = by_default(facts);
    REQUIRE(people(levels) == std::vector<std::vector<EmployeeId>>{{owner}});
    REQUIRE(levels[0].skipped.size() == 1);
    CHECK(levels[0].skipped[0].reason == reason);
    CHECK(levels[0].skipped[0].kind == ReviewerKind::manager);
}

TEST_CASE("a conflicted owner gives way to the second owner") {
    auto facts = usual();
    facts.requester = owner;
    CHECK(
        people(by_default(facts)) == std::vector<std::vector<EmployeeId>>{{manager}, {second_owner}}
    );
}

TEST_CASE("with nobody left the risk managers decide as a group, then the administrators") {
    auto facts = usual();
    facts.manager.reset();
    facts.integration_owners.clear();
    CHECK(people(by_default(facts)) == std::vector<std::vector<EmployeeId>>{{risk, other_risk}});
    CHECK(by_default(facts)[0].is_fallback());
    facts.risk_managers.clear();
    CHECK(people(by_default(facts)) == std::vector<std::vector<EmployeeId>>{{admin}});
    facts.administrators = {Candidate{ben}};
    CHECK(by_default(facts).empty());
}

TEST_CASE("a level counts as passed by a former manager's yes") {
    const auto facts = usual();
    const EmployeeId former{99};
    const auto next = [&](const std::vector<Yes>& said) {
        const auto levels = by_default(facts, said);
        const auto* level = next_level(levels);
        return level == nullptr ? 0 : level->number;
    };
    CHECK(next({}) == 1);
    CHECK(next({{ReviewerKind::manager, former, 1}}) == 2);
    CHECK(
        next({{ReviewerKind::manager, former, 1}, {ReviewerKind::integration_owner, owner, 2}}) == 0
    );
}

TEST_CASE("a yes by the person whom a later level would ask passes that level") {
    const auto levels = by_default(usual(), {{ReviewerKind::manager, owner, 1}});
    CHECK(next_level(levels) == nullptr);
}

TEST_CASE("nobody ever decides for themselves and nobody is asked twice") {
    std::mt19937 random(11);
    const auto somebody = [&] {
        return Candidate{
            {static_cast<std::int64_t>(1 + random() % 6)}, random() % 5 != 0, random() % 5 != 0};
    };
    const auto line = [&] {
        std::vector<Candidate> all;
        for (auto n = random() % 4; n > 0; --n)
            all.push_back(somebody());
        return all;
    };
    for (int round = 0; round < 5000; ++round) {
        RouteFacts facts{somebody().employee, somebody().employee, {}, line(), line(), line()};
        if (random() % 3 != 0) facts.manager = somebody();
        std::vector<EmployeeId> asked;
        for (const auto& level : by_default(facts)) {
            CHECK_FALSE(level.reviewers.empty());
            for (const auto who : people(level))
                asked.push_back(who);
        }
        CHECK(std::count(asked.begin(), asked.end(), facts.requester) == 0);
        CHECK(std::count(asked.begin(), asked.end(), facts.beneficiary) == 0);
        std::sort(asked.begin(), asked.end());
        CHECK(std::adjacent_find(asked.begin(), asked.end()) == asked.end());
    }
}

}  // namespace
