// What fell due for one person, as one message.
#include <catch2/catch.hpp>

#include "blocks/due_notice.hpp"
#include "tests/blocks/golden.hpp"
#include "tests/blocks/people.hpp"

using namespace blocks;
using namespace people;

namespace {

HomeTask waiting(bool overdue) {
    HomeTask task{.key = "7.3", .requester = alice, .beneficiary = bob, .items = 3};
    task.applications = {"GitHub", "AWS"};
    task.due = overdue ? monday : friday;
    task.overdue = overdue;
    return task;
}

}  // namespace

TEST_CASE("golden: a due notice names what waits, the most urgent first") {
    golden::check("due_notice", due_notice({.lines = {DueTask{waiting(false)}}}));
    auto manual = waiting(false);
    manual.kind = TaskKind::manual;
    manual.requester = me;
    manual.beneficiary = dan;
    const RequestExpiring mine{"42", me, few, friday};
    const EndingAccess soon{"43", few, friday};
    const EndingAccess asked{"44", {few.front()}, friday, true};
    golden::check("due_notice_access", due_notice({.lines = {soon, asked}}));
    DueNotice all{
        .lines =
            {DueTask{waiting(true), false},
             ReviewExpiring{waiting(false), friday},
             mine,
             DueTask{manual}},
        .settled = 2};
    all.tasks_url = "https://latchkey.example.com/tasks";
    golden::check("due_notice_many_kinds", due_notice(all));
}

TEST_CASE("golden: a due notice of which nothing is left says so and has no buttons") {
    golden::check("due_notice_settled", due_notice({.settled = 1}));
}

TEST_CASE("a due notice with a thousand lines counts those that it does not name") {
    DueNotice large;
    large.lines.resize(1000, DueTask{waiting(false)});
    const auto said = due_notice(large);
    CHECK(said.text.find("And 980 more") != std::string::npos);
    golden::check("due_notice_thousand", said);
}
