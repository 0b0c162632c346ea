// Slack's people become employees by product.md section 2, and each other kind gets its own answer.
#include "store/slack_users.hpp"

#include <catch2/catch.hpp>

#include "tests/store/import_fixture.hpp"

namespace {

using store::Reach;
using store::SlackMatch;
using store::Tx;

policy::SlackUser slack(const std::string& id, const std::string& email) {
    policy::SlackUser user;
    user.team = {"T1"};
    user.user = {id};
    user.email = email;
    user.name = "Handle " + id;
    user.tz = "Europe/Oslo";
    user.tz_offset = 3600;
    user.updated = policy::instant(100);
    return user;
}

struct Workspace : Directory {
    Workspace() {
        auto gone = user("gone@x.example", "Gone");
        gone.ends_at = now;
        import <store::UserRow>(
            {user("anna@x.example", "Anna"), user("bert@x.example", "Bert"), gone}
        );
        anna = employee("anna@x.example");
        bert = employee("bert@x.example");
    }
    store::SlackOutcome tell(const policy::SlackUser& user) {
        return look([&](Tx& tx) { return store::upsert_slack_user(tx, user); });
    }
    template <class Kind>
    bool is(const std::string& id, const std::string& team = "T1") {
        return look([&](Tx& tx) {
            return std::holds_alternative<Kind>(store::who_is(tx, {team}, {id}));
        });
    }
    Reach reach(policy::EmployeeId id) {
        return look([&](Tx& tx) { return store::slack_user_of(tx, id).reach; });
    }
    policy::EmployeeId anna;
    policy::EmployeeId bert;
};

TEST_CASE("a user is matched by address without regard to case, and told back as stored") {
    Workspace workspace;
    const auto outcome = workspace.tell(slack("U1", "ANNA@X.Example"));
    CHECK(outcome.match == SlackMatch::matched);
    CHECK(outcome.employee == workspace.anna);
    CHECK(outcome.news);
    CHECK_FALSE(workspace.tell(slack("U1", "anna@x.example")).news);
    CHECK(workspace.is<store::KnownEmployee>("U1"));
    CHECK(workspace.reach(workspace.anna) == Reach::reachable);
    workspace.gate.write_blocking([&](Tx& tx) {
        auto expected = slack("U1", "anna@x.example");
        CHECK(store::find_slack_user(tx, {"T1"}, {"U1"}) == expected);
        CHECK(store::find_employee(tx, {"T1"}, {"U1"})->id == workspace.anna);
    });
}

TEST_CASE(
    "bot, stranger, guest, unconfirmed and nameless users are nobody of ours, each for its reason"
) {
    Workspace workspace;
    auto bot = slack("U1", "anna@x.example");
    bot.bot = true;
    auto stranger = slack("U2", "anna@x.example");
    stranger.stranger = true;
    auto guest = slack("U3", "anna@x.example");
    guest.guest = true;
    auto unconfirmed = slack("U4", "anna@x.example");
    unconfirmed.email_confirmed = false;
    CHECK(workspace.tell(bot).match == SlackMatch::bot);
    CHECK(workspace.tell(stranger).match == SlackMatch::stranger);
    CHECK(workspace.tell(guest).match == SlackMatch::guest);
    CHECK(workspace.tell(unconfirmed).match == SlackMatch::unconfirmed_email);
    CHECK(workspace.tell(slack("U5", "")).match == SlackMatch::no_email);
    CHECK(workspace.tell(slack("U6", "who@x.example")).match == SlackMatch::unknown_email);
    CHECK(workspace.is<store::OutsiderUser>("U2"));
    CHECK(workspace.is<store::GuestUser>("U3"));
    CHECK(workspace.is<store::UnknownUser>("U7"));
    for (const auto& [id, why] :
         {std::pair{"U1", SlackMatch::bot},
          {"U4", SlackMatch::unconfirmed_email},
          {"U5", SlackMatch::no_email},
          {"U6", SlackMatch::unknown_email}}) {
        const std::string user = id;
        const auto who = workspace.look([&](Tx& tx) { return store::who_is(tx, {"T1"}, {user}); });
        REQUIRE(std::holds_alternative<store::UnknownUser>(who));
        CHECK(std::get<store::UnknownUser>(who).why == why);
    }
    // Known, and known to be of no use: nobody waits for their answer.
    CHECK(workspace.reach(workspace.anna) == Reach::refused);
}

TEST_CASE("the same user id in another workspace is somebody else") {
    Workspace workspace;
    workspace.tell(slack("U1", "anna@x.example"));
    CHECK(workspace.is<store::UnknownUser>("U1", "T2"));
}

TEST_CASE("a terminated employee is told apart from a stranger to the company") {
    Workspace workspace;
    CHECK(workspace.tell(slack("U1", "gone@x.example")).match == SlackMatch::matched);
    CHECK(workspace.is<store::TerminatedEmployee>("U1"));
}

TEST_CASE("a deactivated user cannot act, is not reached, and gives way to a new account") {
    Workspace workspace;
    workspace.tell(slack("U1", "anna@x.example"));
    // A deactivated user lacks most fields, also the address.
    auto deleted = slack("U1", "");
    deleted.deleted = true;
    deleted.updated = policy::instant(101);
    const auto outcome = workspace.tell(deleted);
    CHECK(outcome.match == SlackMatch::deleted);
    CHECK(outcome.ended == workspace.anna);
    CHECK(workspace.is<store::DeactivatedUser>("U1"));
    CHECK(workspace.reach(workspace.anna) == Reach::deactivated);
    CHECK(workspace.tell(slack("U9", "anna@x.example")).match == SlackMatch::matched);
    CHECK(workspace.reach(workspace.anna) == Reach::reachable);
    // Activated again: now the other one is first.
    auto back = slack("U1", "anna@x.example");
    back.updated = policy::instant(102);
    CHECK(workspace.tell(back).match == SlackMatch::second_user);
}

TEST_CASE("a second Slack user for one employee is refused and told once") {
    Workspace workspace;
    workspace.tell(slack("U1", "anna@x.example"));
    const auto second = workspace.tell(slack("U2", "anna@x.example"));
    CHECK(second.match == SlackMatch::second_user);
    CHECK(second.news);
    CHECK_FALSE(workspace.tell(slack("U2", "anna@x.example")).news);
    CHECK(workspace.is<store::UnknownUser>("U2"));
    CHECK(workspace.is<store::KnownEmployee>("U1"));
}

TEST_CASE("a changed address ends the match and makes it anew with whom it names") {
    Workspace workspace;
    workspace.tell(slack("U1", "anna@x.example"));
    auto renamed = slack("U1", "anna.berg@x.example");
    renamed.updated = policy::instant(101);
    const auto ended = workspace.tell(renamed);
    CHECK(ended.match == SlackMatch::unknown_email);
    CHECK(ended.ended == workspace.anna);
    CHECK(workspace.is<store::UnknownUser>("U1"));
    CHECK(workspace.reach(workspace.anna) == Reach::no_slack_user);
    renamed.email = "bert@x.example";
    CHECK(workspace.tell(renamed).employee == workspace.bert);
}

TEST_CASE("older news than we have changes nothing") {
    Workspace workspace;
    workspace.tell(slack("U1", "anna@x.example"));
    auto older = slack("U1", "bert@x.example");
    older.updated = policy::instant(99);
    CHECK(workspace.tell(older).employee == workspace.anna);
}

}  // namespace
