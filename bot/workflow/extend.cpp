#include "bot/workflow/extend.hpp"

#include <algorithm>

#include "bot/pattern.hpp"
#include "bot/workflow/move_on.hpp"
#include "bot/workflow/tell.hpp"
#include "bot/workflow/ways.hpp"
#include "policy/reason.hpp"
#include "store/directory.hpp"
#include "store/drafts.hpp"
#include "store/endings.hpp"
#include "store/reviews.hpp"

namespace bot::workflow {
namespace {

bool is_blank(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isspace(c) != 0;
    });
}

// The latest end that the clauses allow, where this one is later.
std::optional<policy::Instant> latest_by_policy(
    const Act& act, const Extension& extension, policy::Instant new_end
) {
    auto request = extension.request;
    request.submitted_at = act.now();
    request.ends = new_end;
    Ways ways(act.tx, asking_of(request));
    std::optional<policy::Seconds> longest;
    for (const auto& item : extension.items) {
        const auto& decision = ways.decision(ways.judge(wanted(item)));
        if (!decision.longest) continue;
        longest = longest ? std::min(*longest, *decision.longest) : *decision.longest;
    }
    if (!longest || new_end <= act.now() + *longest) return std::nullopt;
    return act.now() + *longest;
}

// The reason is written, so that a list of reasons takes any; the other rules hold as in the form.
std::optional<ExtendRefused> objection_to_reason(
    const Act& act, const Extension& extension, const std::string& reason
) {
    if (is_blank(reason)) return ExtendRefused{ExtendProblem::reason_missing};
    policy::ReasonDemands reasons;
    for (const auto& item : extension.items) {
        const auto connection = store::find_connection(act.tx, item.connection);
        if (connection) reasons.add(connection->id, connection->reason_rule);
    }
    auto demand = reasons.demand();
    demand.list = false;
    const auto problem = policy::judge_reason(demand, "", false, reason, pattern_found);
    if (!problem) return std::nullopt;
    ExtendRefused refused{
        problem->fault == policy::ReasonFault::not_matched ? ExtendProblem::reason_not_matched
                                                           : ExtendProblem::reason_too_short};
    refused.connection = problem->connection;
    refused.length = problem->length;
    refused.pattern = problem->pattern;
    return refused;
}

// As at Submit: what somebody would have to decide about, and nobody can.
bool nobody_decides(const Act& act, const Extension& extension, policy::Instant new_end) {
    auto request = extension.request;
    request.submitted_at = act.now();
    request.ends = new_end;
    Ways ways(act.tx, asking_of(request));
    return std::any_of(extension.items.begin(), extension.items.end(), [&](const auto& item) {
        const auto judged = ways.judge(wanted(item));
        return ways.decision(judged).outcome == policy::Outcome::review &&
               ways.levels(judged, wanted(item)).empty();
    });
}

// Of an extension that comes after the end and before the removal: whoever was asked to remove it
// need not any more. False if that is not how it stands.
bool stop_removal(const Act& act, const store::RequestRow& extension, const store::ItemRow& item) {
    if (!extension.extends) return false;
    const auto held = store::removal_in_hands(act.tx, item, *extension.extends);
    if (!held) return false;
    store::move_item(act.tx, *held, policy::ItemState::granted, act.who(), "", act.now());
    store::release_item(act.tx, held->id, 0, store::TaskOutcome::withdrawn, act.who(), act.now());
    audit(
        act,
        "access.kept",
        held->request,
        {{"items", std::to_string(held->id.value)}, {"before", "revoking"}, {"after", "granted"}}
    );
    tell_changed(act, store::find_request(act.tx, held->request).value());
    return true;
}

// Held for longer than it was asked for, it goes on until then.
void keep_later_end(const Act& act, store::ItemRow& item) {
    const auto held = store::find_grant(act.tx, item.identity, item.connection);
    if (!held || !held->expires_at || !item.ends || *held->expires_at <= *item.ends) return;
    item.ends = held->expires_at;
    store::item_held_until(act.tx, item.id, *item.ends);
}

}  // namespace

