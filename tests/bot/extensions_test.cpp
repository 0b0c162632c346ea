// More time for access, and what becomes of it when the access ends first; and the words of both.
#include "bot/models/history.hpp"
#include "bot/request_report.hpp"
#include "bot/workflow/access_end.hpp"
#include "bot/workflow/departure.hpp"
#include "bot/workflow/extend.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/departures.hpp"
#include "store/endings.hpp"
#include "store/policies.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using bot::workflow::ExtendProblem;
using bot::workflow::ExtendRefused;
using bot::workflow::GiveBackOutcome;
using Catch::Matchers::Contains;
using policy::ItemState;
using std::chrono::days;
using store::MessageKind;
using Company = SmallCompany;

constexpr auto monday = Calendar::monday;
constexpr auto end = monday + days{10};
constexpr auto later = monday + days{20};

// Ann holds code_write until `end`, and has asked for it until `later` on the ninth day.
struct Extended {
    Calendar calendar;
    policy::RequestId first;
    policy::RequestId second;

    Extended() {
        first = calendar.ask_code(end);
        calendar.decide(Company::mia, bot::workflow::approve);
        calendar.decide(Company::omar, bot::workflow::approve);
        calendar.decide(Company::omar, bot::workflow::done);
        REQUIRE(calendar.states(first) == std::vector{ItemState::granted});
        calendar.pass_until(monday + days{9});
        second = std::get<policy::RequestId>(extend());
    }

    bot::workflow::ExtendOutcome extend() {
        return calendar.by(Company::ann, [&](const Act& act) {
            return bot::workflow::extend(act, first, later, "more");
        });
    }
    GiveBackOutcome give_back() {
        return calendar.by(Company::ann, [&](const Act& act) {
            return bot::workflow::give_back(act, first);
        });
    }
    bool holds() {
        return calendar.read<bool>([](store::Tx& tx) {
            return store::holds(tx, {1}, Company::code_write);
        });
    }
    bool decide_old_card(const store::TaskRow& task) {
        const auto outcome = calendar.by(task.assignee, [&](const Act& act) {
            return bot::workflow::approve(act, {task.id, task.version});
        });
        return std::holds_alternative<bot::workflow::Decided>(outcome);
    }
};

TEST_CASE("what was given back cannot be granted again by an extension that was still waiting") {
    Extended ann;
    auto& calendar = ann.calendar;
    const auto review = calendar.tasks(Company::mia).at(0);
    CHECK(ann.give_back() == GiveBackOutcome::also_extension);
    CHECK(calendar.states(ann.second) == std::vector{ItemState::withdrawn});
    CHECK(calendar.tasks(Company::mia).empty());
    CHECK_FALSE(ann.decide_old_card(review));
    REQUIRE(calendar.tasks(Company::omar).size() == 1);
    CHECK(calendar.tasks(Company::omar)[0].removes);
    CHECK_THAT(
        calendar.sees(Company::mia, MessageKind::review_card),
        Contains("Withdrawn") && Contains("the access was given back") && !Contains("\"approve\"")
    );
    CHECK_THAT(
        calendar.sees(Company::ann, MessageKind::tracker),
        Contains("1 withdrawn") && Contains("the access was given back")
    );
    calendar.decide(Company::omar, bot::workflow::done);
    calendar.pass_until(later + days{2});
    CHECK_FALSE(ann.holds());
    CHECK(calendar.tasks(Company::omar).empty());
    CHECK(calendar.got(Company::omar, MessageKind::manual_card).size() == 2);
    CHECK(calendar.read<bool>([](store::Tx& tx) { return store::verify_audit(tx).empty(); }));
}

TEST_CASE("an extension that the owner has been asked about, too, ends with what is given back") {
    Extended ann;
    ann.calendar.decide(Company::mia, bot::workflow::approve);
    REQUIRE(ann.calendar.tasks(Company::omar).size() == 1);
    CHECK(ann.give_back() == GiveBackOutcome::also_extension);
    const auto tasks = ann.calendar.tasks(Company::omar);
    REQUIRE(tasks.size() == 1);
    CHECK(tasks[0].kind == store::TaskKind::manual);
}

