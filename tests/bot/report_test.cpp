// What operators and auditors read of a request: words of the trail, export lines, the report.
#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>

#include "bot/audit_export.hpp"
#include "bot/audit_report.hpp"
#include "bot/models/trail.hpp"
#include "bot/request_report.hpp"
#include "bot/withdraw_job.hpp"
#include "bot/workflow/decide.hpp"
#include "bot/workflow/submit.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/tasks.hpp"
#include "tests/store/small_company.hpp"

namespace {

using namespace bot;
using store::Tx;

constexpr policy::Instant start{std::chrono::seconds{1'700'000'000}};
constexpr policy::RequestId request_one{1};

// Ann has asked for what Ben has in GitHub, with this as her reason.
struct Asked {
    explicit Asked(const std::string& reason = "New project")
        : gate(io, {.path = file.path()}), company(gate) {
        in([&](Tx& tx) {
            const workflow::FlowRules rules;
            const workflow::Act act{tx, SmallCompany::ann, start, rules};
            auto draft = store::find_draft(tx, store::new_draft(tx, act.by, act.now())).value();
            draft.reference = SmallCompany::ben;
            draft.selection.chosen.insert(SmallCompany::code_write);
            draft.reason = reason;
            REQUIRE(std::holds_alternative<workflow::Submitted>(workflow::submit(act, draft)));
        });
    }
    void in(const std::function<void(Tx&)>& work) { gate.write_blocking(work); }
    std::string report() {
        std::string html;
        in([&](Tx& tx) {
            const auto request = store::find_request(tx, request_one).value();
            html = report_html(
                tx, request, {store::verify_audit(tx), store::audit_head(tx), "root", start}
            );
        });
        return html;
    }
    std::vector<models::TrailStep> trail() {
        std::vector<models::TrailStep> steps;
        in([&](Tx& tx) { steps = models::trail(tx, request_one); });
        return steps;
    }

    TempDatabase file;
    boost::asio::io_context io;
    store::Gate gate;
    SmallCompany company;
};

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a step of the trail names who, what, which grants, and the facts") {
    Asked asked;
    const auto steps = asked.trail();
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].who == "ann (ann@example.com)");
    CHECK(steps[0].person == SmallCompany::ann);
    CHECK(steps[0].what == "asked for access");
    CHECK(steps[0].grants == std::vector<std::string>{"GitHub · code · write"});
    asked.in([](Tx& tx) {
        store::append_audit(
            tx,
            {start,
             "employee:3",
             "items.denied",
             "request:1",
             {{"task", "4"},
              {"capacity", "integration_owner"},
              {"before", "pending"},
              {"after", "denied"}}}
        );
    });
    using Facts = std::vector<std::pair<std::string, std::string>>;
    CHECK(
        asked.trail().at(1).facts ==
        Facts{{"as", "integration owner"}, {"state", "pending → denied"}}
    );
    const std::pair<std::string, std::string> reason{"reason", "New project"};
    CHECK(std::find(steps[0].facts.begin(), steps[0].facts.end(), reason) != steps[0].facts.end());
}

TEST_CASE("what somebody has typed is never taken for one of our references") {
    Asked asked("employee:3");
    const auto steps = asked.trail();
    for (const auto& [name, value] : steps.at(0).facts) {
        if (name == "reason") CHECK(value == "employee:3");
        if (name == "requester") CHECK(value == "ann (ann@example.com)");
    }
}

TEST_CASE(
    "an act that is new to the words is called by its own, and an erased value is told as such"
) {
    Asked asked;
    asked.in([](Tx& tx) {
        store::append_audit(
            tx,
            {start,
             "system",
             "review.put_off",
             "request:1",
             {{"items", "1,77"}, {"why", "x", true}}}
        );
        REQUIRE(store::erase_audit_value(tx, 2, 1, {start, "cli:root", "", ""}));
    });
    const auto steps = asked.trail();
    REQUIRE(steps.size() == 3);
    CHECK(steps[2].what == "erased a personal value of this trail");
    CHECK(steps[1].who == "Latchkey");
    CHECK(steps[1].what == "put off");
    CHECK(steps[1].grants == std::vector<std::string>{"GitHub · code · write", "item 77"});
    CHECK(steps[1].facts.at(0).second == "(erased)");
}