std::optional<Extension> extension_of(const Act& act, policy::RequestId id) {
    const auto granted = store::find_request(act.tx, id);
    // A purpose lasts as long as it was asked for.
    if (!granted || granted->beneficiary != act.by || granted->purpose) return std::nullopt;
    auto items = store::held_for_a_time(act.tx, id);
    if (items.empty()) return std::nullopt;
    Extension extension;
    extension.request.requester = act.by;
    extension.request.beneficiary = act.by;
    extension.request.like = policy::AccessLike::custom;
    extension.request.reason = granted->reason;
    extension.request.extends = id;
    extension.ends = extension.last_end = *items.front().ends;
    auto longest = act.rules.longest_access;
    for (auto& item : items) {
        const auto connection = store::find_connection(act.tx, item.connection);
        if (connection && connection->longest_duration)
            longest = std::min(longest, *connection->longest_duration);
        if (store::removal_asked(act.tx, item)) continue;
        if (connection && !connection->requestable) {
            extension.not_offered = true;
            continue;
        }
        if (store::extension_pending(act.tx, item)) {
            extension.asked_already = true;
            continue;
        }
        item.state = policy::ItemState::pending;
        if (extension.items.empty()) extension.ends = extension.last_end = *item.ends;
        extension.ends = std::min(extension.ends, *item.ends);
        extension.last_end = std::max(extension.last_end, *item.ends);
        extension.items.push_back(item);
    }
    extension.latest = act.now() + longest;
    extension.asked_already = extension.asked_already && extension.items.empty();
    return extension;
}

std::vector<store::ItemRow> lasting_longer(
    const std::vector<store::ItemRow>& items, policy::Instant new_end
) {
    std::vector<store::ItemRow> longer;
    std::copy_if(items.begin(), items.end(), std::back_inserter(longer), [&](const auto& item) {
        return *item.ends < new_end;
    });
    return longer;
}

ExtendOutcome extend(
    const Act& act, policy::RequestId id, policy::Instant new_end, const std::string& reason
) {
    auto extension = extension_of(act, id);
    if (!extension) return ExtendRefused{ExtendProblem::gone};
    if (extension->asked_already) return ExtendRefused{ExtendProblem::asked_already};
    if (extension->items.empty()) {
        return ExtendRefused{
            extension->not_offered ? ExtendProblem::not_offered : ExtendProblem::removal_asked};
    }
    if (new_end <= extension->ends || new_end <= act.now())
        return ExtendRefused{ExtendProblem::not_later};
    extension->items = lasting_longer(extension->items, new_end);
    if (new_end > extension->latest)
        return ExtendRefused{ExtendProblem::too_long, extension->latest};
    if (const auto latest = latest_by_policy(act, *extension, new_end))
        return ExtendRefused{ExtendProblem::too_long, latest};
    if (auto refused = objection_to_reason(act, *extension, reason)) return *std::move(refused);
    if (nobody_decides(act, *extension, new_end))
        return ExtendRefused{ExtendProblem::nobody_may_decide};
    auto& request = extension->request;
    request.reason = reason;
    request.submitted_at = act.now();
    request.ends = new_end;
    request.expires = std::min(act.now() + act.rules.request_expires_after, new_end);
    const auto draft = store::new_draft(act.tx, act.by, act.now());
    request.id = store::insert_request(act.tx, draft, request);
    for (const auto& item : extension->items)
        store::insert_item(act.tx, request, item.connection, item.identity, act.now());
    store::submitted_draft(act.tx, draft, request.id);
    const auto items = store::items_of_request(act.tx, request.id);
    audit(
        act,
        "request.submitted",
        request.id,
        {{"requester", store::audit_name(request.requester)},
         {"beneficiary", store::audit_name(request.beneficiary)},
         {"extends", store::audit_name(id)},
         {"items", id_list(items)},
         {"after", "pending"},
         {"ends", std::to_string(policy::seconds_since_epoch(new_end))},
         {"reason", request.reason, true}}
    );
    tell_submitted(act, request);
    tell_extension(act, id);
    move_on(act, request, items);
    return request.id;
}

std::vector<store::ItemRow> extend_held(
    const Act& act, const store::RequestRow& request, std::vector<store::ItemRow> items
) {
    std::vector<store::ItemRow> extended;
    std::vector<store::ItemRow> others;
    for (auto& item : items) {
        // What is being removed has to be granted by hand again, unless nobody has begun.
        const bool lasts = item.state == policy::ItemState::granting &&
                           (store::held_undisturbed(act.tx, item.identity, item.connection) ||
                            stop_removal(act, request, item));
        (lasts ? extended : others).push_back(std::move(item));
    }
    if (extended.empty()) return others;
    for (auto& item : extended) {
        keep_later_end(act, item);
        store::grant(act.tx, item.identity, item.connection, act.now(), item.ends, item.request);
        store::move_item(act.tx, item, policy::ItemState::granted, act.who(), "", act.now());
    }
    audit(
        act,
        "access.extended",
        request.id,
        {{"items", id_list(extended)}, {"before", "pending"}, {"after", "granted"}}
    );
    tell_extended(act, request, extended.front().id);
    return others;
}

}  // namespace bot::workflow
