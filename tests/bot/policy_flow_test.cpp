// Requests under a policy, act by act, on a real database.
#include <catch2/catch.hpp>

#include "bot/policy_file.hpp"
#include "bot/policy_job.hpp"
#include "bot/workflow/move_on.hpp"
#include "store/policies.hpp"
#include "tests/bot/story.hpp"

namespace {

using namespace story;

// The small company with a policy.
class Ruled : public Story {
 public:
    explicit Ruled(const std::string& text) { rule(text); }

    void rule(const std::string& text) {
        CHECK(bot::read_policy(text, "p.toml").problems == std::vector<std::string>{});
        by(Company::adam, [&](const Act& act) {
            return store::insert_policy(act.tx, text, "cli:ops", act.now()).version;
        });
    }

    bool gone(policy::EmployeeId who) {
        exec(
            "UPDATE employee_versions SET status = 'terminated' WHERE employee_id = " +
            std::to_string(who.value)
        );
        return by({}, [&](const Act& act) {
            for (const auto request : store::requests_asked_of(act.tx, who))
                replace_reviewer(act, who, request);
            return true;
        });
    }

    // "actor act version" of each audit entry about a request.
    std::vector<std::string> trail(policy::RequestId request) {
        return read<std::vector<std::string>>([&](store::Tx& tx) {
            std::vector<std::string> lines;
            for (const auto& record : store::audit_trail(tx, store::audit_name(request))) {
                lines.push_back(
                    record.entry.actor + " " + record.entry.act + " " +
                    std::to_string(record.entry.policy_version)
                );
            }
            return lines;
        });
    }
};

const std::string approve_code = R"(
[[clause]]
name = "Code"
when.integration = "github"
approve = true
)";
const std::string deny_payroll = R"(
[[clause]]
name = "Payroll"
when.integration = "payroll"
deny = "Ask the payroll team."
)";
const std::string two_of_three = R"(
[[clause]]
name = "Four eyes"

[[clause.level]]
ask = ["mia@example.com", "olga@example.com", "rita@example.com"]
quorum = 2
)";

TEST_CASE("what the policy approves goes to the hands of the owner, and nobody is asked") {
    Ruled story(approve_code);
    const auto request = request_of(story.ask({Company::code_write}));
    CHECK(story.states(request) == std::vector{ItemState::granting});
    CHECK(story.open_tasks(Company::mia) == 0);
    CHECK(story.messages("manual_card", Company::omar) == 1);
    CHECK(
        story.trail(request) ==
        std::vector<std::string>{"employee:1 request.submitted 1", "system items.approved 1"}
    );
}

TEST_CASE("what the policy denies ends at once with its sentence, and both people are told") {
    Ruled story(deny_payroll);
    const auto request = request_of(story.ask({Company::pay_view}, Company::rita, Company::ann));
    CHECK(story.states(request) == std::vector{ItemState::denied});
    CHECK(story.messages("policy_denial", Company::rita) == 1);
    CHECK(story.messages("policy_denial", Company::ann) == 1);
    CHECK(story.messages("review_card") == 0);
    story.read<bool>([&](store::Tx& tx) {
        CHECK(store::items_of_request(tx, request)[0].comment == "Ask the payroll team.");
        CHECK(store::find_request(tx, request)->closed_at.has_value());
        return true;
    });
}

TEST_CASE("each item of a request goes its own way") {
    Ruled story(approve_code + deny_payroll);
    const auto request = request_of(story.ask({Company::code_write, Company::pay_view}));
    CHECK(story.states(request) == std::vector{ItemState::granting, ItemState::denied});
}

TEST_CASE("two clauses that ask the same person at the same level make one task") {
    Ruled story(R"(
[[clause]]
name = "Code"
when.integration = "github"
[[clause.level]]
ask = "manager"

[[clause]]
name = "Rest"
[[clause.level]]
ask = ["manager", "risk-manager"]
)");
    story.ask({Company::code_write, Company::pay_view});
    CHECK(story.open_tasks(Company::mia) == 1);
    CHECK(story.messages("review_card", Company::mia) == 1);
    CHECK(story.open_tasks(Company::rita) == 1);
}

