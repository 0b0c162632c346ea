// Levels as a policy writes them: several people at once, quorums, kinds of reviewers, the
// fallback.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "policy/route.hpp"

namespace {

using namespace policy;

constexpr EmployeeId ann{1}, manager{2}, owner{3}, second_owner{4}, risk{5}, other_risk{6},
    third_risk{7}, admin{8}, dora{9}, eve{10};

RouteFacts usual() {
    RouteFacts facts;
    facts.requester = ann;
    facts.beneficiary = ann;
    facts.manager = Candidate{manager};
    facts.integration_owners = {Candidate{owner}, Candidate{second_owner}};
    facts.risk_managers = {Candidate{risk}, Candidate{other_risk}, Candidate{third_risk}};
    facts.administrators = {Candidate{admin}};
    facts.named = {{"dora@example.com", Candidate{dora}}, {"eve@example.com", Candidate{eve}}};
    return facts;
}

LevelRule ask(std::vector<Ask> whom, int quorum = 1) {
    return {std::move(whom), quorum};
}
const Ask the_manager{ReviewerKind::manager};
const Ask the_owner{ReviewerKind::integration_owner};
const Ask the_resource_owner{ReviewerKind::resource_owner};
const Ask the_risk_managers{ReviewerKind::risk_manager};
const Ask dora_by_name{ReviewerKind::named_person, "dora@example.com"};

std::set<EmployeeId> people(const Level& level) {
    std::set<EmployeeId> all;
    for (const auto& reviewer : level.reviewers)
        all.insert(reviewer.who);
    return all;
}

TEST_CASE("of three risk managers two must say yes, in any order, and a third is not needed") {
    const std::vector<LevelRule> rules{ask({the_risk_managers}, 2)};
    const auto facts = usual();
    const auto fresh = route(facts, rules);
    REQUIRE(fresh.size() == 1);
    CHECK(people(fresh[0]) == std::set{risk, other_risk, third_risk});
    CHECK(fresh[0].quorum == 2);
    const auto one = route(facts, rules, {{ReviewerKind::risk_manager, third_risk, 1}});
    REQUIRE(next_level(one) != nullptr);
    CHECK(one[0].yeses == 1);
    CHECK(people(one[0]) == std::set{risk, other_risk});
    const auto two = route(
        facts,
        rules,
        {{ReviewerKind::risk_manager, third_risk, 1}, {ReviewerKind::risk_manager, risk, 1}}
    );
    CHECK(next_level(two) == nullptr);
    const auto twice = route(
        facts, rules, {{ReviewerKind::risk_manager, risk, 1}, {ReviewerKind::risk_manager, risk, 1}}
    );
    CHECK(next_level(twice) != nullptr);
}

TEST_CASE("a person who said yes at one level does not count at another") {
    auto facts = usual();
    facts.manager = Candidate{risk};
    const std::vector<LevelRule> rules{ask({the_manager}), ask({the_risk_managers}, 2)};
    const auto levels = route(facts, rules, {{ReviewerKind::manager, risk, 1}});
    REQUIRE(next_level(levels) == &levels[1]);
    CHECK(people(levels[1]) == std::set{other_risk, third_risk});
    CHECK(levels[1].quorum == 2);
    CHECK(people(route(facts, rules)[1]) == std::set{other_risk, third_risk});
}

TEST_CASE("somebody of a group who need not be the one who decides is asked again later") {
    const std::vector<LevelRule> rules{
        ask({the_risk_managers}), ask({{ReviewerKind::named_person, "dora@example.com"}})};
    auto facts = usual();
    facts.risk_managers.push_back(Candidate{dora});
    CHECK(people(route(facts, rules).at(1)) == std::set{dora});
    const auto after = route(facts, rules, {{ReviewerKind::risk_manager, risk, 1}});
    REQUIRE(next_level(after) != nullptr);
    CHECK(people(*next_level(after)) == std::set{dora});
    CHECK(next_level(route(facts, rules, {{ReviewerKind::risk_manager, dora, 1}})) == nullptr);
}

TEST_CASE("people of several kinds at one level are asked at once, each in their capacity") {
    const auto levels = route(usual(), {ask({the_manager, dora_by_name}, 2)});
    REQUIRE(levels.size() == 1);
    CHECK(
        levels[0].reviewers ==
        std::vector<Reviewer>{{manager, ReviewerKind::manager}, {dora, ReviewerKind::named_person}}
    );
}

TEST_CASE("a resource's owner is asked, and where there is none the integration's") {
    auto facts = usual();
    const std::vector<LevelRule> rules{ask({the_resource_owner})};
    const auto inherited = route(facts, rules);
    CHECK(
        inherited[0].reviewers == std::vector<Reviewer>{{owner, ReviewerKind::integration_owner}}
    );
    CHECK(
        inherited[0].skipped ==
        std::vector<Skipped>{{ReviewerKind::resource_owner, std::nullopt, SkipReason::missing}}
    );
    facts.resource_owners = {Candidate{eve}};
    CHECK(people(route(facts, rules)[0]) == std::set{eve});
    facts.resource_owners = {Candidate{ann}};
    CHECK(people(route(facts, rules)[0]) == std::set{owner});
}

TEST_CASE("with a quorum above one all owners are asked") {
    CHECK(people(route(usual(), {ask({the_owner}, 2)})[0]) == std::set{owner, second_owner});
}

TEST_CASE("a level with too few people is filled up, and they are told that nobody else is left") {
    auto facts = usual();
    facts.risk_managers = {Candidate{risk}, Candidate{other_risk, false}};
    facts.integration_owners.clear();
    const auto levels = route(facts, {ask({the_risk_managers}, 2)});
    REQUIRE(levels.size() == 1);
    CHECK(levels[0].quorum == 2);
    CHECK(
        levels[0].reviewers ==
        std::vector<Reviewer>{
            {risk, ReviewerKind::risk_manager}, {admin, ReviewerKind::administrator, true}}
    );
    facts.administrators.clear();
    CHECK(route(facts, {ask({the_risk_managers}, 2)})[0].quorum == 1);
}

TEST_CASE("two yeses are two also where one of the two people counts at a level before") {
    auto facts = usual();
    facts.risk_managers = {Candidate{risk}};
    const std::vector<LevelRule> rules{
        ask({the_manager}), ask({the_manager, the_risk_managers}, 2)};
    for (const auto& said :
         {std::vector<Yes>{}, std::vector<Yes>{{ReviewerKind::manager, manager, 1}}}) {
        const auto levels = route(facts, rules, said);
        REQUIRE(levels.size() == 2);
        CHECK(levels[1].quorum == 2);
        CHECK(people(levels[1]) == std::set{risk, owner, second_owner});
    }
}

TEST_CASE("a level with nobody is passed over, and the next one says so") {
    auto facts = usual();
    facts.named.clear();
    const auto levels = route(facts, {ask({dora_by_name}), ask({the_owner})});
    REQUIRE(levels.size() == 1);
    CHECK(levels[0].number == 2);
    CHECK(
        levels[0].skipped ==
        std::vector<Skipped>{{ReviewerKind::named_person, std::nullopt, SkipReason::missing}}
    );
}

TEST_CASE("if nobody of a policy's levels is left the integration's owner is asked, then others") {
    auto facts = usual();
    facts.named.clear();
    const std::vector<LevelRule> rules{ask({dora_by_name})};
    const auto first = route(facts, rules);
    CHECK(
        first[0].reviewers == std::vector<Reviewer>{{owner, ReviewerKind::integration_owner, true}}
    );
    CHECK(first[0].number == 2);
    CHECK(
        next_level(route(facts, rules, {{ReviewerKind::integration_owner, owner, 2}})) == nullptr
    );
    facts.integration_owners.clear();
    CHECK(people(route(facts, rules)[0]) == std::set{risk, other_risk, third_risk});
    facts.risk_managers.clear();
    CHECK(people(route(facts, rules)[0]) == std::set{admin});
}

// A random company of six, of whom some cannot decide, and a random policy.
class Chance {
 public:
    explicit Chance(unsigned seed) : random_(seed) {}

