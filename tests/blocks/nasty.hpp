// Models no honest company has, made of nasty strings; the lists are longer than any page.
#pragma once

#include <string>
#include <vector>

#include "blocks/bulk.hpp"
#include "blocks/comment_form.hpp"
#include "blocks/direct_reply.hpp"
#include "blocks/due_notice.hpp"
#include "blocks/extend_form.hpp"
#include "blocks/home.hpp"
#include "blocks/item_review.hpp"
#include "blocks/manual_task.hpp"
#include "blocks/question.hpp"
#include "blocks/request_details.hpp"
#include "blocks/request_form.hpp"
#include "blocks/request_view.hpp"
#include "blocks/review_card.hpp"
#include "blocks/tasks.hpp"
#include "blocks/tracker.hpp"
#include "tests/blocks/nasty_strings.hpp"

namespace nasty {

using namespace blocks;

class Source : public Strings {
 public:
    using Strings::Strings;

    Person person() {
        Person made{text()};
        if (flip()) made.slack = policy::SlackUserId{"UFINE" + std::to_string(below(9))};
        made.is_reader = below(4) == 0;
        return made;
    }
    GrantName grant() { return {text(), text(), text(), below(4) == 0}; }
    PersonChoice choice() { return {{number()}, text(), text()}; }
    StateCount state() { return {policy::all_item_states[below(10)], number()}; }
    Decider part() {
        return {
            many(3, [&] { return person(); }),
            static_cast<policy::ReviewerKind>(below(6)),
            many(5, [&] { return text(); }),
            flip()};
    }
    Decider decider() {
        auto made = part();
        if (below(4) == 0) {
            made.others = many(5, [&] { return part(); });
            made.quorum = static_cast<int>(below(5));
            made.yeses = static_cast<int>(below(3));
        }
        return made;
    }
    PassedOver passed_over() {
        PassedOver made;
        if (flip()) made.person = person();
        made.as = static_cast<policy::ReviewerKind>(below(4));
        made.applications = many(5, [&] { return text(); });
        made.reason = static_cast<policy::SkipReason>(below(5));
        return made;
    }

    std::vector<GrantName> grants(std::size_t most = 2000) {
        // A few applications for all, or one for each.
        if (flip()) return many(most, [&] { return grant(); });
        const auto applications = exactly(1 + below(5), [&] { return text(); });
        return many(most, [&] {
            auto made = grant();
            made.application = applications[below(applications.size())];
            return made;
        });
    }

