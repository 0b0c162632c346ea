#include "bot/workflow/withdraw.hpp"

#include <map>
#include <optional>

#include "bot/workflow/fulfil.hpp"
#include "bot/workflow/tell.hpp"
#include "store/endings.hpp"
#include "store/fulfilment.hpp"
#include "store/requests.hpp"
#include "store/tasks.hpp"

namespace bot::workflow {
namespace {

using store::JobState;

// The items that nobody has granted yet and that are not wanted any more. `by`: nobody where it was
// a command.
std::vector<store::ItemRow> end_pending(
    store::Tx& tx,
    const store::RequestRow& request,
    std::optional<policy::EmployeeId> by,
    policy::Instant now
) {
    std::vector<store::ItemRow> ended;
    for (const auto& item : store::items_of_request(tx, request.id)) {
        if (!may_be_withdrawn(request, item.state)) continue;
        if (!store::move_item(tx, item, policy::ItemState::withdrawn, by, "", now)) continue;
        store::release_item(tx, item.id, 0, store::TaskOutcome::withdrawn, by, now);
        ended.push_back(item);
    }
    return ended;
}

std::vector<store::AuditValue> what_changed(const std::vector<store::ItemRow>& items) {
    return {
        {"items", id_list(items)},
        {"before", std::string(policy::word(items.front().state))},
        {"after", "withdrawn"}};
}

constexpr auto withdrawn_act = "items.withdrawn";
constexpr auto gone_elsewhere = "the access is not held any more";
constexpr auto has_left = "Whoever would get this has left the company.";

// What an owner, or the application itself, was about to grant is not to be granted any more.
std::vector<store::ItemRow> stop_granting(const Act& act, policy::RequestId id) {
    std::vector<store::ItemRow> stopped;
    for (const auto& item : store::items_of_request(act.tx, id)) {
        if (item.state != policy::ItemState::granting) continue;
        const auto tasks = store::release_item(
            act.tx, item.id, 0, store::TaskOutcome::withdrawn, act.who(), act.now()
        );
        const auto job = store::last_change(act.tx, item.id);
        const bool by_itself = job && job->action == store::JobAction::grant &&
                               (job->state == JobState::waiting ||
                                job->state == JobState::running || job->state == JobState::pending);
        // In nobody's hands: it is carried out already.
        if (tasks.empty() && !by_itself) continue;
        store::move_item(act.tx, item, policy::ItemState::failed, act.who(), has_left, act.now());
        // An attempt that is under way finds the item ended, and takes back what it did.
        call_off(act, item);
        stopped.push_back(item);
    }
    return stopped;
}

// Takes back items of any requests, for a reason that all may read; how many.
std::size_t take_back(
    const Act& act, const std::vector<store::ItemRow>& items, const std::string& why
) {
    std::map<policy::RequestId, std::vector<store::ItemRow>> by_request;
    std::size_t taken = 0;
    for (const auto& item : items) {
        if (!store::move_item(
                act.tx, item, policy::ItemState::withdrawn, act.who(), why, act.now()
            ))
            continue;
        store::release_item(
            act.tx, item.id, 0, store::TaskOutcome::withdrawn, act.who(), act.now()
        );
        by_request[item.request].push_back(item);
        ++taken;
    }
    for (const auto& [id, theirs] : by_request) {
        auto values = what_changed(theirs);
        values.push_back({"comment", why});
        audit(act, withdrawn_act, id, std::move(values));
        tell_changed(act, store::find_request(act.tx, id).value());
    }
    return taken;
}

}  // namespace

bool may_be_withdrawn(const store::RequestRow& request, policy::ItemState state) {
    return state == policy::ItemState::pending ||
           (request.purpose && !request.purpose->until && state == policy::ItemState::approved);
}

WithdrawOutcome withdraw(const Act& act, policy::RequestId id) {
    const auto request = store::find_request(act.tx, id);
    if (!request || request->requester != act.by) return WithdrawOutcome::not_yours;
    const auto ended = end_pending(act.tx, *request, act.by, act.now());
    if (ended.empty()) return WithdrawOutcome::nothing_pending;
    audit(act, withdrawn_act, id, what_changed(ended));
    tell_changed(act, *request);
    return WithdrawOutcome::withdrawn;
}

void withdraw_for_departure(const Act& act, policy::RequestId id, policy::EmployeeId who) {
    const auto request = store::find_request(act.tx, id);
    if (!request) return;
    const auto ended = end_pending(act.tx, *request, act.who(), act.now());
    if (!ended.empty()) {
        auto values = what_changed(ended);
        values.push_back({"left", store::audit_name(who)});
        audit(act, withdrawn_act, id, std::move(values));
    }
    const auto stopped =
        request->beneficiary == who ? stop_granting(act, id) : std::vector<store::ItemRow>{};
    if (!stopped.empty()) {
        audit(
            act,
            "items.failed",
            id,
            {{"items", id_list(stopped)},
             {"before", "granting"},
             {"after", "failed"},
             {"left", store::audit_name(who)}}
        );
    }
    if (!ended.empty() || !stopped.empty()) tell_changed(act, *request);
}

std::size_t withdraw_extensions(
    const Act& act, const std::vector<store::ItemRow>& ended, const std::string& why
) {
    std::vector<store::ItemRow> pending;
    for (const auto& item : ended) {
        const auto more = store::pending_extensions(act.tx, item);
        pending.insert(pending.end(), more.begin(), more.end());
    }
    return take_back(act, pending, why);
}

void withdraw_for_return(
    const Act& act, const std::vector<store::ItemRow>& items, const std::string& why
) {
    std::vector<store::ItemRow> pending;
    std::vector<store::ItemRow> stopped;
    for (const auto& item : items) {
        if (item.state == policy::ItemState::pending) pending.push_back(item);
        if (item.state != policy::ItemState::revoking) continue;
        const auto job = store::last_change(act.tx, item.id);
        const bool waits = job && job->state == JobState::waiting;
        const bool asked = job && (job->state == JobState::running ||
                                   job->state == JobState::pending || (waits && job->maybe_done));
        if (asked) continue;
        if (!store::move_item(act.tx, item, policy::ItemState::failed, act.who(), why, act.now()))
            continue;
        store::release_item(
            act.tx, item.id, 0, store::TaskOutcome::withdrawn, act.who(), act.now()
        );
        if (waits) job_dropped(act, *job);
        stopped.push_back(item);
    }
    if (!stopped.empty()) {
        audit(
            act,
            "items.failed",
            stopped.front().request,
            {{"items", id_list(stopped)},
             {"before", "revoking"},
             {"after", "failed"},
             {"comment", why}}
        );
        tell_changed(act, store::find_request(act.tx, stopped.front().request).value());
    }
    take_back(act, pending, why);
}

void withdraw_lost(const Act& act, const std::vector<store::ItemRow>& items) {
    take_back(act, items, gone_elsewhere);
}

void withdraw_needless(const Act& act, const std::vector<store::ItemRow>& removals) {
    take_back(act, removals, "the access is being removed already, at its end");
}

void withdraw_for_review(
    const Act& act, const std::vector<store::ItemRow>& items, const std::string& why
) {
    take_back(act, items, why);
}

Withdrawal withdraw_by_command(
    store::Tx& tx,
    policy::RequestId id,
    const std::string& actor,
    store::Millis now,
    const FlowRules& rules
) {
    const auto request = store::find_request(tx, id);
    if (!request) return {WithdrawOutcome::not_yours};
    const Act act{tx, {}, now, rules};
    const auto ended = end_pending(tx, *request, std::nullopt, act.now());
    if (ended.empty()) return {WithdrawOutcome::nothing_pending};
    store::AuditEntry entry;
    entry.at = act.now();
    entry.actor = actor;
    entry.act = withdrawn_act;
    entry.subject = store::audit_name(id);
    entry.values = what_changed(ended);
    store::append_audit(tx, entry);
    tell_changed(act, *request);
    return {WithdrawOutcome::withdrawn, static_cast<std::int64_t>(ended.size())};
}

}  // namespace bot::workflow
