#include "policy/route.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

namespace {

using namespace policy;

constexpr EmployeeId ann{1}, ben{2}, manager{3}, owner{4}, second_owner{5}, risk{6}, other_risk{7},
    admin{8};

RouteFacts usual() {
    return {
        ann,
        ben,
        Candidate{manager},
        {Candidate{owner}, Candidate{second_owner}},
        {Candidate{risk}, Candidate{other_risk}},
        {Candidate{admin}}};
}

std::vector<std::vector<EmployeeId>> people(const std::vector<Level>& levels) {
    std::vector<std::vector<EmployeeId>> all;
    for (const auto& level : levels)
        all.push_back(level.reviewers);
    return all;
}

TEST_CASE("by default the manager decides first, then the integration's owner") {
    CHECK(people(route(usual())) == std::vector<std::vector<EmployeeId>>{{manager}, {owner}});
}

TEST_CASE("a manager who owns the integration is asked once") {
    auto facts = usual();
    facts.integration_owners = {Candidate{manager}};
    CHECK(people(route(facts)) == std::vector<std::vector<EmployeeId>>{{manager}});
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
    const auto levels = route(facts);
    REQUIRE(people(levels) == std::vector<std::vector<EmployeeId>>{{owner}});
    REQUIRE(levels[0].skipped.size() == 1);
    CHECK(levels[0].skipped[0].reason == reason);
    CHECK(levels[0].skipped[0].kind == ReviewerKind::manager);
}

TEST_CASE("a conflicted owner gives way to the second owner") {
    auto facts = usual();
    facts.requester = owner;
    CHECK(people(route(facts)) == std::vector<std::vector<EmployeeId>>{{manager}, {second_owner}});
}

TEST_CASE("with nobody left the risk managers decide as a group, then the administrators") {
    auto facts = usual();
    facts.manager.reset();
    facts.integration_owners.clear();
    CHECK(people(route(facts)) == std::vector<std::vector<EmployeeId>>{{risk, other_risk}});
    CHECK(route(facts)[0].fallback);
    facts.risk_managers.clear();
    CHECK(people(route(facts)) == std::vector<std::vector<EmployeeId>>{{admin}});
    facts.administrators = {Candidate{ben}};
    CHECK(route(facts).empty());
}

TEST_CASE("a level counts as passed by a former manager's yes") {
    auto facts = usual();
    const auto levels = route(facts);
    const EmployeeId former{99};
    CHECK(next_level(levels, {}) == &levels[0]);
    CHECK(next_level(levels, {{ReviewerKind::manager, former}}) == &levels[1]);
    CHECK(
        next_level(
            levels, {{ReviewerKind::manager, former}, {ReviewerKind::integration_owner, owner}}
        ) == nullptr
    );
}

TEST_CASE("a yes by the person whom a later level would ask passes that level") {
    const auto levels = route(usual());
    CHECK(next_level(levels, {{ReviewerKind::manager, owner}}) == nullptr);
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
        for (const auto& level : route(facts)) {
            CHECK_FALSE(level.reviewers.empty());
            asked.insert(asked.end(), level.reviewers.begin(), level.reviewers.end());
        }
        CHECK(std::count(asked.begin(), asked.end(), facts.requester) == 0);
        CHECK(std::count(asked.begin(), asked.end(), facts.beneficiary) == 0);
    }
}

}  // namespace
