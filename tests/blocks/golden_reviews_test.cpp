// The modals of a reviewer: items one by one, several tasks at once, a question, a shorter time.
#include <catch2/catch.hpp>
#include <set>

#include "blocks/bulk.hpp"
#include "blocks/item_review.hpp"
#include "blocks/question.hpp"
#include "blocks/shorter_form.hpp"
#include "blocks/tasks.hpp"
#include "tests/blocks/golden.hpp"
#include "tests/blocks/limits.hpp"
#include "tests/blocks/people.hpp"

using namespace blocks;
using namespace people;

namespace {

ItemReview review_of(const std::vector<GrantName>& grants) {
    ItemReview model{.key = "7.3", .requester = alice, .beneficiary = bob};
    for (std::size_t i = 0; i < grants.size(); ++i)
        model.items.push_back({std::to_string(i + 1), grants[i]});
    return model;
}

HomeTask review_task(const std::string& key, const Person& whose) {
    return {key, TaskKind::review, alice, whose, 3, {"GitHub"}, friday, false};
}

TEST_CASE("golden: Review items") {
    auto model = review_of(few);
    model.items[0].approve = true;
    model.items[1].approve = false;
    model.approved = 4;
    model.denied = 1;
    golden::check("item_review", item_review(model));
}

TEST_CASE("every one of two thousand items has its row on one page, within Slack's limits") {
    auto model = review_of(many());
    REQUIRE(model.items.size() == 2000);
    std::set<std::string> rows;
    for (model.page = 0; model.page < item_review_pages(model); ++model.page) {
        const auto view = item_review(model);
        CHECK(limits::of_view(view.json()).empty());
        for (const auto& item : model.items) {
            if (view.json().find('"' + item_block(item.key) + '"') != std::string::npos)
                CHECK(rows.insert(item.key).second);
        }
    }
    CHECK(rows.size() == 2000);
    CHECK(item_of_block(item_block("17")) == "17");
    CHECK_FALSE(item_of_block("others_choice").has_value());
}

TEST_CASE("golden: My tasks with several reviews that can be decided at once") {
    TaskList list{.key = "0"};
    list.tasks = {{review_task("7.3", bob), review_task("8.1", dan)}, 0, 1, 2};
    golden::check("task_list_several", task_list(list));
    list.notice = md("Select at least one task to deny.");
    golden::check("task_list_notice", task_list(list));
    for (int i = 0; i < 18; ++i)
        list.tasks.items.push_back(review_task(std::to_string(100 + i) + ".1", carol));
    CHECK(limits::of_view(task_list(list).json()).empty());
}

TEST_CASE("golden: what came of a selection") {
    BulkSummary summary;
    summary.lines = {
        {md("3 access grants for ", mention(*bob.slack))},
        {md("1 access grant for ", mention(*carol.slack)),
         already_decided(alice, Verdict::denied, tuesday)}};
    golden::check("bulk_summary", bulk_summary(summary));
    summary.verdict = Verdict::denied;
    summary.lines.resize(1);
    golden::check("bulk_summary_denied", bulk_summary(summary));
}

TEST_CASE("golden: the forms that ask, and that offer a shorter time") {
    golden::check("ask_form", ask_form({"7.3", bob, few}));
    golden::check("shorter_form", shorter_form({"7.3", bob, few, friday}));
    golden::check("shorter_form_permanent", shorter_form({"7.3", me, {few.front()}}));
    ShorterForm why{"7.3", bob, few, friday};
    why.needs_comment = true;
    golden::check("shorter_form_comment", shorter_form(why));
}

}  // namespace
