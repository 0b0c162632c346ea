#include "bot/models/cards.hpp"

#include <algorithm>

#include "bot/models/deciders.hpp"
#include "bot/models/people.hpp"
#include "bot/models/questions.hpp"
#include "policy/clauses.hpp"
#include "store/campaign_end.hpp"
#include "store/directory.hpp"
#include "store/endings.hpp"
#include "store/requests.hpp"
#include "store/reviews.hpp"
#include "store/similar.hpp"

namespace bot::models {
namespace {

using store::TaskOutcome;

// Why an extension is not asked for any more, where it was not simply withdrawn.
std::string why_withdrawn(store::Tx& tx, const store::TaskRow& task) {
    for (const auto& item : store::items_of_task(tx, task.id, false)) {
        if (item.state == policy::ItemState::withdrawn && !item.comment.empty())
            return item.comment;
    }
    return "";
}

// An employee, an operator by command, or the daemon itself: somebody had left, or what was to last
// longer was not there any more.
blocks::Person who_withdrew(store::Tx& tx, const store::TaskRow& task) {
    auto somebody = withdrawer(tx, task.closed_by, task.assignee);
    const auto request = store::find_request(tx, task.request);
    if (task.closed_by || !request) return somebody;
    if (!why_withdrawn(tx, task).empty()) somebody.name = "Latchkey";
    for (const auto who : {request->requester, request->beneficiary}) {
        const auto employee = store::find_employee(tx, who);
        if (employee && !employee->active)
            somebody.name = "Latchkey (" + employee->name + " has left the company)";
    }
    return somebody;
}

// How a closed review task is shown to its assignee.
blocks::CardState card_state(store::Tx& tx, const store::TaskRow& task, std::int64_t items) {
    if (!task.closed_at || !task.outcome) return blocks::CardOpen{};
    const auto by = person(tx, task.closed_by.value_or(task.assignee), task.assignee);
    switch (*task.outcome) {
        case TaskOutcome::approved:
        case TaskOutcome::denied:
        case TaskOutcome::decided: {
            // The last decision may not have been the only one.
            const auto counts = store::review_counts(tx, task.id);
            return blocks::CardDecided{
                by,
                *task.closed_at,
                counts.approved,
                counts.denied,
                store::comment_of_task(tx, task.id)};
        }
        case TaskOutcome::done:
        case TaskOutcome::superseded:
            return blocks::CardDecided{by, *task.closed_at, items, 0, ""};
        case TaskOutcome::failed:
            return blocks::CardDecided{
                by, *task.closed_at, 0, items, store::comment_of_task(tx, task.id)};
        case TaskOutcome::withdrawn:
            return blocks::CardWithdrawn{
                who_withdrew(tx, task), *task.closed_at, why_withdrawn(tx, task)};
        case TaskOutcome::expired:
            return blocks::CardExpired{*task.closed_at};
        case TaskOutcome::reassigned:
        case TaskOutcome::escalated:
            return blocks::CardMoved{successors(tx, task, task.assignee)};
    }
    return blocks::CardOpen{};
}

blocks::ManualState manual_state(store::Tx& tx, const store::TaskRow& task) {
    if (!task.closed_at || !task.outcome) return blocks::ManualOpen{};
    const auto by = person(tx, task.closed_by.value_or(task.assignee), task.assignee);
    switch (*task.outcome) {
        case TaskOutcome::approved:
        case TaskOutcome::decided:
        case TaskOutcome::done:
        case TaskOutcome::superseded:
            return blocks::ManualDone{by, *task.closed_at};
        case TaskOutcome::denied:
        case TaskOutcome::failed:
            return blocks::ManualCouldNot{by, *task.closed_at, store::comment_of_task(tx, task.id)};
        case TaskOutcome::withdrawn:
        case TaskOutcome::expired:
            return blocks::ManualMoved{};
        case TaskOutcome::reassigned:
        case TaskOutcome::escalated:
            return blocks::ManualMoved{successors(tx, task, task.assignee)};
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

// Nobody asks to remove these: their holder has left.
bool is_departure(const std::vector<store::ItemRow>& items) {
    return !items.empty() && items.front().judged == 0 &&
           items.front().clause == policy::departure_clause;
}

// Who said yes, over all items of the task.
std::vector<blocks::Person> approvers(
    store::Tx& tx, const std::vector<store::ItemRow>& items, policy::EmployeeId reader
) {
    std::vector<policy::EmployeeId> seen;
    for (const auto& item : items) {
        for (const auto& yes : store::yeses_of_item(tx, item.id)) {
            if (std::find(seen.begin(), seen.end(), yes.who) == seen.end()) seen.push_back(yes.who);
        }
    }
    return people(tx, seen, reader);
}

// What others of the beneficiary's title hold of this; nothing where there are no others.
std::optional<blocks::Similar> similar_people(
    store::Tx& tx, const store::RequestRow& request, const std::vector<store::ItemRow>& items
) {
    const auto beneficiary = store::find_employee(tx, request.beneficiary);
    if (!beneficiary || !beneficiary->active || beneficiary->title.empty()) return std::nullopt;
    std::vector<policy::ConnectionId> connections;
    for (const auto& item : items)
        connections.push_back(item.connection);
    const auto holding =
        store::title_holding(tx, beneficiary->title, connections, request.beneficiary);
    if (!holding || holding->people < 1) return std::nullopt;
    return blocks::Similar{beneficiary->title, holding->fewest, holding->most, holding->people};
}

// What a campaign removes by hand is several people's: each item with whose it is.
void add_holders(
    store::Tx& tx,
    const store::RequestRow& request,
    const std::vector<store::ItemRow>& items,
    policy::EmployeeId reader,
    blocks::ManualTask& model
) {
    const auto removal = store::removal_of(tx, request.id);
    if (!removal || !removal->by_hand) return;
    model.campaign = store::find_campaign(tx, removal->campaign).value().name;
    for (const auto& item : items) {
        blocks::ManualHolder one{std::to_string(item.id.value), {}, item.username};
        if (const auto who = store::holder_of(tx, item)) one.whose = person(tx, who, reader);
        model.holders.push_back(std::move(one));
    }
}

}  // namespace

blocks::ReviewCard review_card(
    store::Tx& tx, const store::TaskRow& task, const std::string& tasks_url, policy::Instant now
) {
    const auto request = store::find_request(tx, task.request).value();
    // What was decided already, or by others, does not wait any more.
    const auto items = store::items_of_task(tx, task.id, !task.closed_at);
    blocks::ReviewCard card;
    card.task_key = key_of(task.id, task.version);
    card.requester = person(tx, request.requester, task.assignee);
    card.beneficiary = person(tx, request.beneficiary, task.assignee);
    card.action = request.action;
    card.items = grant_names(items);
    card.departed = is_departure(items);
    card.reason = request.reason;
    card.details = request.details;
    card.waiting_since = request.submitted_at;
    card.due = task.due_at;
    card.overdue = !task.closed_at && now >= task.due_at;
    if (!task.closed_at) card.similar = similar_people(tx, request, items);
    card.paused = !task.closed_at && task.paused_at;
    card.overdue = card.overdue && !card.paused;
    card.questions = questions_of(tx, task.request, task.assignee);
    if (!task.closed_at) {
        const auto counts = store::review_counts(tx, task.id);
        card.approved_before = counts.approved;
        card.denied_before = counts.denied;
    }
    card.ends = items.empty() ? request.ends : latest_end(items);
    card.shortened = card.ends != request.ends;
    card.extends = store::extended_end(tx, request, store::items_of_request(tx, request.id));
    card.extends_ended = card.extends && *card.extends <= now;
    if (request.purpose) {
        card.purpose = purpose_of(request);
        // Since it was started its items end with it: nobody has shortened them.
        if (card.ends == request.purpose->until) card.ends.reset();
        card.shortened = card.ends.has_value();
    }
    card.why_you = capacity(tx, task, items);
    card.taken_over = taken_over(tx, task);
    card.passed_over = passed_over(tx, task, items);
    card.tasks_url = tasks_url;
    card.state = card_state(tx, task, static_cast<std::int64_t>(items.size()));
    return card;
}

blocks::ManualTask manual_task(
    store::Tx& tx, const store::TaskRow& task, const std::string& tasks_url, policy::Instant now
) {
    const auto request = store::find_request(tx, task.request).value();
    // Of an open task what waits: some of it may have been seen to by itself.
    const auto items = store::items_of_task(tx, task.id, !task.closed_at);
    blocks::ManualTask model;
    model.task_key = key_of(task.id, task.version);
    if (!items.empty()) {
        model.application = items.front().integration_name;
        model.identity = accounts(items);
    }
    model.requester = person(tx, request.requester, task.assignee);
    model.beneficiary = whose_access(tx, request, items, task.assignee);
    if (const auto employee = store::find_employee(tx, request.beneficiary))
        model.beneficiary_email = employee->email;
    add_holders(tx, request, items, task.assignee, model);
    // An access that ends is removed, too, whatever was asked for.
    model.action = task.removes ? policy::Action::revoke : request.action;
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
    row.beneficiary = whose_access(tx, request, items, task.assignee);
    row.action = task.removes ? policy::Action::revoke : request.action;
    row.items = task.open_reviews;
    row.applications = applications(items);
    const auto privileged =
        std::find_if(items.begin(), items.end(), [](const auto& item) { return item.privileged; });
    if (!items.empty())
        row.first = grant_name(privileged == items.end() ? items.front() : *privileged);
    row.due = task.due_at;
    row.paused = task.paused_at.has_value();
    row.overdue = !row.paused && now >= task.due_at;
    return row;
}

}  // namespace bot::models
