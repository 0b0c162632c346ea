#include "bot/models/requests.hpp"

#include <algorithm>
#include <map>

#include "bot/models/deciders.hpp"
#include "bot/models/fulfilment.hpp"
#include "bot/models/history.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/ways.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/campaign_end.hpp"
#include "store/endings.hpp"

namespace bot::models {
namespace {

using store::TaskOutcome;

// The due date of the review or manual task that is open now; the soonest of several.
std::optional<policy::Instant> next_due(store::Tx& tx, policy::RequestId request) {
    std::optional<policy::Instant> due;
    for (const auto& task : store::tasks_of_request(tx, request)) {
        if (task.closed_at || task.paused_at) continue;
        due = due ? std::min(*due, task.due_at) : task.due_at;
    }
    return due;
}

// For each item of the request, whose answer it waits for now.
std::vector<blocks::RequestItem> items_with_waiting(
    store::Tx& tx,
    policy::RequestId request,
    const std::vector<store::ItemRow>& items,
    policy::EmployeeId reader
) {
    std::vector<blocks::RequestItem> shown;
    for (const auto& item : items)
        shown.push_back({grant_name(item), item.state, {}, item.comment});
    for (const auto& task : store::tasks_of_request(tx, request)) {
        if (task.closed_at) continue;
        const auto assignee = person(tx, task.assignee, reader);
        for (const auto& waiting : store::items_of_task(tx, task.id, true)) {
            for (std::size_t i = 0; i < items.size(); ++i) {
                if (items[i].id == waiting.id) shown[i].waits_for.push_back(assignee);
            }
        }
    }
    return shown;
}

// What became of a request, as told to `reader`; of which items is still to be said.
blocks::Outcome outcome_of(
    store::Tx& tx,
    const store::RequestRow& request,
    policy::EmployeeId reader,
    blocks::OutcomeKind kind
) {
    blocks::Outcome model;
    model.kind = kind;
    model.request_key = key_of(request.id);
    model.requester = person(tx, request.requester, reader);
    model.beneficiary = person(tx, request.beneficiary, reader);
    model.action = request.action;
    model.at = request.submitted_at;
    return model;
}

// What came to this state together with `first`; nothing if that has gone on meanwhile.
std::optional<blocks::Outcome> outcome_together(
    store::Tx& tx,
    policy::ItemId first,
    policy::ItemState state,
    policy::EmployeeId reader,
    blocks::OutcomeKind kind
) {
    const auto one = store::find_item(tx, first);
    if (!one || one->state != state) return std::nullopt;
    auto model = outcome_of(tx, store::find_request(tx, one->request).value(), reader, kind);
    model.at = one->changed_at;
    model.ends = one->ends;
    for (const auto& item : store::items_of_request(tx, one->request)) {
        const bool together = item.state == state && item.changed_at == one->changed_at;
        if (!together) continue;
        model.items.push_back(grant_name(item));
        if (item.ends && (!model.ends || *item.ends < *model.ends)) model.ends = item.ends;
    }
    return model;
}

}  // namespace

blocks::Tracker tracker(store::Tx& tx, const store::RequestRow& request, policy::Instant now) {
    const auto items = store::items_of_request(tx, request.id);
    auto who = deciders(tx, request, items, request.requester, now);
    blocks::Tracker model;
    model.request_key = key_of(request.id);
    model.beneficiary = person(tx, request.beneficiary, request.requester);
    model.action = request.action;
    model.items = grant_names(items);
    model.states = state_counts(items);
    model.reason = request.reason;
    const auto lasts = lasting(request, items);
    model.ends = lasts.ends;
    model.ends_differ = lasts.differ;
    model.extension = request.extends.has_value();
    for (const auto& item : items) {
        if (item.state == policy::ItemState::withdrawn) model.why_withdrawn = item.comment;
    }
    model.purpose = purpose_of(request);
    model.deciders = std::move(who.asked);
    model.passed_over = std::move(who.passed_over);
    for (const auto& task : store::tasks_of_request(tx, request.id)) {
        const auto ends = store::shorter_end_of(tx, task.id);
        if (!ends) continue;
        model.shorter_end = ends;
        model.shortened_by = person(tx, task.closed_by.value_or(task.assignee), request.requester);
    }
    model.submitted = request.submitted_at;
    model.trying_again = trying_again(tx, request.id);
    model.due = next_due(tx, request.id);
    model.overdue = model.due && now >= *model.due;
    return model;
}

blocks::BeneficiaryNotice beneficiary_notice(
    store::Tx& tx, const store::RequestRow& request, policy::Instant now
) {
    const auto items = store::items_of_request(tx, request.id);
    blocks::BeneficiaryNotice model;
    model.request_key = key_of(request.id);
    model.requester = person(tx, request.requester, request.beneficiary);
    model.action = request.action;
    model.items = grant_names(items);
    model.reason = request.reason;
    model.deciders = deciders(tx, request, items, request.beneficiary, now).asked;
    const auto lasts = lasting(request, items);
    model.ends = lasts.ends;
    model.ends_differ = lasts.differ;
    model.purpose = purpose_of(request);
    model.states = state_counts(items);
    return model;
}

std::optional<blocks::Outcome> outcome(
    store::Tx& tx, const store::TaskRow& task, policy::EmployeeId reader
) {
    if (!task.outcome || !task.closed_at) return std::nullopt;
    const auto request = store::find_request(tx, task.request).value();
    const bool ends = task.removes && request.action == policy::Action::grant;
    blocks::Outcome model;
    switch (*task.outcome) {
        case TaskOutcome::done:
            model.kind = ends ? blocks::OutcomeKind::ended : blocks::OutcomeKind::granted;
            break;
        case TaskOutcome::denied:
            model.kind = blocks::OutcomeKind::denied;
            break;
        case TaskOutcome::failed:
            model.kind = blocks::OutcomeKind::failed;
            break;
        case TaskOutcome::approved:
        case TaskOutcome::superseded:
        case TaskOutcome::withdrawn:
        case TaskOutcome::expired:
        case TaskOutcome::reassigned:
        case TaskOutcome::escalated:
        case TaskOutcome::decided:
            return std::nullopt;
    }
    model.request_key = key_of(request.id);
    model.requester = person(tx, request.requester, reader);
    model.beneficiary = person(tx, request.beneficiary, reader);
    const bool failed_removal = task.removes && model.kind == blocks::OutcomeKind::failed;
    model.action = failed_removal ? policy::Action::revoke : request.action;
    auto items = store::items_ended_with(tx, task);
    const auto removal = store::removal_of(tx, request.id);
    const bool of_many = removal && removal->by_hand;
    if (of_many) {
        // One Done for many holders: each hears of what was theirs.
        std::erase_if(items, [&](const store::ItemRow& item) {
            return store::holder_of(tx, item) != reader;
        });
        if (items.empty()) return std::nullopt;
        model.beneficiary = person(tx, reader, reader);
    }
    model.items = grant_names(items);
    model.ends = end_of(items);
    model.by = person(tx, task.closed_by.value_or(task.assignee), reader);
    model.comment = store::comment_of_task(tx, task.id);
    model.at = *task.closed_at;
    const bool whole = model.action == request.action && model.kind != blocks::OutcomeKind::ended;
    if (whole && !of_many) model.whole = whole_request(tx, request, items.size());
    add_campaign(tx, request, model);
    if (of_many) model.reason = store::removal_reasons(tx, removal->campaign, items);
    return model;
}

void add_campaign(store::Tx& tx, const store::RequestRow& request, blocks::Outcome& model) {
    const auto removal = store::removal_of(tx, request.id);
    if (!removal) return;
    model.campaign = store::find_campaign(tx, removal->campaign).value().name;
    model.reason = request.details;
}

std::optional<blocks::PolicyDenial> policy_denial(
    store::Tx& tx, const store::RequestRow& request, policy::EmployeeId reader
) {
    blocks::PolicyDenial model;
    workflow::Ways ways(tx, workflow::asking_of(request));
    for (const auto& item : store::items_of_request(tx, request.id)) {
        if (!item.judged) continue;
        const auto& decision = ways.decision({*item.judged, item.clause});
        if (decision.outcome != policy::Outcome::deny) continue;
        const auto same =
            std::find_if(model.denied.begin(), model.denied.end(), [&](const auto& known) {
                return known.sentence == decision.sentence;
            });
        if (same == model.denied.end()) {
            model.denied.push_back({decision.sentence, {grant_name(item)}});
        } else {
            same->items.push_back(grant_name(item));
        }
    }
    if (model.denied.empty()) return std::nullopt;
    model.request_key = key_of(request.id);
    model.requester = person(tx, request.requester, reader);
    model.beneficiary = person(tx, request.beneficiary, reader);
    model.at = request.submitted_at;
    return model;
}

std::optional<blocks::Outcome> extended(
    store::Tx& tx, policy::ItemId first, policy::EmployeeId reader
) {
    return outcome_together(
        tx, first, policy::ItemState::granted, reader, blocks::OutcomeKind::extended
    );
}

std::optional<blocks::Outcome> expired(
    store::Tx& tx, policy::ItemId first, policy::EmployeeId reader
) {
    return outcome_together(
        tx, first, policy::ItemState::expired, reader, blocks::OutcomeKind::expired
    );
}

std::optional<blocks::Outcome> items_denied(
    store::Tx& tx, policy::ReviewId first, policy::EmployeeId reader
) {
    const auto denial = store::find_denial(tx, first);
    if (!denial) return std::nullopt;
    const auto task = store::find_task(tx, denial->task).value();
    const auto request = store::find_request(tx, task.request).value();
    auto model = outcome_of(tx, request, reader, blocks::OutcomeKind::denied);
    model.items = grant_names(denial->items);
    model.by = person(tx, denial->by, reader);
    model.comment = denial->comment;
    model.at = denial->at;
    model.whole = whole_request(tx, request, denial->items.size());
    return model;
}

blocks::RequestView request_view(
    store::Tx& tx, const store::RequestRow& request, policy::EmployeeId reader, std::size_t page
) {
    const auto items = store::items_of_request(tx, request.id);
    blocks::RequestView model;
    model.key = key_of(request.id);
    model.requester = person(tx, request.requester, reader);
    model.beneficiary = person(tx, request.beneficiary, reader);
    model.action = request.action;
    model.reason = request.reason;
    model.details = request.details;
    const auto lasts = lasting(request, items);
    model.ends = lasts.ends;
    model.ends_differ = lasts.differ;
    model.extends = store::extended_end(tx, request, items);
    model.purpose = purpose_of(request);
    model.submitted = request.submitted_at;
    model.states = state_counts(items);
    model.items = items_with_waiting(tx, request.id, items, reader);
    for (std::size_t i = 0; lasts.differ && i < items.size(); ++i)
        model.items[i].ends = items[i].ends;
    model.events = history(tx, request, reader);
    model.may_withdraw = reader == request.requester &&
                         std::any_of(items.begin(), items.end(), [&](const auto& item) {
                             return workflow::may_be_withdrawn(request, item.state);
                         });
    model.may_repeat = reader == request.requester && request.open_items == 0;
    model.page = page;
    return model;
}

}  // namespace bot::models