TEST_CASE("giving back leaves what others ask for, and what is asked for anew, as it is") {
    Extended ann;
    auto& calendar = ann.calendar;
    const auto other = calendar.ask({{Company::code_admin, 1}});
    ann.give_back();
    CHECK(calendar.states(other) == std::vector{ItemState::pending});
    calendar.decide(Company::omar, bot::workflow::done);
    const auto anew = calendar.ask_code(later);
    CHECK(calendar.states(anew) == std::vector{ItemState::pending});
}

TEST_CASE("access that was removed elsewhere has no extension any more, whoever sees it first") {
    Extended ann;
    auto& calendar = ann.calendar;
    calendar.exec("DELETE FROM grants WHERE holder_id = 1 AND connection_id = 2");
    SECTION("the daemon, once the directory has changed") {
        calendar.by({}, [](const Act& act) {
            bot::workflow::withdraw_lost(act, store::lost_extensions(act.tx));
            return true;
        });
    }
    SECTION("the reviewer, who says yes") {
        calendar.decide(Company::mia, bot::workflow::approve);
    }
    CHECK(calendar.states(ann.second) == std::vector{ItemState::withdrawn});
    CHECK(calendar.tasks(Company::mia).empty());
    CHECK(calendar.tasks(Company::omar).empty());
    CHECK_THAT(
        calendar.sees(Company::ann, MessageKind::tracker),
        Contains("the access is not held any more")
    );
    calendar.pass_until(later + days{1});
    CHECK_FALSE(ann.holds());
}

TEST_CASE("what ends by its own end does not end the extension") {
    Extended ann;
    ann.calendar.pass_until(end + days{1});
    CHECK(ann.calendar.states(ann.first) == std::vector{ItemState::revoking});
    CHECK(ann.calendar.states(ann.second) == std::vector{ItemState::pending});
    CHECK(ann.calendar.read<bool>([](store::Tx& tx) { return store::lost_extensions(tx).empty(); })
    );
    CHECK_THAT(
        ann.calendar.got(Company::ann, MessageKind::tracker).back().text,
        Contains("You asked to keep") && Contains("1 pending")
    );
}

TEST_CASE("an extension that is granted before the removal is done stops it, and nobody works twice"
) {
    Extended ann;
    auto& calendar = ann.calendar;
    calendar.pass_until(end + days{1});
    REQUIRE(calendar.states(ann.first) == std::vector{ItemState::revoking});
    calendar.decide(Company::mia, bot::workflow::approve);
    const auto todo = calendar.tasks(Company::omar);
    REQUIRE(todo.size() == 2);
    for (const auto& task : todo) {
        if (task.kind == store::TaskKind::review) CHECK(ann.decide_old_card(task));
    }
    CHECK(calendar.tasks(Company::omar).empty());
    CHECK(calendar.states(ann.first) == std::vector{ItemState::granted});
    CHECK(calendar.states(ann.second) == std::vector{ItemState::granted});
    CHECK(ann.holds());
    CHECK_THAT(calendar.sees(Company::ann, MessageKind::extended), Contains("*Extended:*"));
    CHECK_THAT(calendar.sees(Company::ann, MessageKind::outcome), !Contains("Ended"));
    calendar.pass_until(later);
    CHECK(calendar.states(ann.second) == std::vector{ItemState::revoking});
    CHECK(calendar.states(ann.first) == std::vector{ItemState::granted});
    CHECK(calendar.tasks(Company::omar).size() == 1);
}

TEST_CASE("who leaves takes their extension along") {
    Extended ann;
    auto& calendar = ann.calendar;
    calendar.exec("UPDATE employee_versions SET status = 'terminated' WHERE employee_id = 1");
    calendar.by({}, [](const Act& act) {
        bot::workflow::settle_departure(act, Company::ann);
        return true;
    });
    CHECK(calendar.states(ann.second) == std::vector{ItemState::withdrawn});
    CHECK(calendar.tasks(Company::mia).empty());
}

