#include <catch2/catch.hpp>

#include "policy/reason.hpp"

using namespace policy;
using Kind = ReasonRule::Kind;

namespace {

ReasonDemand demand(std::initializer_list<std::string_view> rules) {
    ReasonDemands all;
    std::int64_t id = 0;
    for (const auto rule : rules)
        all.add({++id}, reason_rule(rule).value());
    return all.demand();
}

std::optional<ReasonProblem> judge(
    const ReasonDemand& wanted, std::string_view chosen, std::string_view text, bool other = false
) {
    return judge_reason(wanted, chosen, other, text, [](const auto& pattern, auto searched) {
        return searched.find(pattern) != std::string_view::npos;
    });
}

}  // namespace

TEST_CASE("a rule is a word, a length or a pattern, and nothing else") {
    CHECK(reason_rule("") == ReasonRule{});
    CHECK(reason_rule("list") == ReasonRule{});
    CHECK(reason_rule("none") == ReasonRule{Kind::none});
    CHECK(reason_rule("text:20") == ReasonRule{Kind::text, 20});
    CHECK(reason_rule("pattern:^INC-[0-9]+:x$") == ReasonRule{Kind::pattern, 0, "^INC-[0-9]+:x$"});
    for (const auto bad :
         {"text",
          "text:",
          "text:0",
          "text:-1",
          "text:x",
          "text:20 ",
          "text:501",
          "pattern:",
          "any"}) {
        INFO(bad);
        CHECK_FALSE(reason_rule(bad));
    }
}

TEST_CASE("a selection asks for everything that one of its connections asks for, and no more") {
    CHECK(demand({"none", "none"}).nothing());
    CHECK(demand({"none", ""}).list);
    CHECK_FALSE(demand({"text:20"}).list);
    const auto all =
        demand({"text:20", "text:30", "pattern:INC", "pattern:INC", "pattern:CHG", "none"});
    CHECK_FALSE(all.list);
    CHECK(all.text->length == 30);
    CHECK(all.text->connection == ConnectionId{2});
    REQUIRE(all.patterns.size() == 2);
    CHECK(all.patterns[0].connection == ConnectionId{3});
    CHECK(all.patterns[1].connection == ConnectionId{5});
}

TEST_CASE("the first thing that is missing is said, with the connection that asks for it") {
    CHECK_FALSE(judge(demand({"none"}), "", ""));
    CHECK(judge(demand({""}), "", "text")->fault == ReasonFault::not_chosen);
    CHECK_FALSE(judge(demand({""}), "Audit", ""));
    CHECK(judge(demand({""}), "Other", " \n", true)->fault == ReasonFault::no_text);
    CHECK_FALSE(judge(demand({""}), "Other", "because", true));
    const auto both = demand({"", "text:6", "pattern:INC-1"});
    const auto length = judge(both, "Audit", "  INC-1  ");
    REQUIRE(length);
    CHECK(length->fault == ReasonFault::too_short);
    CHECK(length->length == 6);
    CHECK(length->connection == ConnectionId{2});
    const auto pattern = judge(both, "Audit", "long enough");
    REQUIRE(pattern);
    CHECK(pattern->fault == ReasonFault::not_matched);
    CHECK(pattern->connection == ConnectionId{3});
    CHECK_FALSE(judge(both, "Audit", "see INC-1"));
    // What a rule asks for stands beside the list.
    CHECK(judge(both, "", "see INC-1")->fault == ReasonFault::not_chosen);
}

TEST_CASE("characters are counted as people see them, without the blanks around") {
    CHECK(characters("") == 0);
    CHECK(characters(" \t\n ") == 0);
    CHECK(characters("  ab c ") == 4);
    CHECK(characters("Grüße") == 5);
    CHECK(characters("日本語") == 3);
}
