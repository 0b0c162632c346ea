// The four faults of a policy, and that a good one has none.
#include "policy/check.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

namespace {

using namespace policy;
using std::chrono::days;

const Ask the_manager{ReviewerKind::manager};
const Ask the_owner{ReviewerKind::integration_owner};
const Ask the_risk_managers{ReviewerKind::risk_manager};
const Ask dora_by_name{ReviewerKind::named_person, "dora@example.com"};

// A clause in line 10, its levels from line 11 on.
Clause reviewed(const std::string& name, std::vector<LevelRule> levels, int line = 10) {
    Clause clause;
    clause.name = name;
    clause.line = line;
    for (std::size_t i = 0; i < levels.size(); ++i)
        clause.level_lines.push_back(line + 1 + static_cast<int>(i));
    clause.decision.levels = std::move(levels);
    return clause;
}

Clause when(const std::string& name, void (*make)(Condition&), int line = 10) {
    auto clause = reviewed(name, {{{the_manager}}}, line);
    make(clause.when);
    return clause;
}

Company small_company() {
    Company company;
    company.people["dora@example.com"] = {"dora@example.com", "lawyer", "legal", {}};
    company.risk_managers = {
        {"rita@example.com", "risk manager", "risk", {Role::risk_manager}},
        {"rolf@example.com", "risk manager", "risk", {Role::risk_manager}}};
    company.integrations = {{"github", 2}, {"payroll", 1}, {"wiki", 0}};
    return company;
}

std::vector<Fault> faults(const std::vector<Clause>& clauses) {
    const auto company = small_company();
    std::vector<Fault> found;
    for (const auto& finding : check({1, clauses}, &company))
        found.push_back(finding.fault);
    return found;
}

TEST_CASE("a policy without a fault has none") {
    CHECK(faults({}).empty());
    CHECK(faults({reviewed("all", {{{the_manager}}, {{the_owner}}, {{the_risk_managers}, 2}})}
    ).empty());
}

TEST_CASE("a person, title, department or resource of a condition that is not there is found") {
    auto company = small_company();
    const auto found = [&](void (*make)(Condition&)) {
        std::vector<std::string> sentences;
        for (const auto& finding : check({1, {when("some", make)}}, &company)) {
            CHECK_FALSE(is_grave(finding.fault));
            sentences.push_back(finding.sentence);
        }
        return sentences;
    };
    const auto all = [](Condition& c) {
        c.requester.emails = {"dora@example.com", "nobody@example.com"};
        c.beneficiary.titles = {"law*", "enginer"};
        c.beneficiary.departments = {"legal", "lega"};
        c.resources = {"prod-*", "stage"};
    };
    CHECK(found(all).empty());  // nothing is known of the company's names
    company.emails = {"dora@example.com"};
    company.titles = {"lawyer"};
    company.departments = {"legal"};
    company.resources = {"prod-eu"};
    const auto sentences = found(all);
    REQUIRE(sentences.size() == 4);
    const auto says = [&](const std::string& words) {
        return std::any_of(sentences.begin(), sentences.end(), [&](const auto& sentence) {
            return sentence.find(words) != std::string::npos;
        });
    };
    CHECK(says("names the person \"nobody@example.com\""));
    CHECK(says("names the title \"enginer\""));
    CHECK(says("names the department \"lega\""));
    CHECK(says("names the resource \"stage\""));
}

TEST_CASE("a level that asks nobody is found in its line") {
    const auto found = check({1, {reviewed("all", {{{the_manager}}, {{}}})}}, nullptr);
    REQUIRE(found.size() == 1);
    CHECK(found[0].fault == Fault::empty_level);
    CHECK(found[0].line == 12);
    CHECK(is_grave(found[0].fault));
}

TEST_CASE("a person who is no employee is found in the line of the level") {
    const auto company = small_company();
    const Ask nobody{ReviewerKind::named_person, "nobody@example.com"};
    const auto found = check({1, {reviewed("all", {{{the_manager, nobody}}})}}, &company);
    REQUIRE(found.size() == 1);
    CHECK(found[0].fault == Fault::unknown_person);
    CHECK(found[0].line == 11);
    CHECK(found[0].unknown == "nobody@example.com");
}

TEST_CASE("a level that one person alone can pass is found unless they cannot be the one who asks"
) {
    CHECK(faults({reviewed("all", {{{dora_by_name}}})}) == std::vector{Fault::lone_approver});
    auto for_sales = reviewed("sales", {{{dora_by_name}}});
    for_sales.when.requester.departments = {"sales"};
    CHECK(faults({for_sales}) == std::vector{Fault::lone_approver});
    for_sales.when.beneficiary.departments = {"sales"};
    CHECK(faults({for_sales}).empty());
    CHECK(faults({reviewed("all", {{{dora_by_name, the_manager}}})}).empty());
}

TEST_CASE("a quorum larger than the number of people is found") {
    CHECK(
        faults({reviewed("all", {{{the_risk_managers}, 3}})}) == std::vector{Fault::lone_approver}
    );
    CHECK(faults({reviewed("all", {{{the_risk_managers}, 2}})}).empty());
    CHECK(faults({reviewed("all", {{{the_manager}, 2}})}) == std::vector{Fault::lone_approver});
    CHECK(faults({reviewed("all", {{{the_owner}, 2}})}).empty());
    auto payroll = reviewed("payroll", {{{the_owner}, 2}});
    payroll.when.integrations = {"payroll"};
    CHECK(faults({payroll}) == std::vector{Fault::lone_approver});
}

TEST_CASE("a clause after one that takes everything can never match") {
    const auto found = check(
        {1,
         {when(
              "first", [](Condition&) {}, 3
          ),
          when(
              "second", [](Condition&) {}, 9
          )}},
        nullptr
    );
    REQUIRE(found.size() == 1);
    CHECK(found[0].fault == Fault::never_matches);
    CHECK(found[0].line == 9);
    CHECK(found[0].sentence.find("\"first\" (line 3)") != std::string::npos);
    CHECK_FALSE(is_grave(found[0].fault));
}

TEST_CASE("a clause is taken by a wider pattern, and not by a narrower one") {
    const auto wide = [](Condition& w) { w.resources = {"prod-*"}; };
    const auto narrow = [](Condition& w) { w.resources = {"prod-db", "prod-web-*"}; };
    CHECK(faults({when("a", wide), when("b", narrow)}) == std::vector{Fault::never_matches});
    CHECK(faults({when("a", narrow), when("b", wide)}).empty());
    CHECK(faults({when("a", wide), when("b", [](Condition&) {})}).empty());
}

TEST_CASE("several earlier clauses together can take everything") {
    const auto is_privileged = [](Condition& w) { w.privileged = true; };
    const auto is_not = [](Condition& w) { w.privileged = false; };
    const auto github = [](Condition& w) { w.integrations = {"github"}; };
    const auto payroll = [](Condition& w) { w.integrations = {"payroll"}; };
    const auto either = [](Condition& w) { w.integrations = {"payroll", "github"}; };
    CHECK(
        faults({when("a", is_privileged), when("b", is_not), when("c", github)}) ==
        std::vector{Fault::never_matches}
    );
    CHECK(
        faults({when("a", github), when("b", payroll), when("c", either)}) ==
        std::vector{Fault::never_matches}
    );
    CHECK(faults({when("a", github), when("b", is_not), when("c", either)}).empty());
}

TEST_CASE("conditions that contradict each other are found") {
    CHECK(faults({when("a", [](Condition& w) {
              w.action = Action::revoke;
              w.permanent = true;
          })}) == std::vector{Fault::never_matches});
    auto never_short_enough = when("a", [](Condition& w) { w.longer_than = days{30}; });
    never_short_enough.decision.longest = days{7};
    CHECK(faults({never_short_enough}) == std::vector{Fault::never_matches});
    CHECK(faults({when("a", [](Condition& w) {
              w.integrations = {"gitlab"};
          })}) == std::vector{Fault::never_matches});
}

// Conditions over small sets of values, and every item that there can be.
class Chance {
 public:
    explicit Chance(unsigned seed) : random_(seed) {}

