#include "bot/workflow/decide.hpp"

#include <algorithm>

#include "bot/workflow/fulfil.hpp"
#include "bot/workflow/move_on.hpp"
#include "bot/workflow/policies.hpp"
#include "bot/workflow/tell.hpp"
#include "store/directory.hpp"
#include "store/endings.hpp"
#include "store/requests.hpp"
#include "store/reviews.hpp"
#include "store/task_capacities.hpp"

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

// A yes for these items: they move on, by which whoever need not answer any more is released.
void say_yes(
    const Act& act,
    const TaskRow& task,
    const std::vector<ItemRow>& items,
    const std::string& comment
) {
    std::vector<store::AuditValue> values{
        {"task", std::to_string(task.id.value)},
        {"capacity", store::capacity_words(act.tx, task, items)},
        {"items", id_list(items)}};
    if (!comment.empty()) values.push_back({"comment", comment, true});
    audit(act, "review.approved", task.request, std::move(values), task.on_behalf_of);
    const auto request = store::find_request(act.tx, task.request).value();
    move_on(act, request, items);
    tell_changed(act, request);
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
    audit(
        act,
        "items." + std::string(policy::word(to)),
        task.request,
        std::move(values),
        task.on_behalf_of
    );
    tell_changed(act, store::find_request(act.tx, task.request).value());
}

// The same, where the whole task ends with it: requester and beneficiary are told.
void settle_task(
    const Act& act,
    const TaskRow& task,
    const std::vector<ItemRow>& items,
    ItemState to,
    TaskOutcome for_others,
    const std::string& comment
) {
    settle(act, task, items, to, for_others, comment);
    tell_outcome(act, store::find_request(act.tx, task.request).value(), task.id, to);
}

// One item of a person's manual work as a task of its own; the version that they saw does not
// matter, for nothing but this item is decided.
DecideOutcome one_of(const Act& act, policy::TaskId id, policy::ItemId item) {
    const auto task = store::find_task(act.tx, id);
    if (!task || task->kind != TaskKind::manual) return NoSuchTask{};
    auto seen = look(act.tx, act.by, {id, task->version});
    if (!std::holds_alternative<Decided>(seen)) return seen;
    const auto alone = store::set_apart(act.tx, id, item);
    if (!alone) return ChangedMeanwhile{*task};
    return Decided{*alone};
}

// Those of `items` that `ids` name.
std::vector<ItemRow> named_in(
    const std::vector<ItemRow>& items, const std::vector<policy::ItemId>& ids
) {
    std::vector<ItemRow> named;
    for (const auto& item : items) {
        if (std::find(ids.begin(), ids.end(), item.id) != ids.end()) named.push_back(item);
    }
    return named;
}

