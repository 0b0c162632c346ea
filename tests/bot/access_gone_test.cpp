// Access for a time that was removed in the application itself, or that a sync has missed: its end
// comes all the same, and nobody is told what is not so.
#include "bot/workflow/access_end.hpp"
#include "tests/bot/automatic.hpp"

namespace {

using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using policy::ItemState;
using std::chrono::days;
using store::MessageKind;
using Company = SmallCompany;

constexpr auto monday = Calendar::monday;
constexpr auto ends = monday + days{10};

// An import that does not show what Ann holds any more.
void vanishes(Calendar& calendar) {
    calendar.exec("DELETE FROM grants WHERE identity_id = 1 AND connection_id = 2");
}

TEST_CASE("at its end, access that was removed outside is revoked, and nobody is to remove it") {
    Calendar calendar;
    const auto request = calendar.ask_code(ends);
    calendar.decide(Company::mia, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::approve);
    calendar.decide(Company::omar, bot::workflow::done);
    vanishes(calendar);
    calendar.pass_until(ends - 1s);
    CHECK(calendar.states(request) == std::vector{ItemState::granted});
    calendar.pass_until(ends);
    CHECK(calendar.states(request) == std::vector{ItemState::revoked});
    CHECK(calendar.tasks(Company::omar).empty());
    CHECK_THAT(
        calendar.sees(Company::ann, MessageKind::carried_out),
        Contains("*Ended:*") && Contains("removed in GitHub before its end, and not by Latchkey")
    );
    CHECK(calendar.got(Company::ann, MessageKind::carried_out).size() == 1);
    calendar.pass_until(ends + days{3});
    CHECK(calendar.got(Company::ann, MessageKind::carried_out).size() == 1);
    CHECK(calendar.read<bool>([](store::Tx& tx) { return store::verify_audit(tx).empty(); }));
}

TEST_CASE("an application that does it by itself is asked about what a sync does not show") {
    Automatic at;
    const auto request = at.approved(ends);
    at.done(*at.take());
    vanishes(at);
    at.pass_until(ends);
    CHECK(at.states(request) == std::vector{ItemState::revoking});
    const auto job = at.take();
    REQUIRE(job);
    CHECK(job->action == store::JobAction::revoke);
    at.done(*job);
    CHECK(at.states(request) == std::vector{ItemState::revoked});
    CHECK_THAT(
        at.sees(Company::ann, MessageKind::carried_out),
        Contains("*Ended:*") && !Contains("not by Latchkey")
    );
}

TEST_CASE("what another request of Latchkey's has removed ends in silence") {
    Automatic at;
    const auto request = at.approved(ends);
    at.done(*at.take());
    vanishes(at);
    at.exec(
        "INSERT INTO request_items (request_id, connection_id, identity_id, action, "
        "state, changed_at) SELECT request_id, connection_id, identity_id, 'REVOKE', "
        "'revoked', changed_at + 1 FROM request_items"
    );
    const auto told = at.messages("carried_out");
    at.pass_until(ends);
    CHECK(at.states(request).front() == ItemState::revoked);
    CHECK_FALSE(at.take());
    CHECK(at.messages("carried_out") == told);
}

}  // namespace