TEST_CASE("what somebody wants removed is not extended, and nothing is asked for") {
    Calendar calendar;
    const auto held = calendar.ask_code(end);
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::done);
    calendar.by(Company::mia, [&](const Act& act) {
        store::RequestRow request;
        request.requester = Company::mia;
        request.beneficiary = Company::ann;
        request.action = policy::Action::revoke;
        request.submitted_at = act.now();
        request.id = store::insert_request(act.tx, {5000}, request);
        store::insert_item(act.tx, request, Company::code_write, {1}, act.now());
        bot::workflow::move_on(act, request, store::items_of_request(act.tx, request.id));
        return true;
    });
    const auto requests = [&] {
        return calendar.read<std::int64_t>([](store::Tx& tx) {
            return store::first<std::int64_t>(tx, "SELECT COUNT(*) FROM access_requests").value();
        });
    };
    const auto before = requests();
    const auto outcome = calendar.by(Company::ann, [&](const Act& act) {
        return bot::workflow::extend(act, held, later, "more");
    });
    CHECK(std::get<ExtendRefused>(outcome).problem == ExtendProblem::removal_asked);
    CHECK(requests() == before);
}

TEST_CASE("an extension is no longer than the policy's clause allows") {
    Calendar calendar;
    const auto held = calendar.ask_code(end);
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::done);
    calendar.by({}, [](const Act& act) {
        store::insert_policy(
            act.tx,
            "[[clause]]\nname = \"Short\"\nlongest = \"12d\"\n[[clause.level]]\nask = "
            "\"manager\"\n",
            "cli:root",
            act.now()
        );
        return true;
    });
    const auto until = [&](policy::Instant at) {
        return calendar.by(Company::ann, [&](const Act& act) {
            return bot::workflow::extend(act, held, at, "more");
        });
    };
    const auto refused = std::get<ExtendRefused>(until(monday + days{13}));
    CHECK(refused.problem == ExtendProblem::too_long);
    CHECK(refused.latest == monday + days{12});
    CHECK(std::holds_alternative<policy::RequestId>(until(monday + days{12})));
}

TEST_CASE("the reviewer of an extension reads of what it is, until when now and until when then") {
    Extended ann;
    const auto card = ann.calendar.sees(Company::mia, MessageKind::review_card);
    CHECK_THAT(
        card, Contains("to keep *GitHub · code · write* longer until") && Contains("2026-03-22")
    );
    CHECK_THAT(card, Contains("*Extension:* now until") && Contains("2026-03-12"));
}

TEST_CASE("a shorter extension is still longer than what is held") {
    Extended ann;
    const auto task = ann.calendar.tasks(Company::mia).at(0);
    const auto offer = [&](policy::Instant until) {
        return ann.calendar.by(Company::mia, [&](const Act& act) {
            return bot::workflow::approve_until(act, {task.id, task.version}, until);
        });
    };
    using bot::workflow::EndProblem;
    CHECK(std::get<EndProblem>(offer(end - 1h)) == EndProblem::not_later);
    CHECK(std::get<EndProblem>(offer(end)) == EndProblem::not_later);
    CHECK(std::get<EndProblem>(offer(later)) == EndProblem::not_earlier);
    CHECK(std::holds_alternative<bot::workflow::DecideOutcome>(offer(end + days{1})));
    ann.calendar.decide(Company::omar, bot::workflow::approve);
    ann.calendar.pass_until(end + days{1} - 1s);
    CHECK(ann.holds());
    CHECK(ann.calendar.states(ann.second) == std::vector{ItemState::granted});
}

