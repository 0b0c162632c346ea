#include "bot/workflow/hand_over.hpp"

#include <algorithm>

#include "bot/workflow/facts.hpp"
#include "bot/workflow/tell.hpp"
#include "store/delegations.hpp"
#include "store/task_capacities.hpp"

namespace bot::workflow {
namespace {

using policy::EmployeeId;
using store::TaskKind;
using store::TaskOutcome;
using store::TaskRow;

policy::TakeOver take_over_facts(
    store::Tx& tx,
    const store::RequestRow& request,
    std::vector<EmployeeId> involved,
    policy::Instant now
) {
    policy::TakeOver facts{request.requester, request.beneficiary, {}, std::move(involved)};
    for (const auto party : {request.requester, request.beneficiary}) {
        if (const auto delegate = store::delegate_of(tx, party, now))
            facts.their_delegates.push_back(*delegate);
    }
    return facts;
}

policy::StandIn stand_in_of(
    store::Tx& tx, const policy::TakeOver& facts, EmployeeId reviewer, policy::Instant now
) {
    std::optional<policy::Candidate> delegate;
    if (const auto who = store::delegate_of(tx, reviewer, now)) delegate = candidate(tx, *who);
    return policy::stand_in(facts, reviewer, delegate);
}

TaskOutcome outcome_of(HandOverReason reason) {
    return reason == HandOverReason::reassigned ? TaskOutcome::reassigned : TaskOutcome::escalated;
}

store::NewTask in_place_of(const TaskRow& task) {
    store::NewTask next;
    next.kind = task.kind;
    next.request = task.request;
    next.level = task.level;
    next.capacity = task.capacity;
    next.fallback = task.fallback;
    next.skipped = task.skipped;
    next.integration = task.integration;
    next.handed_from = task.id;
    next.removes = task.removes;
    return next;
}

void note_hand_over(
    const Act& act,
    const HandedOver& moved,
    const std::vector<store::ItemRow>& items,
    HandOverReason reason,
    const std::string& note
) {
    std::string people;
    for (const auto& task : moved.to)
        people += (people.empty() ? "" : ",") + store::audit_name(task.assignee);
    std::vector<store::AuditValue> values{
        {"task", std::to_string(moved.from.id.value)},
        {"tasks", id_list(moved.to)},
        {"items", id_list(items)},
        {"before", store::audit_name(moved.from.assignee)},
        {"after", people}};
    if (!note.empty()) values.push_back({"note", note, true});
    const auto* what =
        reason == HandOverReason::reassigned ? "review.reassigned" : "review.escalated";
    audit(act, what, moved.from.request, std::move(values), moved.from.on_behalf_of);
}

}  // namespace

policy::Instant due_of_new(const Act& act, const store::RequestRow& request, TaskKind kind) {
    const auto due = act.now() + act.rules.review_due_after;
    const bool may_expire = request.expires && kind == TaskKind::review;
    return may_expire ? std::min(due, std::max(*request.expires, act.now())) : due;
}

std::vector<policy::StandIn> stand_ins(
    store::Tx& tx,
    const store::RequestRow& request,
    const std::vector<EmployeeId>& people,
    std::vector<EmployeeId> involved,
    policy::Instant now
) {
    involved.insert(involved.end(), people.begin(), people.end());
    auto facts = take_over_facts(tx, request, std::move(involved), now);
    std::vector<policy::StandIn> all;
    for (const auto person : people) {
        all.push_back(stand_in_of(tx, facts, person, now));
        facts.involved.push_back(all.back().reviewer);
    }
    return all;
}

std::optional<policy::TakeOverObjection> objection_to(
    store::Tx& tx, const TaskRow& task, EmployeeId somebody, policy::Instant now
) {
    if (task.kind == TaskKind::manual) {
        // Carrying out decides nothing: only who cannot, or has it already, is refused.
        policy::TakeOver facts;
        for (const auto& other : store::tasks_of_request(tx, task.request)) {
            if (other.kind == task.kind && other.integration == task.integration &&
                !other.closed_at)
                facts.involved.push_back(other.assignee);
        }
        return policy::objection(facts, candidate(tx, somebody));
    }
    const auto request = store::find_request(tx, task.request).value();
    const auto facts = take_over_facts(tx, request, store::involved_in(tx, task.id), now);
    return policy::objection(facts, candidate(tx, somebody));
}

std::optional<HandedOver> hand_over(
    const Act& act,
    const TaskRow& task,
    const std::vector<EmployeeId>& successors,
    HandOverReason reason,
    const std::string& note
) {
    const auto items = store::items_of_task(act.tx, task.id, true);
    const auto request = store::find_request(act.tx, task.request).value();
    auto facts = take_over_facts(act.tx, request, store::involved_in(act.tx, task.id), act.now());
    facts.involved.insert(facts.involved.end(), successors.begin(), successors.end());
    const auto by = act.by ? std::optional(act.by) : std::nullopt;
    if (!store::hand_on_task(act.tx, task.id, task.version, by, outcome_of(reason), act.now()))
        return std::nullopt;

    HandedOver moved{store::find_task(act.tx, task.id).value(), {}};
    for (const auto successor : successors) {
        auto next = in_place_of(task);
        policy::StandIn gets{successor};
        if (task.kind == TaskKind::review) gets = stand_in_of(act.tx, facts, successor, act.now());
        facts.involved.push_back(gets.reviewer);
        next.assignee = gets.reviewer;
        next.on_behalf_of = gets.on_behalf_of;
        next.note = note;
        next.assigned_at = act.now();
        next.due_at = due_of_new(act, request, task.kind);
        const auto id = store::open_task(act.tx, next);
        store::add_reviews_of(act.tx, id, items, task.id);
        moved.to.push_back(store::find_task(act.tx, id).value());
    }
    note_hand_over(act, moved, items, reason, note);
    for (const auto& next : moved.to)
        tell_assigned(act, next);
    tell_changed(act, request);
    return moved;
}

ReassignOutcome reassign(
    const Act& act, TaskKey key, EmployeeId colleague, const std::string& note
) {
    auto stands = look(act.tx, act.by, key);
    const auto* mine = std::get_if<Decided>(&stands);
    if (mine == nullptr) return CannotReassign{std::move(stands)};
    if (mine->task.kind != TaskKind::review) return CannotReassign{NoSuchTask{}};
    if (const auto why = objection_to(act.tx, mine->task, colleague, act.now()))
        return CannotTake{colleague, *why};
    auto moved = hand_over(act, mine->task, {colleague}, HandOverReason::reassigned, note);
    if (!moved) return CannotReassign{ChangedMeanwhile{mine->task}};
    return std::move(*moved);
}

}  // namespace bot::workflow
