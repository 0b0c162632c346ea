#include "bot/models/cards.hpp"

#include <algorithm>

#include "bot/models/deciders.hpp"
#include "bot/models/people.hpp"
#include "store/directory.hpp"
#include "store/requests.hpp"

namespace bot::models {
namespace {

using store::TaskOutcome;

// How a closed review task is shown to its assignee.
blocks::CardState card_state(store::Tx& tx, const store::TaskRow& task, std::int64_t items) {
    if (!task.closed_at || !task.outcome) return blocks::CardOpen{};
    const auto by = person(tx, task.closed_by.value_or(task.assignee), task.assignee);
    switch (*task.outcome) {
        case TaskOutcome::approved:
        case TaskOutcome::done:
        case TaskOutcome::superseded:
            return blocks::CardDecided{by, *task.closed_at, items, 0, ""};
        case TaskOutcome::denied:
        case TaskOutcome::failed:
            return blocks::CardDecided{
                by, *task.closed_at, 0, items, store::comment_of_task(tx, task.id)};
        case TaskOutcome::withdrawn:
            return blocks::CardWithdrawn{
                withdrawer(tx, task.closed_by, task.assignee), *task.closed_at};
        case TaskOutcome::expired:
            return blocks::CardExpired{*task.closed_at};
    }
    return blocks::CardOpen{};
}

blocks::ManualState manual_state(store::Tx& tx, const store::TaskRow& task) {
    if (!task.closed_at || !task.outcome) return blocks::ManualOpen{};
    const auto by = person(tx, task.closed_by.value_or(task.assignee), task.assignee);
    switch (*task.outcome) {
        case TaskOutcome::approved:
        case TaskOutcome::done:
        case TaskOutcome::superseded:
            return blocks::ManualDone{by, *task.closed_at};
        case TaskOutcome::denied:
        case TaskOutcome::failed:
            return blocks::ManualCouldNot{by, *task.closed_at, store::comment_of_task(tx, task.id)};
        case TaskOutcome::withdrawn:
        case TaskOutcome::expired:
            return blocks::ManualMoved{};
    }
    return blocks::ManualOpen{};
}

// The accounts of items, each once: access may be removed from several.
std::string accounts(const std::vector<store::ItemRow>& items) {
    std::vector<std::string> seen;
    for (const auto& item : items) {
        if (std::find(seen.begin(), seen.end(), item.username) == seen.end())
            seen.push_back(item.username);
    }
    std::string names;
    for (const auto& name : seen)
        names += (names.empty() ? "" : ", ") + name;
    return names;
}

// Who said yes, over all items of the task.
std::vector<blocks::Person> approvers(
    store::Tx& tx, const std::vector<store::ItemRow>& items, policy::EmployeeId reader
) {
    std::vector<policy::EmployeeId> seen;
    if (!items.empty()) {
        for (const auto& yes : store::yeses_of_item(tx, items.front().id))
            seen.push_back(yes.who);
    }
    return people(tx, seen, reader);
}

}  // namespace

blocks::ReviewCard review_card(
    store::Tx& tx, const store::TaskRow& task, const std::string& tasks_url, policy::Instant now
) {
    const auto request = store::find_request(tx, task.request).value();
    const auto items = store::items_of_task(tx, task.id, false);
    blocks::ReviewCard card;
    card.task_key = key_of(task.id, task.version);
    card.requester = person(tx, request.requester, task.assignee);
    card.beneficiary = person(tx, request.beneficiary, task.assignee);
    card.action = request.action;
    card.items = grant_names(items);
    card.reason = request.reason;
    card.details = request.details;
    card.ends = end_of(items);
    card.waiting_since = request.submitted_at;
    card.due = task.due_at;
    card.overdue = !task.closed_at && now >= task.due_at;
    card.why_you = capacity(tx, task, items);
    card.passed_over = passed_over(tx, task, items);
    card.tasks_url = tasks_url;
    card.state = card_state(tx, task, static_cast<std::int64_t>(items.size()));
    return card;
}

blocks::ManualTask manual_task(
    store::Tx& tx, const store::TaskRow& task, const std::string& tasks_url, policy::Instant now
) {
    const auto request = store::find_request(tx, task.request).value();
    const auto items = store::items_of_task(tx, task.id, false);
    blocks::ManualTask model;
    model.task_key = key_of(task.id, task.version);
    if (!items.empty()) {
        model.application = items.front().integration_name;
        model.identity = accounts(items);
    }
    model.requester = person(tx, request.requester, task.assignee);
    model.beneficiary = person(tx, request.beneficiary, task.assignee);
    if (const auto employee = store::find_employee(tx, request.beneficiary))
        model.beneficiary_email = employee->email;
    // An access that ends is removed, too, whatever was asked for.
    model.action = store::takes_away(tx, task.id) ? policy::Action::revoke : request.action;
    model.items = grant_names(items);
    model.approved_by = approvers(tx, items, task.assignee);
    model.ends = end_of(items);
    model.waiting_since = task.assigned_at;
    model.due = task.due_at;
    model.overdue = !task.closed_at && now >= task.due_at;
    model.tasks_url = tasks_url;
    model.state = manual_state(tx, task);
    return model;
}

blocks::HomeTask task_row(store::Tx& tx, const store::TaskRow& task, policy::Instant now) {
    const auto request = store::find_request(tx, task.request).value();
    const auto items = store::items_of_task(tx, task.id, true);
    blocks::HomeTask row;
    row.key = key_of(task.id, task.version);
    row.kind =
        task.kind == store::TaskKind::manual ? blocks::TaskKind::manual : blocks::TaskKind::review;
    row.requester = person(tx, request.requester, task.assignee);
    row.beneficiary = person(tx, request.beneficiary, task.assignee);
    row.action = request.action;
    row.items = task.open_reviews;
    row.applications = applications(items);
    row.due = task.due_at;
    row.overdue = now >= task.due_at;
    return row;
}

}  // namespace bot::models