    Condition condition() {
        Condition made;
        if (one_in(2)) made.integrations = some({"a", "b", "*"});
        if (one_in(3)) made.resources = some({"x", "xy", "x*", "*y"});
        if (one_in(3)) made.privileged = one_in(2);
        if (one_in(4)) made.action = one_in(2) ? Action::grant : Action::revoke;
        if (one_in(4)) made.permanent = one_in(2);
        if (one_in(4)) made.longer_than = days{one_in(2) ? 1 : 5};
        return made;
    }

 private:
    bool one_in(unsigned n) { return random_() % n == 0; }
    std::vector<std::string> some(const std::vector<std::string>& from) {
        std::vector<std::string> picked;
        for (auto n = 1 + random_() % 2; n > 0; --n)
            picked.push_back(from[random_() % from.size()]);
        return picked;
    }

    std::mt19937 random_;
};

std::vector<ItemFacts> every_item() {
    std::vector<ItemFacts> all;
    for (const auto* integration : {"a", "b", "c"}) {
        for (const auto* resource : {"", "x", "xy", "xz", "y"}) {
            for (const bool privileged : {false, true}) {
                ItemFacts facts;
                facts.integration = integration;
                facts.resource = resource;
                facts.privileged = privileged;
                facts.action = Action::revoke;
                all.push_back(facts);
                facts.action = Action::grant;
                all.push_back(facts);
                for (const int length : {1, 2, 5, 9}) {
                    facts.duration = days{length};
                    all.push_back(facts);
                }
            }
        }
    }
    return all;
}

TEST_CASE("a clause that some item can reach is never called unreachable") {
    Chance chance(3);
    const auto items = every_item();
    int unreachable = 0;
    for (int round = 0; round < 2000; ++round) {
        Policy policy{1, {}};
        for (int n = 1; n <= 4; ++n) {
            auto clause = reviewed(std::to_string(n), {{{the_manager}}}, n);
            clause.when = chance.condition();
            policy.clauses.push_back(clause);
        }
        for (const auto& finding : check(policy, nullptr)) {
            REQUIRE(finding.fault == Fault::never_matches);
            ++unreachable;
            const auto reached = std::any_of(items.begin(), items.end(), [&](const auto& item) {
                return judge(policy, item).clause == std::to_string(finding.line);
            });
            INFO(finding.sentence);
            CHECK_FALSE(reached);
        }
    }
    CHECK(unreachable > 300);
}

}  // namespace