    RouteFacts facts() {
        RouteFacts made;
        made.requester = somebody().employee;
        made.beneficiary = somebody().employee;
        if (one_in(2)) made.manager = somebody();
        made.integration_owners = line();
        made.risk_managers = line();
        made.administrators = line();
        made.resource_owners = line();
        if (one_in(2)) made.named = {{"dora@example.com", somebody()}};
        return made;
    }
    std::vector<LevelRule> rules() {
        const std::vector<Ask> kinds{
            the_manager, the_owner, the_resource_owner, the_risk_managers, dora_by_name};
        std::vector<LevelRule> made;
        for (auto n = 1 + random_() % 3; n > 0; --n) {
            std::vector<Ask> whom;
            for (auto k = 1 + random_() % 3; k > 0; --k)
                whom.push_back(kinds[random_() % kinds.size()]);
            made.push_back(ask(whom, static_cast<int>(1 + random_() % 3)));
        }
        return made;
    }
    std::size_t below(std::size_t n) { return random_() % n; }

 private:
    bool one_in(unsigned n) { return random_() % n == 0; }
    Candidate somebody() {
        return {{static_cast<std::int64_t>(1 + random_() % 6)}, !one_in(5), !one_in(5), !one_in(9)};
    }
    std::vector<Candidate> line() {
        std::vector<Candidate> all;
        for (auto n = random_() % 4; n > 0; --n)
            all.push_back(somebody());
        return all;
    }