// What would give somebody else access, in whose account it is by now, is not said to be done.
std::optional<DecideOutcome> leave_out_strangers(const Act& act, TaskKey& key) {
    const auto seen = look(act.tx, act.by, key);
    const auto* open = std::get_if<Decided>(&seen);
    if (open == nullptr || open->task.kind != TaskKind::manual) return std::nullopt;
    auto strangers = store::items_of_task(act.tx, key.task, true);
    const auto all = strangers.size();
    std::erase_if(strangers, [&](const ItemRow& item) {
        return not_the_holders(act.tx, item).empty();
    });
    if (strangers.empty()) return std::nullopt;
    std::optional<DecideOutcome> outcome;
    if (strangers.size() == all) {
        const auto why = not_the_holders(act.tx, strangers.front());
        outcome = close(act, key, TaskKind::manual, TaskOutcome::failed, why);
        if (!std::holds_alternative<Decided>(*outcome)) return outcome;
    }
    refuse_strangers(act, strangers);
    key.version = store::find_task(act.tx, key.task).value().version;
    return outcome;
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

bool needs_comment(const Act& act, TaskKey key) {
    const auto seen = look(act.tx, act.by, key);
    const auto* open = std::get_if<Decided>(&seen);
    return open != nullptr && open->task.kind == TaskKind::review &&
           needs_comment(act.tx, open->task.level, store::items_of_task(act.tx, key.task, true));
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
    say_yes(act, decided->task, items, comment);
    return outcome;
}

DecideOutcome deny(const Act& act, TaskKey key, const std::string& comment) {
    const auto items = store::items_of_task(act.tx, key.task, true);
    auto outcome = close(act, key, TaskKind::review, TaskOutcome::denied, comment);
    if (const auto* decided = std::get_if<Decided>(&outcome)) {
        settle_task(act, decided->task, items, ItemState::denied, TaskOutcome::denied, comment);
    }
    return outcome;
}

DecideOutcome decide_items(
    const Act& act,
    TaskKey key,
    const std::vector<policy::ItemId>& approved,
    const std::vector<policy::ItemId>& denied,
    const std::string& comment
) {
    auto seen = look(act.tx, act.by, key);
    auto* decided = std::get_if<Decided>(&seen);
    if (decided == nullptr) return seen;
    if (decided->task.kind != TaskKind::review) return NoSuchTask{};
    const auto pending = store::items_of_task(act.tx, key.task, true);
    const auto yes = named_in(pending, approved);
    auto no = named_in(pending, denied);
    std::erase_if(no, [&](const ItemRow& item) {
        return std::find(approved.begin(), approved.end(), item.id) != approved.end();
    });
    const bool say_why = needs_comment(act.tx, decided->task.level, yes);
    if (say_why && comment.empty()) return CommentNeeded{decided->task};
    if (!store::decide_reviews(act.tx, key.task, key.version, act.by, yes, no, comment, act.now()))
        return ChangedMeanwhile{decided->task};
    decided->task = store::find_task(act.tx, key.task).value();
    if (!yes.empty()) say_yes(act, decided->task, yes, say_why ? comment : "");
    if (!no.empty()) {
        const auto& task = decided->task;
        settle(act, task, no, ItemState::denied, TaskOutcome::denied, comment);
        tell_denied(
            act,
            store::find_request(act.tx, task.request).value(),
            store::first_denied(act.tx, task.id, key.version + 1).value()
        );
    }
    return seen;
}

std::variant<DecideOutcome, EndProblem> approve_until(
    const Act& act, TaskKey key, policy::Instant ends, const std::string& comment
) {
    if (ends <= act.now()) return EndProblem::not_future;
    const auto seen = look(act.tx, act.by, key);
    const auto* open = std::get_if<Decided>(&seen);
    if (open == nullptr || open->task.kind != TaskKind::review) return approve(act, key, comment);
    const auto items = store::items_of_task(act.tx, key.task, true);
    const auto request = store::find_request(act.tx, open->task.request).value();
    const auto held_until = store::last_extended_end(act.tx, request, items);
    if (held_until && ends <= *held_until) return EndProblem::not_later;
    if (comment.empty() && needs_comment(act.tx, open->task.level, items))
        return CommentNeeded{open->task};
    std::vector<ItemRow> shortened;
    for (const auto& item : items) {
        if (store::shorten_item(act.tx, item.id, ends)) shortened.push_back(item);
    }
    if (shortened.empty()) return EndProblem::not_earlier;
    audit(
        act,
        "items.shortened",
        open->task.request,
        {{"task", std::to_string(key.task.value)},
         {"items", id_list(shortened)},
         {"before",
          shortened.front().ends
              ? std::to_string(policy::seconds_since_epoch(*shortened.front().ends))
              : "permanent"},
         {"after", std::to_string(policy::seconds_since_epoch(ends))}},
        open->task.on_behalf_of
    );
    auto outcome = approve(act, key, comment);
    store::note_shorter(act.tx, key.task, ends);
    return outcome;
}

DecideOutcome done(const Act& act, TaskKey key) {
    if (const auto refused = leave_out_strangers(act, key)) return *refused;
    const auto items = store::items_of_task(act.tx, key.task, true);
    auto outcome = close(act, key, TaskKind::manual, TaskOutcome::done, "");
    if (const auto* decided = std::get_if<Decided>(&outcome)) {
        for (const auto& item : items) {
            if (item.state == ItemState::revoking) {
                remove_grant(act, item);
            } else {
                take_effect(act, item);
            }
        }
        const bool granted = items.empty() || items.front().state != ItemState::revoking;
        settle_task(
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
        hands_failed(act, items, comment);
    }
    return outcome;
}

DecideOutcome done_item(const Act& act, policy::TaskId task, policy::ItemId item) {
    const auto alone = one_of(act, task, item);
    const auto* own = std::get_if<Decided>(&alone);
    if (own == nullptr) return alone;
    return done(act, {own->task.id, own->task.version});
}

DecideOutcome could_not_item(
    const Act& act, policy::TaskId task, policy::ItemId item, const std::string& comment
) {
    const auto alone = one_of(act, task, item);
    const auto* own = std::get_if<Decided>(&alone);
    if (own == nullptr) return alone;
    return could_not(act, {own->task.id, own->task.version}, comment);
}

}  // namespace bot::workflow