TEST_CASE("what stands in a report is text, never markup or a template") {
    Asked asked("<img src=x onerror=alert(1)> & \"quoted\" {{id}} {{{id}}}");
    const auto html = asked.report();
    CHECK(contains(
        html, "&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quoted&quot; {{id}} {{{id}}}"
    ));
    CHECK_FALSE(contains(html, "<img"));
    CHECK(contains(html, "no entry is altered or missing"));
    CHECK_FALSE(contains(html, "does not verify"));
}

TEST_CASE("a report of an altered trail says so") {
    Asked asked;
    asked.in([](Tx& tx) {
        tx.db().exec("UPDATE audit_values SET value = 'x' WHERE name = 'reason'");
    });
    const auto html = asked.report();
    CHECK(contains(html, "The audit trail does not verify"));
    CHECK(contains(html, "entry 1: its value &quot;reason&quot; was altered"));
    CHECK_FALSE(contains(html, "no entry is altered"));
}

TEST_CASE("cells of an export are quoted, and a name is no formula") {
    Asked asked("a \"b\", c\nd");
    asked.in([](Tx& tx) {
        tx.db().exec("UPDATE employee_versions SET name = '=1+1' WHERE employee_id = 1");
        for (const auto& row : store::request_trail(tx, request_one)) {
            const auto line = audit_csv(tx, row);
            CHECK(contains(line, R"cell("'=1+1 (ann@example.com)")cell"));
            CHECK(contains(line, R"(""value"":""a \""b\"", c\nd"")"));
            CHECK(contains(audit_jsonl(tx, row), R"("value":"a \"b\", c\nd")"));
            CHECK_FALSE(contains(audit_text(tx, row), "\n"));
        }
    });
}

TEST_CASE("a request is told to people line by line, whatever its texts hold") {
    Asked asked("first line\nWaits for nobody\x1b[31m");
    asked.in([](Tx& tx) {
        const auto text = request_text(tx, store::find_request(tx, request_one).value());
        CHECK(contains(text, "Reason        first line\\nWaits for nobody\\x1b[31m\n"));
        CHECK(contains(text, "mia (mia@example.com) to decide about 1"));
    });
}

TEST_CASE("the arguments of a withdrawal come over the socket as they went, and foreign ones do not"
) {
    for (const bool json : {false, true}) {
        const auto job = withdraw_job(arguments_of({policy::RequestId{12}, json}));
        REQUIRE(job);
        CHECK(job->request == policy::RequestId{12});
        CHECK(job->json == json);
    }
    using Arguments = std::vector<std::string>;
    for (const auto& foreign :
         {Arguments{},
          Arguments{"x"},
          Arguments{"-1"},
          Arguments{"1", "--all"},
          Arguments{"1", "--json", "2"}}) {
        CHECK_FALSE(withdraw_job(foreign));
    }
}

TEST_CASE("a withdrawal by command ends what is pending once, in the name of the command line") {
    Asked asked;
    asked.in([](Tx& tx) {
        using workflow::WithdrawOutcome;
        const workflow::FlowRules rules;
        const auto done = workflow::withdraw_by_command(tx, request_one, "cli:root", start, rules);
        CHECK(done.outcome == WithdrawOutcome::withdrawn);
        CHECK(done.items == 1);
        CHECK(store::find_request(tx, request_one)->closed_at == start);
        CHECK(store::open_tasks_of(tx, SmallCompany::mia, 0, 10).total == 0);
        const auto trail = store::request_trail(tx, request_one);
        CHECK(trail.back().record.entry.actor == "cli:root");
        CHECK(trail.back().record.entry.act == "items.withdrawn");
        const auto again = workflow::withdraw_by_command(tx, request_one, "cli:root", start, rules);
        CHECK(again.outcome == WithdrawOutcome::nothing_pending);
        CHECK(store::request_trail(tx, request_one).size() == trail.size());
        const auto none =
            workflow::withdraw_by_command(tx, policy::RequestId{2}, "cli:root", start, rules);
        CHECK(none.outcome == WithdrawOutcome::not_yours);
        CHECK(store::verify_audit(tx).empty());
    });
}