TEST_CASE("what others hold does not count the one who asks") {
    Extended ann;
    // Ben and Ann hold it, of seven engineers.
    ann.calendar.exec("UPDATE title_counts SET holders = 2 WHERE connection_id = 2 AND to_gen = 0");
    ann.calendar.by(Company::mia, [&](const Act& act) {
        const auto task = store::open_tasks_of(act.tx, Company::mia, 0, 1).rows.at(0);
        bot::workflow::refresh_card(act, task);
        return true;
    });
    CHECK_THAT(
        ann.calendar.sees(Company::mia, MessageKind::review_card),
        Contains("1 of 6 other people with the title Engineer holds it.")
    );
}

TEST_CASE("a card of work that was done goes on saying that it was to grant") {
    Calendar calendar;
    const auto request = calendar.ask_code(end);
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    const auto granting = calendar.tasks(Company::omar).at(0);
    calendar.decide(Company::omar, bot::workflow::done);
    calendar.by(Company::ann, [&](const Act& act) {
        return bot::workflow::give_back(act, request);
    });
    const auto removing = calendar.tasks(Company::omar).at(0);
    const auto words_of = [&](const store::TaskRow& task) {
        calendar.by({}, [&](const Act& act) {
            bot::workflow::refresh_card(act, task);
            return true;
        });
        return calendar.sees(Company::omar, MessageKind::manual_card);
    };
    CHECK_THAT(words_of(granting), Contains("Done") && Contains("*GitHub · code · write* for"));
    CHECK_THAT(words_of(removing), Contains("Please remove access"));
    calendar.decide(Company::omar, bot::workflow::done);
    CHECK_THAT(words_of(granting), !Contains("emove"));
    CHECK_THAT(words_of(removing), Contains("To remove access"));
    CHECK(calendar.states(request) == std::vector{ItemState::revoked});
}

std::string shown(Calendar& calendar, policy::RequestId id) {
    return calendar.read<std::string>([&](store::Tx& tx) {
        return bot::request_text(tx, store::find_request(tx, id).value());
    });
}

TEST_CASE("an end that a reviewer has set is a date in what people and operators read") {
    Calendar calendar;
    const auto request = calendar.ask_code();
    const auto task = calendar.tasks(Company::mia).at(0);
    calendar.by(Company::mia, [&](const Act& act) {
        return std::holds_alternative<bot::workflow::DecideOutcome>(
            bot::workflow::approve_until(act, {task.id, task.version}, end)
        );
    });
    const auto text = shown(calendar, request);
    CHECK_THAT(text, Contains("end: permanent → 2026-03-12 10:00 UTC"));
    CHECK_THAT(text, !Contains("17733") && Contains("Asked until   permanent"));
    CHECK_THAT(
        calendar.sees(Company::ann, MessageKind::tracker),
        Contains("*Duration:* until") && !Contains("Permanent")
    );
}

TEST_CASE("a request expires only while somebody could still decide it") {
    Calendar calendar;
    const auto request = calendar.ask_code(end);
    CHECK_THAT(shown(calendar, request), Contains("Expires"));
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    CHECK_THAT(shown(calendar, request), !Contains("Expires"));
    calendar.decide(Company::omar, bot::workflow::done);
    calendar.pass_until(end);
    REQUIRE(calendar.states(request) == std::vector{ItemState::revoking});
    CHECK_THAT(shown(calendar, request), !Contains("Expires"));
}

TEST_CASE("what happens within one second is told in its order") {
    Calendar calendar;
    const auto request = calendar.ask_code();
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::done);
    const auto events = calendar.read<std::vector<blocks::RequestEvent>>([&](store::Tx& tx) {
        return bot::models::history(tx, store::find_request(tx, request).value(), Company::ann);
    });
    std::vector<std::string> said;
    for (const auto& event : events) {
        CHECK(event.at == monday);
        said.push_back((event.who ? event.who->name + " " : "") + event.what);
    }
    CHECK(
        said ==
        std::vector<std::string>{
            "mia was asked about 1 access grant",
            "mia approved 1 access grant",
            "omar was asked about 1 access grant",
            "omar approved 1 access grant",
            "omar gave the last yes for 1 access grant",
            "omar was asked to carry out 1 access grant",
            "omar granted 1 access grant"}
    );
}

}  // namespace
