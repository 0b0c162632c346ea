// More time for access of which parts end at different moments, and what stands against more time.
#include "bot/workflow/access_end.hpp"
#include "bot/workflow/extend.hpp"
#include "store/endings.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using bot::workflow::EndProblem;
using bot::workflow::ExtendProblem;
using bot::workflow::ExtendRefused;
using Catch::Matchers::Contains;
using policy::ItemState;
using std::chrono::days;
using store::MessageKind;
using Company = SmallCompany;

constexpr auto monday = Calendar::monday;
constexpr auto soon = monday + days{10};
constexpr auto end = monday + days{20};

// Of one request Ann holds code_admin until `soon`, for Mia has shortened it, and code_write until
// `end`.
struct Held {
    Calendar calendar;
    policy::RequestId request;

    Held() {
        request = calendar.ask({{Company::code_write, 1}, {Company::code_admin, 1}}, end);
        calendar.decide(Company::mia, bot::workflow::approve);
        calendar.decide(Company::omar, bot::workflow::approve);
        calendar.exec(
            "UPDATE request_items SET ends_at = " +
            std::to_string(policy::seconds_since_epoch(soon)) + " WHERE connection_id = 3"
        );
        calendar.decide(Company::omar, bot::workflow::done);
        REQUIRE(until(Company::code_admin) == soon);
        REQUIRE(until(Company::code_write) == end);
    }

    std::optional<policy::Instant> until(policy::ConnectionId what) {
        return calendar.read<std::optional<policy::Instant>>([&](store::Tx& tx) {
            const auto held = store::find_grant(tx, {1}, what);
            return held ? held->expires_at : std::nullopt;
        });
    }
    bot::workflow::ExtendOutcome extend(policy::Instant at, const std::string& reason = "more") {
        return calendar.by(Company::ann, [&](const Act& act) {
            return bot::workflow::extend(act, request, at, reason);
        });
    }
    policy::RequestId asked(policy::Instant at) { return std::get<policy::RequestId>(extend(at)); }
    ExtendProblem refused(policy::Instant at, const std::string& reason = "more") {
        return std::get<ExtendRefused>(extend(at, reason)).problem;
    }
};

TEST_CASE("an extension asks only for what would last longer, and shortens nothing") {
    Held ann;
    const auto second = ann.asked(monday + days{15});
    CHECK(ann.calendar.states(second).size() == 1);
    ann.calendar.decide(Company::mia, bot::workflow::approve);
    ann.calendar.decide(Company::omar, bot::workflow::approve);
    CHECK(ann.until(Company::code_admin) == monday + days{15});
    CHECK(ann.until(Company::code_write) == end);
}

TEST_CASE("an extension beyond every end asks for all, and a shorter offer is after the last end") {
    Held ann;
    const auto second = ann.asked(monday + days{30});
    CHECK(ann.calendar.states(second).size() == 2);
    const auto task = ann.calendar.tasks(Company::mia).at(0);
    const auto offer = [&](policy::Instant at) {
        return ann.calendar.by(Company::mia, [&](const Act& act) {
            return bot::workflow::approve_until(act, {task.id, task.version}, at);
        });
    };
    CHECK(std::get<EndProblem>(offer(monday + days{15})) == EndProblem::not_later);
    CHECK(std::get<EndProblem>(offer(end)) == EndProblem::not_later);
    CHECK(std::holds_alternative<bot::workflow::DecideOutcome>(offer(end + days{1})));
}

TEST_CASE("what is held for longer meanwhile than was asked for keeps its end") {
    Held ann;
    const auto second = ann.asked(monday + days{15});
    const auto longer = monday + days{17};
    ann.calendar.exec(
        "UPDATE grants SET expires_at = " + std::to_string(policy::seconds_since_epoch(longer)) +
        " WHERE holder_id = 1 AND connection_id = 3"
    );
    ann.calendar.decide(Company::mia, bot::workflow::approve);
    ann.calendar.decide(Company::omar, bot::workflow::approve);
    CHECK(ann.until(Company::code_admin) == longer);
    ann.calendar.pass_until(longer - 1s);
    CHECK(ann.calendar.states(second) == std::vector{ItemState::granted});
    ann.calendar.pass_until(longer);
    CHECK(ann.calendar.states(second) == std::vector{ItemState::revoking});
}

