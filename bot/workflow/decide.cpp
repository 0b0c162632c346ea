#include "bot/workflow/decide.hpp"

#include <algorithm>

#include "bot/workflow/move_on.hpp"
#include "bot/workflow/policies.hpp"
#include "bot/workflow/tell.hpp"
#include "store/directory.hpp"
#include "store/planned_accounts.hpp"
#include "store/requests.hpp"

namespace bot::workflow {
namespace {

using policy::ItemState;
using store::ItemRow;
using store::TaskKind;
using store::TaskOutcome;
using store::TaskRow;

// Closes the task, or says what stands against it. `kind` must fit: a review is never "done".
DecideOutcome close(
    const Act& act, TaskKey key, TaskKind kind, TaskOutcome outcome, const std::string& comment
) {
    auto seen = look(act.tx, act.by, key);
    auto* decided = std::get_if<Decided>(&seen);
    if (decided == nullptr) return seen;
    if (decided->task.kind != kind) return NoSuchTask{};
    if (!store::decide_task(act.tx, key.task, key.version, act.by, outcome, comment, act.now())) {
        return ChangedMeanwhile{decided->task};
    }
    decided->task = store::find_task(act.tx, key.task).value();
    return seen;
}

// Ends or moves items, takes them out of everybody's open tasks at `level` (0: all), and notes it.
void settle(
    const Act& act,
    const TaskRow& task,
    const std::vector<ItemRow>& items,
    ItemState to,
    TaskOutcome for_others,
    const std::string& comment
) {
    for (const auto& item : items) {
        store::move_item(act.tx, item, to, act.who(), comment, act.now());
        store::release_item(act.tx, item.id, 0, for_others, act.by, act.now());
    }
    std::vector<store::AuditValue> values{
        {"task", std::to_string(task.id.value)},
        {"items", id_list(items)},
        {"before", items.empty() ? "" : std::string(policy::word(items.front().state))},
        {"after", std::string(policy::word(to))}};
    if (!comment.empty()) values.push_back({"comment", comment, true});
    audit(act, "items." + std::string(policy::word(to)), task.request, std::move(values));
    const auto request = store::find_request(act.tx, task.request).value();
    tell_outcome(act, request, task.id);
    tell_changed(act, request);
}

// Ended access that was granted anew meanwhile is not taken away.
void remove_grant(store::Tx& tx, const ItemRow& item) {
    const auto held = store::find_grant(tx, item.identity, item.connection);
    const bool granted_anew = item.action == policy::Action::grant && held && held->request &&
                              *held->request != item.request;
    if (!granted_anew) store::revoke(tx, item.identity, item.connection);
}

// A grant takes effect, in an account that is made now if it was only planned.
void take_effect(const Act& act, const ItemRow& item) {
    const auto account = store::made_account(act.tx, item.identity);
    store::grant(act.tx, account.identity, item.connection, act.now(), item.ends, item.request);
    if (account.identity == item.identity) return;
    store::set_item_account(act.tx, item.id, account.identity);
    if (!account.is_new) return;
    audit(
        act,
        "identity.created",
        item.request,
        {{"identity", std::to_string(account.identity.value)},
         {"integration", std::to_string(item.integration.value)}}
    );
}

}  // namespace

DecideOutcome look(store::Tx& tx, policy::EmployeeId by, TaskKey key) {
    const auto task = store::find_task(tx, key.task);
    if (!task) return NoSuchTask{};
    if (task->assignee != by) return NotYours{*task};
    if (task->closed_at) return AlreadyClosed{*task};
    if (task->version != key.version) return ChangedMeanwhile{*task};
    return Decided{*task};
}

bool needs_comment(store::Tx& tx, int level, const std::vector<ItemRow>& items) {
    return std::any_of(items.begin(), items.end(), [&](const ItemRow& item) {
        const auto policy = policy_at(tx, item.judged.value_or(0));
        const auto rules = policy::decision_of(*policy, item.clause).levels;
        const auto place = static_cast<std::size_t>(level) - 1;  // 0, of manual work: out of range
        return place < rules.size() && rules[place].requires_comment;
    });
}

DecideOutcome approve(const Act& act, TaskKey key) {
    return approve(act, key, "");
}

DecideOutcome approve(const Act& act, TaskKey key, const std::string& comment) {
    const auto items = store::items_of_task(act.tx, key.task, true);
    auto seen = look(act.tx, act.by, key);
    if (const auto* open = std::get_if<Decided>(&seen)) {
        if (comment.empty() && needs_comment(act.tx, open->task.level, items))
            return CommentNeeded{open->task};
    }
    auto outcome = close(act, key, TaskKind::review, TaskOutcome::approved, comment);
    const auto* decided = std::get_if<Decided>(&outcome);
    if (decided == nullptr) return outcome;
    std::vector<store::AuditValue> values{
        {"task", std::to_string(key.task.value)},
        {"capacity", std::string(policy::word(decided->task.capacity))},
        {"items", id_list(items)}};
    if (!comment.empty()) values.push_back({"comment", comment, true});
    audit(act, "review.approved", decided->task.request, std::move(values));
    const auto request = store::find_request(act.tx, decided->task.request).value();
    move_on(act, request, items);
    tell_changed(act, request);
    return outcome;
}

DecideOutcome deny(const Act& act, TaskKey key, const std::string& comment) {
    const auto items = store::items_of_task(act.tx, key.task, true);
    auto outcome = close(act, key, TaskKind::review, TaskOutcome::denied, comment);
    if (const auto* decided = std::get_if<Decided>(&outcome)) {
        settle(act, decided->task, items, ItemState::denied, TaskOutcome::denied, comment);
    }
    return outcome;
}

DecideOutcome done(const Act& act, TaskKey key) {
    const auto items = store::items_of_task(act.tx, key.task, true);
    auto outcome = close(act, key, TaskKind::manual, TaskOutcome::done, "");
    if (const auto* decided = std::get_if<Decided>(&outcome)) {
        for (const auto& item : items) {
            if (item.state == ItemState::revoking) {
                remove_grant(act.tx, item);
            } else {
                take_effect(act, item);
            }
        }
        const bool granted = items.empty() || items.front().state != ItemState::revoking;
        settle(
            act,
            decided->task,
            items,
            granted ? ItemState::granted : ItemState::revoked,
            TaskOutcome::done,
            ""
        );
    }
    return outcome;
}

DecideOutcome could_not(const Act& act, TaskKey key, const std::string& comment) {
    const auto items = store::items_of_task(act.tx, key.task, true);
    auto outcome = close(act, key, TaskKind::manual, TaskOutcome::failed, comment);
    if (const auto* decided = std::get_if<Decided>(&outcome)) {
        settle(act, decided->task, items, ItemState::failed, TaskOutcome::failed, comment);
    }
    return outcome;
}

}  // namespace bot::workflow