TEST_CASE("of three people two must say yes, and then the third has nothing to decide") {
    Ruled story(two_of_three);
    const auto request = request_of(story.ask({Company::code_write}));
    story.decide(Company::olga, approve);
    CHECK(story.states(request) == std::vector{ItemState::pending});
    CHECK(story.open_tasks(Company::mia) == 1);
    CHECK(story.open_tasks(Company::rita) == 1);
    CHECK(story.open_tasks(Company::olga) == 0);
    story.decide(Company::mia, approve);
    CHECK(story.states(request) == std::vector{ItemState::granting});
    CHECK(story.open_tasks(Company::rita) == 0);
    CHECK(story.messages("review_card", Company::rita) == 1);
}

TEST_CASE("one no ends an item, whatever the quorum") {
    Ruled story(two_of_three);
    const auto request = request_of(story.ask({Company::code_write}));
    story.decide(Company::olga, approve);
    story.decide(Company::rita, deny, "no");
    CHECK(story.states(request) == std::vector{ItemState::denied});
    CHECK(story.open_tasks(Company::mia) == 0);
}

TEST_CASE("a yes without the comment that the policy asks for changes nothing") {
    Ruled story(R"(
[[clause]]
name = "Say why"
[[clause.level]]
ask = "manager"
requires_comment = true
)");
    const auto request = request_of(story.ask({Company::code_write}));
    CHECK(std::holds_alternative<CommentNeeded>(story.decide(Company::mia, approve)));
    CHECK(story.open_tasks(Company::mia) == 1);
    CHECK(story.states(request) == std::vector{ItemState::pending});
    CHECK(std::holds_alternative<Decided>(story.decide(Company::mia, approve, "she leads it")));
    CHECK(story.states(request) == std::vector{ItemState::granting});
}

TEST_CASE("somebody who leaves while asked is replaced, in the order of the fallback") {
    Ruled story(R"(
[[clause]]
name = "Olga"
[[clause.level]]
ask = "olga@example.com"
)");
    const auto request = request_of(story.ask({Company::code_write}));
    CHECK(story.open_tasks(Company::olga) == 1);
    story.gone(Company::rita);
    CHECK(story.open_tasks(Company::olga) == 1);
    story.gone(Company::olga);
    CHECK(story.open_tasks(Company::olga) == 0);
    CHECK(story.open_tasks(Company::omar) == 1);
    story.decide(Company::omar, approve);
    CHECK(story.states(request) == std::vector{ItemState::granting});
}

TEST_CASE("when one of three leaves the other two are not asked again, when two leave others are") {
    Ruled story(two_of_three);
    const auto request = request_of(story.ask({Company::code_write}));
    story.decide(Company::olga, approve);
    story.gone(Company::mia);
    CHECK(story.messages("review_card") == 3);
    story.gone(Company::rita);
    CHECK(story.open_tasks(Company::omar) == 1);
    story.decide(Company::omar, approve);
    CHECK(story.states(request) == std::vector{ItemState::granting});
}

TEST_CASE("the default policy's manager is replaced, too") {
    Story story;
    const auto request = request_of(story.ask({Company::code_write}));
    story.exec("UPDATE employee_versions SET status = 'terminated' WHERE employee_id = 3");
    story.by({}, [&](const Act& act) {
        replace_reviewer(act, Company::mia, request);
        return true;
    });
    CHECK(story.open_tasks(Company::mia) == 0);
    story.decide(Company::omar, approve);
    CHECK(story.states(request) == std::vector{ItemState::granting});
}

TEST_CASE("what may not last for ever is not granted for ever") {
    Ruled story(R"(
[[clause]]
name = "A month"
when.integration = "github"
longest = "30d"
approve = true
)");
    // Said in the form, where it can be mended, instead of denied afterwards.
    const auto outcome = story.ask({Company::code_write});
    REQUIRE(std::holds_alternative<Refused>(outcome));
    CHECK(std::get<Refused>(outcome).problem == SubmitProblem::never_permanent);
    CHECK(story.messages("policy_denial", Company::ann) == 0);
}