    std::mt19937 random_;
};

bool somebody_may(const RouteFacts& facts) {
    const auto may = [&](const auto& line) {
        return std::any_of(line.begin(), line.end(), [&](const Candidate& one) {
            return !objection(facts, one);
        });
    };
    return may(facts.integration_owners) || may(facts.risk_managers) || may(facts.administrators);
}

TEST_CASE("no way through a policy lets the two people decide, counts anybody twice or never ends"
) {
    Chance chance(17);
    for (int round = 0; round < 4000; ++round) {
        const auto facts = chance.facts();
        const auto rules = chance.rules();
        std::vector<Yes> said;
        if (somebody_may(facts)) REQUIRE_FALSE(route(facts, rules).empty());
        for (int step = 0;; ++step) {
            REQUIRE(step < 30);
            const auto levels = route(facts, rules, said);
            const auto* level = next_level(levels);
            if (level == nullptr) break;
            // It can be passed by those who are asked.
            REQUIRE(
                level->reviewers.size() + static_cast<std::size_t>(level->yeses) >=
                static_cast<std::size_t>(level->quorum)
            );
            for (const auto& reviewer : level->reviewers) {
                CHECK(reviewer.who != facts.requester);
                CHECK(reviewer.who != facts.beneficiary);
                for (const auto& yes : said)
                    CHECK(yes.who != reviewer.who);
            }
            const auto& who = level->reviewers[chance.below(level->reviewers.size())];
            said.push_back({who.as, who.who, level->number});
        }
    }
}

TEST_CASE("whoever leaves after the first yeses, an item that somebody may decide is never stuck") {
    Chance chance(23);
    for (int round = 0; round < 4000; ++round) {
        auto facts = chance.facts();
        const auto rules = chance.rules();
        std::vector<Yes> said;
        for (int step = 0;; ++step) {
            REQUIRE(step < 30);
            const auto levels = route(facts, rules, said);
            if (levels.empty()) {
                CHECK_FALSE(somebody_may(facts));
                break;
            }
            const auto* level = next_level(levels);
            if (level == nullptr) break;
            REQUIRE_FALSE(level->reviewers.empty());
            const auto who = level->reviewers[chance.below(level->reviewers.size())];
            if (chance.below(3) != 0) {
                said.push_back({who.as, who.who, level->number});
                continue;
            }
            const auto leave = [&](std::vector<Candidate>& line) {
                for (auto& one : line)
                    one.employed = one.employed && one.employee != who.who;
            };
            if (facts.manager && facts.manager->employee == who.who)
                facts.manager->employed = false;
            for (auto& [email, one] : facts.named)
                one.employed = one.employed && one.employee != who.who;
            leave(facts.integration_owners);
            leave(facts.resource_owners);
            leave(facts.risk_managers);
            leave(facts.administrators);
        }
    }
}

TEST_CASE("a level lowers its quorum only where nobody else may decide at all") {
    Chance chance(31);
    int lowered = 0;
    for (int round = 0; round < 4000; ++round) {
        const auto facts = chance.facts();
        const auto rules = chance.rules();
        const auto levels = route(facts, rules);
        std::set<EmployeeId> asked;
        for (const auto& level : levels) {
            for (const auto& reviewer : level.reviewers)
                asked.insert(reviewer.who);
        }
        for (const auto& level : levels) {
            const auto place = static_cast<std::size_t>(level.number) - 1;
            if (place >= rules.size() || level.quorum == rules[place].quorum) continue;
            ++lowered;
            for (const auto* line :
                 {&facts.integration_owners, &facts.risk_managers, &facts.administrators}) {
                for (const auto& one : *line)
                    CHECK((objection(facts, one) || asked.contains(one.employee)));
            }
        }
    }
    CHECK(lowered > 0);
}

}  // namespace