TEST_CASE("each part of an extension that takes effect is told when it does") {
    Held ann;
    auto& calendar = ann.calendar;
    ann.asked(monday + days{30});
    // Mia says yes to one after the other.
    for (int part = 0; part < 2; ++part) {
        const auto task = calendar.tasks(Company::mia).at(0);
        const auto items = calendar.read<std::vector<store::ItemRow>>([&](store::Tx& tx) {
            return store::items_of_task(tx, task.id, true);
        });
        calendar.by(Company::mia, [&](const Act& act) {
            return bot::workflow::decide_items(
                act, {task.id, task.version}, {items.front().id}, {}, ""
            );
        });
        calendar.decide(Company::omar, bot::workflow::approve);
        calendar.now += 1h;
    }
    const auto told = calendar.got(Company::ann, MessageKind::extended);
    REQUIRE(told.size() == 2);
    CHECK_THAT(told[0].text, Contains("admin") && !Contains("write"));
    CHECK_THAT(told[1].text, Contains("write") && !Contains("admin"));
}

TEST_CASE("parts of one request that expire at different moments are each told") {
    Calendar calendar;
    const auto request = calendar.ask({{Company::code_write, 1}, {Company::code_admin, 1}}, end);
    calendar.exec(
        "UPDATE request_items SET ends_at = " + std::to_string(policy::seconds_since_epoch(soon)) +
        " WHERE connection_id = 3"
    );
    calendar.rules.nudges.escalate_after = days{60};
    calendar.exec("DELETE FROM timers WHERE kind = 'request_expiry'");
    calendar.by(Company::ann, [&](const Act& act) {
        bot::workflow::watch_access(act, store::find_request(act.tx, request).value());
        return true;
    });
    calendar.pass_until(end);
    const auto told = calendar.got(Company::ann, MessageKind::expired);
    REQUIRE(told.size() == 2);
    CHECK_THAT(told[0].text, Contains("admin") && !Contains("write"));
    CHECK_THAT(told[1].text, Contains("write") && !Contains("admin"));
}

TEST_CASE("an extension gives the reason that the access asks for") {
    Held ann;
    ann.calendar.exec(
        "UPDATE connection_versions SET reason_rule = 'text:20' WHERE connection_id = 3"
    );
    CHECK(ann.refused(monday + days{15}, "more") == ExtendProblem::reason_too_short);
    CHECK(ann.refused(monday + days{15}, "  ") == ExtendProblem::reason_missing);
    ann.calendar.exec(
        "UPDATE connection_versions SET reason_rule = 'pattern:TICKET-[0-9]+' "
        "WHERE connection_id = 3"
    );
    CHECK(ann.refused(monday + days{15}, "more") == ExtendProblem::reason_not_matched);
    CHECK(std::holds_alternative<policy::RequestId>(
        ann.extend(monday + days{15}, "still on TICKET-12")
    ));
}

TEST_CASE("what cannot be asked for any more is not extended") {
    Held ann;
    ann.calendar.exec("UPDATE connection_versions SET requestable = 0 WHERE connection_id = 3");
    CHECK(ann.refused(monday + days{15}) == ExtendProblem::not_later);
    const auto second = ann.asked(monday + days{30});
    CHECK(ann.calendar.states(second).size() == 1);
    Held other;
    other.calendar.exec("UPDATE connection_versions SET requestable = 0");
    CHECK(other.refused(monday + days{30}) == ExtendProblem::not_offered);
}

TEST_CASE("an extension about which nobody may decide is not submitted") {
    Held ann;
    ann.calendar.exec(
        "UPDATE slack_users SET deleted = 1, refused = 'deleted', employee_id = NULL "
        "WHERE employee_id <> 1"
    );
    CHECK(ann.refused(monday + days{15}) == ExtendProblem::nobody_may_decide);
}

}  // namespace
