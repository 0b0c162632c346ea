// What people see of temporary access by purpose, from the form to its end.
#include <catch2/catch.hpp>

#include "blocks/home.hpp"
#include "blocks/request_details.hpp"
#include "blocks/review_card.hpp"
#include "blocks/shorter_form.hpp"
#include "blocks/tracker.hpp"
#include "tests/blocks/golden.hpp"
#include "tests/blocks/people.hpp"

namespace {

using namespace people;
using policy::PurposeStanding;
using std::chrono::days;

const PurposeAsked on_call{"On-call <payments>", days{7}};

AssignedPurpose purpose(PurposeStanding standing) {
    AssignedPurpose made{"42", on_call, few, standing};
    if (standing != PurposeStanding::assigned) made.until = friday;
    return made;
}

RequestDetails details() {
    RequestDetails page{.key = "7", .render = 3};
    page.beneficiary = me;
    page.items = few;
    page.duration = DurationField{.temporary = true, .longest = days{365}};
    page.duration->purpose = PurposeField{.offered = 2};
    page.reasons = {"New project"};
    page.deciders = {manager};
    return page;
}

TEST_CASE("golden: the second page asks for a purpose in place of an end") {
    auto page = details();
    golden::check("request_details_purpose", request_details(page));
    page.duration->purpose->chosen = PurposeChoice{{5}, on_call.name, "Watch payments & refunds"};
    page.duration->purpose->lasts = on_call.lasts;
    page.duration->purpose->left_out = 1;
    page.dropped = 2;
    golden::check("request_details_purpose_chosen", request_details(page));
    page.duration->purpose = PurposeField{};
    golden::check("request_details_purpose_none", request_details(page));
}

TEST_CASE("golden: a purpose is asked for, approved, started and stopped") {
    ReviewCard card{.task_key = "1.1", .requester = bob, .beneficiary = bob, .items = few};
    card.purpose = on_call;
    card.waiting_since = monday;
    card.due = friday;
    card.why_you = manager;
    golden::check("review_card_purpose", review_card(card));
    Tracker asked{.request_key = "42", .beneficiary = me, .items = few};
    asked.purpose = on_call;
    asked.states = {{policy::ItemState::approved, 3}};
    asked.submitted = monday;
    golden::check("tracker_purpose", tracker(asked));
    golden::check("purpose_assigned", purpose_assigned(purpose(PurposeStanding::assigned)));
    auto not_started = purpose(PurposeStanding::assigned);
    not_started.start_by = friday;
    golden::check("purpose_start_by", purpose_assigned(not_started));
    not_started.standing = PurposeStanding::over;
    golden::check("purpose_ended", purpose_ended(not_started));
    golden::check("purpose_started", purpose_assigned(purpose(PurposeStanding::started)));
    golden::check("purpose_over", purpose_assigned(purpose(PurposeStanding::over)));
    golden::check("shorter_form_purpose", shorter_form({"1.1", bob, few, std::nullopt, on_call}));
}

TEST_CASE("golden: the Home tab has each purpose with what can be done with it") {
    Home home{.name = "Bob Brown"};
    for (const auto standing :
         {PurposeStanding::assigned,
          PurposeStanding::starting,
          PurposeStanding::started,
          PurposeStanding::stopping,
          PurposeStanding::stopped})
        home.purposes.push_back(purpose(standing));
    home.purposes.push_back(purpose(PurposeStanding::assigned));
    home.purposes.back().active = false;
    golden::check("home_purposes", blocks::home(home));
}

}  // namespace
