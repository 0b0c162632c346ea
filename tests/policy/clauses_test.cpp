// Which clause of a policy an item falls under, by examples and by properties.
#include "policy/clauses.hpp"

#include <catch2/catch.hpp>
#include <random>

namespace {

using namespace policy;
using std::chrono::days;

// A permanent GRANT of an unprivileged repository, by an engineer for themselves.
ItemFacts usual() {
    ItemFacts facts;
    facts.requester = {"ann@example.com", "engineer", "product", {}};
    facts.beneficiary = facts.requester;
    facts.integration = "github";
    facts.resource = "payments-api";
    facts.privilege = "write";
    return facts;
}

TEST_CASE("a star in a pattern stands for any letters, also none") {
    const auto [pattern, text, fit] = GENERATE(table<std::string, std::string, bool>({
        {"prod", "prod", true},
        {"prod", "production", false},
        {"prod*", "prod", true},
        {"prod*", "production", true},
        {"*prod", "pre-prod", true},
        {"*@example.com", "ann@example.com", true},
        {"*@example.com", "ann@example.com.evil", false},
        {"a*b*c", "a-b-b-c", true},
        {"a*b*c", "acb", false},
        {"*", "", true},
        {"", "", true},
        {"", "x", false},
        {"**", "x", true},
    }));
    INFO(pattern << " ~ " << text);
    CHECK(fits(pattern, text) == fit);
}

struct Example {
    std::string what;
    void (*condition)(Condition&);
    void (*facts)(ItemFacts&);
    bool match;
};

TEST_CASE("each condition matches what it names and nothing else") {
    const std::vector<Example> examples{
        {"no condition", [](Condition&) {}, [](ItemFacts&) {}, true},
        {"the title",
         [](Condition& w) { w.requester.titles = {"engineer"}; },
         [](ItemFacts&) {},
         true},
        {"another title",
         [](Condition& w) { w.requester.titles = {"intern"}; },
         [](ItemFacts&) {},
         false},
        {"one of two titles",
         [](Condition& w) {
             w.requester.titles = {"intern", "engineer"};
         },
         [](ItemFacts&) {},
         true},
        {"the beneficiary's department",
         [](Condition& w) { w.beneficiary.departments = {"sales"}; },
         [](ItemFacts& f) { f.beneficiary.department = "sales"; },
         true},
        {"the requester's department is not the beneficiary's",
         [](Condition& w) { w.requester.departments = {"sales"}; },
         [](ItemFacts& f) { f.beneficiary.department = "sales"; },
         false},
        {"the e-mail",
         [](Condition& w) { w.requester.emails = {"*@example.com"}; },
         [](ItemFacts&) {},
         true},
        {"a role",
         [](Condition& w) { w.requester.roles = {Role::administrator}; },
         [](ItemFacts& f) {
             f.requester.roles = {Role::reviewer, Role::administrator};
         },
         true},
        {"a role that is not held",
         [](Condition& w) { w.requester.roles = {Role::administrator}; },
         [](ItemFacts& f) { f.requester.roles = {Role::reviewer}; },
         false},
        {"both of two kinds of condition",
         [](Condition& w) {
             w.requester.titles = {"engineer"};
             w.integrations = {"aws"};
         },
         [](ItemFacts&) {},
         false},
        {"the integration",
         [](Condition& w) { w.integrations = {"github"}; },
         [](ItemFacts&) {},
         true},
        {"the resource", [](Condition& w) { w.resources = {"pay*"}; }, [](ItemFacts&) {}, true},
        {"the privilege", [](Condition& w) { w.privileges = {"admin"}; }, [](ItemFacts&) {}, false},
        {"privileged", [](Condition& w) { w.privileged = true; }, [](ItemFacts&) {}, false},
        {"not privileged", [](Condition& w) { w.privileged = false; }, [](ItemFacts&) {}, true},
        {"the action", [](Condition& w) { w.action = Action::revoke; }, [](ItemFacts&) {}, false},
        {"the purpose",
         [](Condition& w) { w.purposes = {"on call"}; },
         [](ItemFacts& f) { f.purpose = "on call"; },
         true},
        {"no purpose", [](Condition& w) { w.purposes = {"on call"}; }, [](ItemFacts&) {}, false},
        {"permanent", [](Condition& w) { w.permanent = true; }, [](ItemFacts&) {}, true},
        {"permanent is not temporary",
         [](Condition& w) { w.permanent = true; },
         [](ItemFacts& f) { f.duration = days{1}; },
         false},
        {"temporary",
         [](Condition& w) { w.permanent = false; },
         [](ItemFacts& f) { f.duration = days{1}; },
         true},
        {"longer",
         [](Condition& w) { w.longer_than = days{7}; },
         [](ItemFacts& f) { f.duration = days{8}; },
         true},
        {"just as long is not longer",
         [](Condition& w) { w.longer_than = days{7}; },
         [](ItemFacts& f) { f.duration = days{7}; },
         false},
        {"permanent is longer than anything",
         [](Condition& w) { w.longer_than = days{7}; },
         [](ItemFacts&) {},
         true},
        {"a REVOKE has no duration",
         [](Condition& w) { w.longer_than = days{7}; },
         [](ItemFacts& f) { f.action = Action::revoke; },
         false},
    };
    for (const auto& example : examples) {
        INFO(example.what);
        Condition when;
        auto facts = usual();
        example.condition(when);
        example.facts(facts);
        CHECK(matches(when, facts) == example.match);
    }
}

Clause clause(const std::string& name, const Condition& when) {
    Clause made;
    made.name = name;
    made.when = when;
    made.decision.outcome = Outcome::approve;
    return made;
}

TEST_CASE("without a clause that matches the manager and the owner decide") {
    const Policy policy{3, {clause("revoke", {.action = Action::revoke})}};
    CHECK(judge(policy, usual()) == Verdict{"default", default_decision()});
    CHECK(judge({}, usual()) == Verdict{"default", default_decision()});
}

TEST_CASE("what is asked for longer than its clause allows is denied, and told how long it may last"
) {
    auto limited = clause("a month", {});
    limited.decision.longest = days{30};
    const Policy policy{3, {limited}};
    auto facts = usual();
    CHECK(judge(policy, facts).decision.outcome == Outcome::deny);
    CHECK(
        judge(policy, facts).decision.sentence ==
        "This may last 30 days at most. Please ask for a shorter time."
    );
    facts.duration = days{30};
    CHECK(judge(policy, facts).decision.outcome == Outcome::approve);
    facts.duration = days{30} + std::chrono::seconds{1};
    CHECK(judge(policy, facts).decision.outcome == Outcome::deny);
    facts.action = Action::revoke;
    facts.duration.reset();
    CHECK(judge(policy, facts).decision.outcome == Outcome::approve);
}

TEST_CASE("a decision can be found again by the clause's name") {
    const Policy policy{3, {clause("one", {}), clause("two", {})}};
    CHECK(decision_of(policy, "two") == policy.clauses[1].decision);
    CHECK(decision_of(policy, "default") == default_decision());
}

TEST_CASE("the first clause that matches decides, whatever the policy and the item") {
    std::mt19937 random(5);
    const auto pick = [&](const std::vector<std::string>& from) {
        return from[random() % from.size()];
    };
    const std::vector<std::string> texts{"a", "b", "c"};
    const auto some = [&]() -> std::vector<std::string> {
        switch (random() % 4) {
            case 0:
                return {"*"};
            case 1:
                return {pick(texts)};
            default:
                return {};
        }
    };
    const auto maybe = [&]() -> std::optional<bool> {
        if (random() % 3 != 0) return std::nullopt;
        return random() % 2 == 0;
    };
    for (int round = 0; round < 3000; ++round) {
        Policy policy;
        for (int n = static_cast<int>(random() % 6); n > 0; --n) {
            Condition when;
            when.integrations = some();
            when.beneficiary.titles = some();
            when.privileged = maybe();
            when.permanent = maybe();
            policy.clauses.push_back(clause(std::to_string(n), when));
        }
        auto facts = usual();
        facts.integration = pick(texts);
        facts.beneficiary.title = pick(texts);
        facts.privileged = random() % 2 == 0;
        if (random() % 2 == 0) facts.duration = days{1};
        const auto verdict = judge(policy, facts);
        for (const auto& known : policy.clauses) {
            const bool is_it = known.name == verdict.clause;
            CHECK(matches(known.when, facts) == is_it);
            if (is_it) break;
        }
    }
}

}  // namespace
