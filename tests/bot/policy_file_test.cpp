// Policies as people write them: what is read, and what is said about what cannot be.
#include "bot/policy_file.hpp"

#include <catch2/catch.hpp>

#include "policy/check.hpp"

namespace {

using namespace policy;
using std::chrono::days;

Policy good(std::string_view text) {
    const auto read = bot::read_policy(text, "p.toml");
    CHECK(read.problems == std::vector<std::string>{});
    return read.policy;
}

std::vector<std::string> problems(std::string_view text) {
    return bot::read_policy(text, "p.toml").problems;
}

TEST_CASE("a clause is read with everything it can say") {
    const auto policy = good(R"(
[[clause]]
name = "Privileged"
when.requester = { role = ["risk manager", "administrator"], email = "*@Example.com" }
when.beneficiary.title = "Engineer"
when.beneficiary.department = ["Payments", "Data"]
when.integration = ["GitHub", "AWS"]
when.resource = "prod-*"
when.privilege = "admin"
when.privileged = true
when.action = "GRANT"
when.permanent = false
when.longer_than = "7d"
when.purpose = "On Call"
longest = "30d"

[[clause.level]]
ask = ["manager", "integration-owner", "resource-owner", "risk-manager", "Dora@Example.com"]
quorum = 2

[[clause.level]]
ask = "manager"
requires_comment = true
)");
    REQUIRE(policy.clauses.size() == 1);
    const auto& clause = policy.clauses[0];
    Condition when;
    when.requester.roles = {Role::risk_manager, Role::administrator};
    when.requester.emails = {"*@example.com"};
    when.beneficiary.titles = {"engineer"};
    when.beneficiary.departments = {"payments", "data"};
    when.integrations = {"github", "aws"};
    when.resources = {"prod-*"};
    when.privileges = {"admin"};
    when.privileged = true;
    when.action = Action::grant;
    when.permanent = false;
    when.longer_than = days{7};
    when.purposes = {"on call"};
    CHECK(clause.when == when);
    CHECK(clause.name == "Privileged");
    CHECK(clause.line == 2);
    Decision decision;
    decision.longest = days{30};
    decision.levels = {
        {{{ReviewerKind::manager},
          {ReviewerKind::integration_owner},
          {ReviewerKind::resource_owner},
          {ReviewerKind::risk_manager},
          {ReviewerKind::named_person, "dora@example.com"}},
         2},
        {{{ReviewerKind::manager}}, 1, true}};
    CHECK(clause.decision == decision);
    CHECK(clause.level_lines == std::vector{17, 21});
    CHECK(
        bot::in_words(decision) ==
        "2 of manager, integration-owner, resource-owner, risk-manager or dora@example.com, then "
        "manager with a comment, for at most 30d"
    );
}

TEST_CASE("a clause can approve or deny at once") {
    const auto policy = good(R"(
[[clause]]
name = "a"
approve = true
[[clause]]
name = "b"
deny = "Ask your lead first."
)");
    CHECK(policy.clauses[0].decision.outcome == Outcome::approve);
    CHECK(policy.clauses[1].decision.outcome == Outcome::deny);
    CHECK(policy.clauses[1].decision.sentence == "Ask your lead first.");
    CHECK(bot::in_words(policy.clauses[1].decision) == "denied: Ask your lead first.");
}

TEST_CASE("a level that asks nobody can be read: the check finds it") {
    CHECK(
        good("[[clause]]\nname = \"a\"\n[[clause.level]]\nask = []\n").clauses[0].decision.levels ==
        std::vector<LevelRule>{LevelRule{}}
    );
}

TEST_CASE("what is wrong is told with its line and the nearest known name") {
    const std::string clause = "[[clause]]\nname = \"a\"\napprove = true\n";
    const auto [text, said] = GENERATE_COPY(table<std::string, std::string>({
        {"[[clause]\n", "p.toml:1: this is not TOML: "},
        {"", "p.toml:1: a policy is a list of clauses, each begun by [[clause]]"},
        {"clause = 3\n", "p.toml:1: a policy is a list of clauses, each begun by [[clause]]"},
        {"x = 1\n" + clause, "p.toml:1: unknown key \"x\"; the nearest known name is \"clause\""},
        {clause + "aprove = true\n",
         "p.toml:4: unknown key \"aprove\" in [[clause]]; the nearest known name is \"approve\""},
        {clause + "when.integratoin = \"GitHub\"\n",
         "p.toml:4: unknown key \"integratoin\" in when; the nearest known name is "
         "\"integration\""},
        {clause + "when.requester.titel = \"x\"\n",
         "p.toml:4: unknown key \"titel\" in when.requester; the nearest known name is \"title\""},
        {clause + "when.requester.role = \"risk_manger\"\n",
         "p.toml:4: \"risk_manger\" is no role; the nearest known name is \"risk_manager\""},
        {clause + "when.action = \"REVOK\"\n",
         "p.toml:4: \"REVOK\" is none of \"GRANT\" or \"REVOKE\"; the nearest known name is "
         "\"REVOKE\""},
        {clause + "when.privileged = \"yes\"\n", "p.toml:4: privileged must be true or false"},
        {clause + "when.longer_than = \"7\"\n", "p.toml:4: longer_than: \"7\" is not a duration"},
        {clause + "when.integration = []\n",
         "p.toml:4: integration is an empty list: nothing can match it"},
        {clause + "when.integration = 3\n",
         "p.toml:4: integration must be a text or a list of texts, none of them empty"},
        {clause + "when = 3\n", "p.toml:4: when must be a table"},
        {clause + "deny = \"no\"\n", "p.toml:1: this clause says more than once what happens"},
        {"[[clause]]\nname = \"a\"\n", "p.toml:1: this clause says not what happens"},
        {"[[clause]]\napprove = true\n", "p.toml:1: this clause has no name"},
        {"[[clause]]\nname = \"a\"\napprove = false\n", "p.toml:3: approve can only be true"},
        {clause + clause, "p.toml:5: \"a\" is also the name of the clause in line 1"},
        {"[[clause]]\nname = \"default\"\napprove = true\n",
         "p.toml:2: \"default\" is the name of"},
        {"[[clause]]\nname = \"a\"\n[[clause.level]]\nask = \"manger\"\n",
         "p.toml:4: \"manger\" is neither a kind of reviewer nor an e-mail address; the nearest "
         "known "
         "name is \"manager\""},
        {"[[clause]]\nname = \"a\"\n[[clause.level]]\nask = \"manager\"\nquorum = 0\n",
         "p.toml:5: quorum must be a number from 1 to 20"},
        {"[[clause]]\nname = \"a\"\ndeny = \" \"\n",
         "p.toml:3: deny must be a text of at most 300"},
    }));
    const auto found = problems(text);
    INFO(text);
    REQUIRE(found.size() == 1);
    CHECK_THAT(found[0], Catch::StartsWith(said));
}

TEST_CASE("the sample company's policy has no fault") {
    const std::string file = LATCHKEY_TESTS "/../scripts/sample_company/policy.toml";
    const auto read = bot::read_policy(bot::policy_text(file), file);
    CHECK(read.problems == std::vector<std::string>{});
    CHECK(read.policy.clauses.size() == 3);
    CHECK(check(read.policy, nullptr).empty());
}

TEST_CASE("the document's example has no fault") {
    const auto page = bot::policy_text(LATCHKEY_TESTS "/../docs/policies.md");
    const auto begin = page.find("```toml\n") + 8;
    const auto example = page.substr(begin, page.find("```", begin) - begin);
    CHECK(good(example).clauses.size() == 5);
    CHECK(check(good(example), nullptr).empty());
}

TEST_CASE("everything that is wrong is told at once") {
    CHECK(
        problems("[[clause]]\nnmae = \"a\"\n[[clause]]\nname = \"b\"\napprove = 1\n").size() >= 3
    );
}

TEST_CASE("what a clause does not say is said once, not again by the check") {
    for (const auto* text :
         {"[[clause]]\nname = \"Nothing\"\n",
          "[[clause]]\nname = \"Word\"\nlevel = \"manager\"\n",
          "[[clause]]\nname = \"Nobody known\"\n[[clause.level]]\nask = \"maneger\"\n"}) {
        INFO(text);
        const auto read = bot::read_policy(text, "p.toml");
        CHECK(read.problems.size() == 1);
        CHECK(policy::check(read.policy, nullptr).empty());
    }
    const auto read =
        bot::read_policy("[[clause]]\nname = \"Nobody\"\n[[clause.level]]\nask = []\n", "p.toml");
    CHECK(read.problems.empty());
    CHECK(policy::check(read.policy, nullptr).size() == 1);
}

}  // namespace