    EndingAccess ending() {
        return {key(), some(grants()), instant(), flip(), flip() ? text() : ""};
    }
    std::optional<PurposeAsked> purpose() {
        if (flip()) return std::nullopt;
        return PurposeAsked{text(), std::chrono::seconds{below(100'000'000)}};
    }
    AssignedPurpose assigned_purpose() {
        AssignedPurpose made{key(), {text(), std::chrono::seconds{below(100'000'000)}}};
        made.items = grants();
        made.standing = static_cast<policy::PurposeStanding>(below(7));
        if (flip()) made.until = instant();
        made.active = flip();
        return made;
    }
    ExtendForm extend_form() {
        const auto soon =
            policy::instant(1'700'000'000 + static_cast<std::int64_t>(below(1'000'000)));
        ExtendForm made{key(), person(), some(grants()), instant(), soon, text()};
        made.deciders = many(9, [&] { return decider(); });
        made.passed_over = many(9, [&] { return passed_over(); });
        return made;
    }
    // At least one: nothing cannot end.
    std::vector<GrantName> some(std::vector<GrantName> grants) {
        if (grants.empty()) grants.push_back(grant());
        return grants;
    }
    DueNotice due_notice() {
        DueNotice made;
        made.lines = many(60, [&]() -> DueLine {
            switch (below(4)) {
                case 0:
                    return DueTask{home_task()};
                case 3:
                    return ending();
                case 1:
                    return ReviewExpiring{home_task(), instant()};
                default:
                    return RequestExpiring{key(), person(), grants(), instant()};
            }
        });
        made.settled = below(100);
        return made;
    }
    HomeTask home_task() {
        return {
            key(),
            flip() ? TaskKind::manual : TaskKind::review,
            person(),
            person(),
            number(),
            many(8, [&] { return text(); }),
            instant(),
            flip()};
    }
    HomeRequest home_request() {
        return {
            key(),
            person(),
            number(),
            many(8, [&] { return text(); }),
            many(10, [&] { return state(); }),
            number(),
            instant()};
    }
    Home home() {
        Home made{.name = text(), .title = text(), .roles = many(3, [&] { return text(); })};
        made.place = {flip() ? RequestsTab::open : RequestsTab::completed, below(9), below(9)};
        made.place.ending_page = below(9);
        made.place.purposes_page = below(9);
        made.reviews = below(4);
        made.actions_owed = number();
        made.tasks = {
            exactly(below(home_page_rows + 1), [&] { return home_task(); }), below(5), 5, number()};
        made.ending = exactly(below(3 * ending_rows), [&] { return ending(); });
        made.requests = {
            exactly(below(home_page_rows + 1), [&] { return home_request(); }),
            below(5),
            5,
            number()};
        made.any_requests = flip();
        made.purposes = exactly(below(3 * purpose_rows), [&] { return assigned_purpose(); });
        return made;
    }
    RequestForm request_form() {
        RequestForm made{.key = key(), .render = below(1000)};
        if (flip()) made.notice = md(text());
        made.beneficiary = choice();
        made.like = static_cast<policy::AccessLike>(below(3));
        if (made.like == policy::AccessLike::custom)
            made.action = static_cast<policy::Action>(below(2));
        if (below(5) > 0) made.reference = choice();
        if (below(5) > 0) made.title = TitleChoice{key(), text(), number()};
        if (flip()) made.application = ApplicationChoice{{number() + 1}, text()};
        made.has = number();
        made.chosen_in_all = number();
        if (flip()) made.dropped = number();
        made.all_ticked = flip();
        std::int64_t id = 0;
        std::vector<OfferRow> rows;
        for (const auto& one : grants(1000)) {
            rows.push_back({policy::ConnectionId{++id}, one, text(), flip(), below(6) == 0});
        }
        made.list = offer_list(std::move(rows), below(30));
        if (flip()) made.list.left_out = number();
        return made;
    }
    IdentityChoice identity_choice(std::int64_t integration) {
        IdentityChoice made{{integration}, text(), number()};
        std::int64_t id = integration * 1000;
        made.identities = many(150, [&] {
            return IdentityOption{policy::IdentityId{++id}, text(), flip()};
        });
        if (!made.identities.empty() && flip())
            made.chosen = made.identities[below(made.identities.size())].identity;
        made.will_be_created = flip();
        if (flip()) made.owner = person();
        made.account_url = flip() ? "https://fine.example/sign up?a=1&b=<2>|" : text();
        if (flip()) made.already = number();
        return made;
    }
    RequestDetails request_details() {
        RequestDetails made{.key = key(), .render = below(1000)};
        made.action = action();
        if (flip()) made.notice = md(text());
        made.beneficiary = person();
        made.items = grants();
        std::int64_t integration = 0;
        made.identities = many(300, [&] { return identity_choice(++integration); });
        if (flip()) {
            made.duration = DurationField{flip()};
            if (flip()) made.duration->ends = instant();
            made.duration->longest = std::chrono::seconds{below(100'000'000)};
            if (flip()) made.duration->limited_by = grant();
            made.duration->never_permanent = flip();
            if (flip()) {
                made.duration->purpose = PurposeField{number()};
                if (flip()) made.duration->purpose->chosen = PurposeChoice{{7}, text(), text()};
                made.duration->purpose->left_out = number();
            }
        }
        made.asks_other = flip();
        made.reason_text.length = static_cast<int>(below(500));
        if (flip()) made.reason_text.long_for = grant();
        made.reason_text.patterns = many(20, [&] { return ReasonText::Pattern{text(), grant()}; });
        made.reasons = many(120, [&] { return text(); });
        if (flip()) made.reason = below(made.reasons.size() + 3);
        made.reason_other = text();
        made.details = text();
        made.deciders = many(300, [&] { return decider(); });
        made.passed_over = many(300, [&] { return passed_over(); });
        if (flip()) made.at_once = grants();
        if (flip()) made.denied = many(60, [&] { return denied_by_policy(); });
        if (flip()) made.dropped = number();
        return made;
    }
    CardState card_state() {
        switch (below(6)) {
            case 0:
                return CardDecided{person(), instant(), number(), 0, text()};
            case 1:
                return CardDecided{person(), instant(), number(), number(), text()};
            case 2:
                return CardWithdrawn{person(), instant(), text()};
            case 3:
                return CardExpired{instant()};
            case 4:
                return CardMoved{many(9, [&] { return person(); })};
            default:
                return CardOpen{};
        }
    }
    policy::Action action() { return static_cast<policy::Action>(below(2)); }
    ReviewCard review_card() {
        ReviewCard made{.task_key = key(), .requester = person(), .beneficiary = person()};
        made.action = action();
        made.items = grants();
        made.reason = text();
        made.details = text();
        if (flip()) made.ends = instant();
        made.purpose = purpose();
        if (flip()) made.similar = Similar{text(), number(), number(), number()};
        made.waiting_since = instant();
        made.due = instant();
        made.overdue = flip();
        made.why_you = decider();
        made.passed_over = many(30, [&] { return passed_over(); });
        if (flip()) made.taken_over = TakenOver{person(), person(), flip(), text()};
        made.paused = flip();
        made.approved_before = number();
        made.questions = many(6, [&] { return CardQuestion{person(), text(), person(), text()}; });
        if (flip()) made.tasks_url = "https://fine.example/tasks";
        made.state = card_state();
        return made;
    }
    Question question() {
        Question made{.key = key(), .request_key = key(), .by = person()};
        made.beneficiary = person();
        made.items = grants();
        made.question = text();
        if (flip()) made.answer = text();
        made.asked = instant();
        made.open = flip();
        return made;
    }
    ItemReview item_review() {
        ItemReview made{.key = key(), .requester = person(), .beneficiary = person()};
        std::size_t n = 0;
        for (auto& grant : grants()) {
            made.items.push_back({std::to_string(++n), std::move(grant)});
            if (flip()) made.items.back().approve = flip();
        }
        made.approved = number();
        made.page = below(30);
        return made;
    }
    BulkSummary bulk_summary() {
        return {Verdict::denied, many(20, [&] {
                    return BulkLine{md(named(person())), flip() ? md(text()) : Markdown{}};
                })};
    }
    Tracker tracker() {
        Tracker made{.request_key = key(), .beneficiary = person(), .items = grants()};
        made.action = action();
        made.states = many(10, [&] { return state(); });
        made.reason = text();
        made.deciders = many(300, [&] { return decider(); });
        made.passed_over = many(30, [&] { return passed_over(); });
        made.submitted = instant();
        if (flip()) made.due = instant();
        made.overdue = flip();
        made.purpose = purpose();
        made.trying_again = many(12, [&] {
            return TryingAgain{text(), number(), text(), instant()};
        });
        return made;
    }
    Outcome outcome() {
        Outcome made{static_cast<OutcomeKind>(below(4)), key(), person(), person(), grants()};
        if (flip()) {
            made.kind = OutcomeKind::partly;
            made.not_done = grants();
        }
        if (flip()) made.whole = WholeRequest{grants(), grants(), grants(), grants()};
        made.action = action();
        if (flip()) made.by = person();
        made.comment = text();
        made.next = text();
        made.at = instant();
        return made;
    }
    DeniedByPolicy denied_by_policy() { return {text(), grants()}; }
    PolicyDenial policy_denial() {
        PolicyDenial made{key(), person(), person()};
        made.denied = many(60, [&] { return denied_by_policy(); });
        made.at = instant();
        return made;
    }
    BeneficiaryNotice beneficiary_notice() {
        BeneficiaryNotice made{key(), person(), grants(), text()};
        made.deciders = many(300, [&] { return decider(); });
        made.action = action();
        return made;
    }
    ManualTask manual_task() {
        ManualTask made{
            .task_key = key(),
            .application = text(),
            .requester = person(),
            .beneficiary = person()};
        made.action = action();
        made.beneficiary_email = text();
        made.identity = text();
        made.items = grants();
        made.approved_by = many(30, [&] { return person(); });
        if (flip()) {
            made.campaign = text();
            for (std::size_t i = 0; i < made.items.size(); ++i) {
                made.holders.push_back({key() + std::to_string(i), {}, text()});
                if (flip()) made.holders.back().whose = person();
            }
        }
        made.waiting_since = instant();
        made.due = instant();
        made.overdue = flip();
        if (flip()) made.tasks_url = "https://fine.example/tasks";
        switch (below(4)) {
            case 0:
                made.state = ManualDone{person(), instant()};
                break;
            case 1:
                made.state = ManualCouldNot{person(), instant(), text()};
                break;
            case 2:
                made.state = ManualMoved{many(9, [&] { return person(); })};
                break;
            default:
                break;
        }
        return made;
    }
    DirectReply direct_reply() {
        DirectReply made{.name = text(), .tasks = number(), .open_requests = number()};
        if (flip()) made.refused = static_cast<Refusal>(below(5));
        made.ask = many(9, [&] { return person(); });
        return made;
    }
    RequestView request_view() {
        RequestView made{.key = key(), .requester = person(), .beneficiary = person()};
        made.action = action();
        made.reason = text();
        made.details = text();
        made.submitted = instant();
        made.states = many(10, [&] { return state(); });
        for (const auto& one : grants()) {
            made.items.push_back(
                {one, policy::all_item_states[below(10)], many(9, [&] { return person(); }), text()}
            );
        }
        made.events = many(300, [&] {
            RequestEvent event{instant(), {}, text()};
            if (flip()) event.who = person();
            return event;
        });
        made.may_withdraw = flip();
        made.purpose = purpose();
        made.page = below(50);
        return made;
    }
    TaskList task_list() {
        return {
            key(),
            {exactly(below(task_list_rows + 1), [&] { return home_task(); }),
             below(5),
             5,
             number()}};
    }
    TaskView task_view() {
        TaskView made{review_card(), below(30)};
        if (flip()) made.notice = md(text());
        return made;
    }
    CommentForm comment_form() { return {key(), person(), grants(), action()}; }
};

}  // namespace nasty