TEST_CASE("what was judged keeps its clause when another policy is imported") {
    Ruled story(two_of_three);
    const auto request = request_of(story.ask({Company::code_write}));
    story.rule(deny_payroll + approve_code);
    story.decide(Company::olga, approve);
    CHECK(story.states(request) == std::vector{ItemState::pending});
    story.decide(Company::rita, approve);
    CHECK(story.states(request) == std::vector{ItemState::granting});
    for (const auto& line : story.trail(request))
        CHECK(line.ends_with(" 1"));
}

TEST_CASE("a policy that nobody can decide by is refused at Submit, one that denies is not") {
    Ruled story(R"(
[[clause]]
name = "Rita"
when.integration = "payroll"
[[clause.level]]
ask = "rita@example.com"
)");
    story.exec(
        "DELETE FROM employee_roles; UPDATE employee_versions SET status = 'terminated' "
        "WHERE employee_id = 6"
    );
    const auto outcome = story.ask({Company::pay_view});
    REQUIRE(std::holds_alternative<Refused>(outcome));
    CHECK(std::get<Refused>(outcome).problem == SubmitProblem::nobody_may_decide);
    story.rule(deny_payroll);
    CHECK(std::holds_alternative<Submitted>(story.ask({Company::pay_view})));
}

std::vector<std::int64_t> differs(Story& story, const std::string& text) {
    return story.read<std::vector<std::int64_t>>([&](store::Tx& tx) {
        std::vector<std::int64_t> ids;
        for (const auto& item : bot::replay(tx, bot::read_policy(text, "p").policy, 100).different)
            ids.push_back(item.request.value);
        return ids;
    });
}

TEST_CASE("replay names exactly the requests that another policy would judge differently") {
    Ruled story(approve_code);
    const auto code = request_of(story.ask({Company::code_write}));
    const auto pay = request_of(story.ask({Company::pay_view}));
    CHECK(differs(story, approve_code).empty());
    CHECK(differs(story, "clause = []") == std::vector{code.value});
    CHECK(differs(story, approve_code + deny_payroll) == std::vector{pay.value});
    CHECK(differs(story, deny_payroll) == std::vector{pay.value, code.value});
}

TEST_CASE("replay names nothing where only the longest duration differs that nobody reached") {
    const std::string reviewed = R"(
[[clause]]
name = "Reviewed"
[[clause.level]]
ask = "manager"
)";
    Ruled story(reviewed);
    const auto until = story.now() + std::chrono::days{3};
    const auto request = story.by(Company::ann, [&](const Act& act) {
        auto draft =
            store::find_draft(act.tx, store::new_draft(act.tx, Company::ann, act.now())).value();
        draft.beneficiary = Company::ann;
        draft.reference = Company::ben;
        draft.selection.chosen = {Company::code_write};
        draft.selection.all = false;
        draft.duration = {true, until};
        draft.reason = "New project";
        return request_of(submit(act, draft));
    });
    const auto allowed = [](const std::string& longest) {
        return "[[clause]]\nname = \"Reviewed\"\nlongest = \"" + longest +
               "\"\n[[clause.level]]\nask = \"manager\"\n";
    };
    CHECK(differs(story, allowed("30d")).empty());
    CHECK(differs(story, allowed("1d")) == std::vector{request.value});
}

TEST_CASE("replay leaves out what no policy judges") {
    Ruled story("clause = []");
    const auto code = request_of(story.ask({Company::code_write}));
    const auto left = request_of(story.ask({Company::pay_view}));
    story.exec(
        "UPDATE request_items SET policy_version = 0, clause = 'departure' WHERE request_id = " +
        std::to_string(left.value)
    );
    const std::string approve_all = "[[clause]]\nname = \"All\"\napprove = true\n";
    CHECK(differs(story, approve_all) == std::vector{code.value});
}

TEST_CASE("replay judges by what was true when a request was judged") {
    const std::string engineers = R"(
[[clause]]
name = "Engineers"
when.beneficiary.title = "Engineer"
approve = true
)";
    Ruled story(engineers);
    story.ask({Company::code_write});
    story.exec("UPDATE employee_versions SET title = 'Manager' WHERE employee_id = 1");
    CHECK(differs(story, engineers).empty());
}

}  // namespace
