#include "bot/workflow/tell.hpp"

#include "bot/workflow/access_end.hpp"
#include "bot/workflow/campaign_end.hpp"
#include "bot/workflow/clocks.hpp"
#include "store/directory.hpp"
#include "store/homes.hpp"
#include "store/questions.hpp"
#include "store/reviews.hpp"
#include "store/timers.hpp"
#include "store/told_items.hpp"
#include "store/undelivered.hpp"

namespace bot::workflow {
namespace {

using store::MessageKind;
using store::Priority;

MessageKind card_of(const store::TaskRow& task) {
    return task.kind == store::TaskKind::manual ? MessageKind::manual_card
                                                : MessageKind::review_card;
}

// Whoever acted sees it at once; the others within a minute (Slack's tiers allow no more).
void home_changed(const Act& act, policy::EmployeeId whose) {
    const auto when =
        whose == act.by ? store::HomePublish::at_once : store::HomePublish::within_a_minute;
    store::home_stale(act.tx, whose, when, act.now_ms);
}

// Not what the tenant leaves to people and this one has switched off.
bool wants(const Act& act, policy::EmployeeId person, store::Notification kind) {
    return !act.rules.optional_notifications.contains(kind) || !store::is_off(act.tx, person, kind);
}

// The requester and the beneficiary; nobody who has left the company.
std::set<policy::EmployeeId> concerned(const Act& act, const store::RequestRow& request) {
    std::set<policy::EmployeeId> people{request.requester, request.beneficiary};
    std::erase_if(people, [&](policy::EmployeeId who) {
        const auto employee = store::find_employee(act.tx, who);
        return employee && !employee->active;
    });
    return people;
}

// One message about what came to its state together, also where it came by several ways.
void tell_together(
    const Act& act, MessageKind kind, policy::ItemId first, policy::EmployeeId person
) {
    const auto subject = store::told_with(act.tx, kind, first, person);
    store::want_message(act.tx, kind, subject.value, person, Priority::normal, act.now_ms);
}

// Those whose access was removed with a task; nobody who has left the company.
std::set<policy::EmployeeId> holders(const Act& act, policy::TaskId task) {
    std::set<policy::EmployeeId> people;
    const auto closed = store::find_task(act.tx, task).value();
    for (const auto& item : store::items_ended_with(act.tx, closed))
        people.insert(store::holder_of(act.tx, item));
    std::erase_if(people, [&](policy::EmployeeId who) {
        const auto employee = store::find_employee(act.tx, who);
        return !employee || !employee->active;
    });
    return people;
}

}  // namespace

void tell_submitted(const Act& act, const store::RequestRow& request) {
    const auto subject = request.id.value;
    store::want_message(
        act.tx, MessageKind::tracker, subject, request.requester, Priority::urgent, act.now_ms
    );
    const bool for_another = request.beneficiary != request.requester;
    if (for_another && wants(act, request.beneficiary, store::Notification::requested_for_me)) {
        store::want_message(
            act.tx,
            MessageKind::beneficiary_notice,
            subject,
            request.beneficiary,
            Priority::normal,
            act.now_ms
        );
    }
    home_changed(act, request.requester);
    start_clock(act, request);
    if (request.ends) watch_access(act, request);
}

void tell_assigned(const Act& act, const store::TaskRow& task) {
    store::want_message(
        act.tx, card_of(task), task.id.value, task.assignee, Priority::urgent, act.now_ms
    );
    home_changed(act, task.assignee);
    start_clock(act, task);
}

void tell_assigned(const Act& act, const store::RequestRow& request) {
    std::vector<policy::ItemState> states;
    for (const auto& item : store::items_of_request(act.tx, request.id))
        states.push_back(item.state);
    const auto standing = policy::purpose_standing(states, request.purpose->until, act.now());
    if (standing != policy::PurposeStanding::assigned) return;
    store::want_message(
        act.tx,
        MessageKind::purpose_assigned,
        request.id.value,
        request.beneficiary,
        Priority::normal,
        act.now_ms
    );
    home_changed(act, request.beneficiary);
    // Counted from the approval, whatever changes afterwards.
    const auto kind = store::TimerKind::purpose_start;
    if (!store::find_timer(act.tx, kind, request.id.value)) {
        const auto by = act.now() + act.rules.request_expires_after;
        store::set_timer(act.tx, {kind, request.id.value, {}, by});
    }
}

void tell_purpose_ended(const Act& act, const store::RequestRow& request) {
    store::want_message(
        act.tx,
        MessageKind::purpose_ended,
        request.id.value,
        request.beneficiary,
        Priority::normal,
        act.now_ms
    );
}

void tell_due(const Act& act, policy::EmployeeId person, const store::DueLine& line) {
    if (!wants(act, person, store::notification_of(line.kind))) return;
    store::add_due_line(act.tx, person, line, act.now());
}

void tell_overdue(const Act& act, const store::TaskRow& task) {
    tell_due(act, task.assignee, {store::DueKind::task_overdue, task.id.value});
    refresh_card(act, task);
    store::touch_message(act.tx, MessageKind::tracker, task.request.value, act.by);
    home_changed(act, task.assignee);
}

void tell_extension(const Act& act, policy::RequestId extended) {
    store::touch_due_notices(act.tx, store::DueKind::access_ending, extended.value);
    const auto request = store::find_request(act.tx, extended);
    if (request) home_changed(act, request->beneficiary);
}

void tell_extended(const Act& act, const store::RequestRow& request, policy::ItemId first) {
    tell_together(act, MessageKind::extended, first, request.beneficiary);
}

void tell_expired(const Act& act, const store::RequestRow& request, policy::ItemId first) {
    tell_together(act, MessageKind::expired, first, request.requester);
}

void tell_undelivered(const Act& act) {
    const auto digest = store::gather_undelivered(act.tx, act.now());
    if (!digest) return;
    for (const auto person : store::employees_with_role(act.tx, policy::Role::administrator)) {
        store::want_message(
            act.tx, MessageKind::undelivered, *digest, person, Priority::bulk, act.now_ms
        );
    }
}

void refresh_card(const Act& act, const store::TaskRow& task) {
    store::touch_message(act.tx, card_of(task), task.id.value, act.by);
}

void tell_changed(const Act& act, const store::RequestRow& request) {
    store::touch_message(act.tx, MessageKind::tracker, request.id.value, act.by);
    store::touch_message(act.tx, MessageKind::beneficiary_notice, request.id.value, act.by);
    if (request.purpose) {
        store::touch_message(act.tx, MessageKind::purpose_assigned, request.id.value, act.by);
        tell_assigned(act, request);
    }
    store::touch_due_notices(act.tx, store::DueKind::request_expiring, request.id.value);
    store::touch_due_notices(act.tx, store::DueKind::access_ending, request.id.value);
    // What offers Extend for what it extends is not as it was either.
    if (request.extends) tell_extension(act, *request.extends);
    for (const auto& question : store::questions_of(act.tx, request.id))
        store::touch_message(act.tx, MessageKind::question, question.id.value, act.by);
    home_changed(act, request.requester);
    if (request.beneficiary != request.requester) home_changed(act, request.beneficiary);
    watch_access(act, request);
    removals_changed(act, request.id);
    for (const auto& task : store::tasks_of_request(act.tx, request.id)) {
        store::touch_message(act.tx, card_of(task), task.id.value, act.by);
        store::touch_due_notices(act.tx, store::DueKind::task_reminder, task.id.value);
        store::touch_due_notices(act.tx, store::DueKind::task_overdue, task.id.value);
        home_changed(act, task.assignee);
    }
}

void tell_policy_denial(const Act& act, const store::RequestRow& request) {
    for (const auto person : concerned(act, request)) {
        store::want_message(
            act.tx,
            MessageKind::policy_denial,
            request.id.value,
            person,
            Priority::normal,
            act.now_ms
        );
    }
}

void tell_denied(const Act& act, const store::RequestRow& request, policy::ReviewId first) {
    for (const auto person : concerned(act, request)) {
        store::want_message(
            act.tx, MessageKind::items_denied, first.value, person, Priority::normal, act.now_ms
        );
    }
}

void tell_outcome(
    const Act& act, const store::RequestRow& request, policy::TaskId task, policy::ItemState to
) {
    auto people = concerned(act, request);
    // The end of access that was given for a time concerns its holder; nobody else waits for it.
    const bool ended = to == policy::ItemState::revoked && request.action == policy::Action::grant;
    if (ended) std::erase_if(people, [&](auto who) { return who != request.beneficiary; });
    // The owner of a campaign, in whose name it removes, hears of all of it together.
    if (const auto removal = store::removal_of(act.tx, request.id)) {
        const bool removed = to == policy::ItemState::revoked;
        if (removal->by_hand) people = holders(act, task);
        std::erase_if(people, [&](auto who) {
            return !removed || (!removal->by_hand && who != removal->holder);
        });
    }
    for (const auto person : people) {
        store::want_message(
            act.tx, MessageKind::outcome, task.value, person, Priority::normal, act.now_ms
        );
    }
}

}  // namespace bot::workflow
