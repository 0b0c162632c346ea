#include "bot/workflow/move_on.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "bot/workflow/extend.hpp"
#include "bot/workflow/facts.hpp"
#include "bot/workflow/fulfil.hpp"
#include "bot/workflow/hand_over.hpp"
#include "bot/workflow/tell.hpp"
#include "bot/workflow/ways.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/directory.hpp"
#include "store/endings.hpp"
#include "store/reviews.hpp"
#include "store/task_capacities.hpp"
#include "store/tasks.hpp"

namespace bot::workflow {
namespace {

using store::ItemRow;

constexpr auto nobody_left =
    "Nobody is left who could carry this out: the application has no owner, and there is no "
    "administrator.";

// Items that go the same way: one clause, one application, the same yeses so far.
struct Group {
    std::string key;
    Judged judged;
    Wanted example;
    policy::IntegrationId integration;
    std::vector<policy::Yes> said;
    std::vector<ItemRow> items;
    std::vector<std::vector<store::ItemReview>> reviews;  // of each item
};

// One request is one action, so all of its items go the same way.
policy::ItemState under_way(const store::RequestRow& request) {
    return request.action == policy::Action::grant ? policy::ItemState::granting
                                                   : policy::ItemState::revoking;
}

std::vector<policy::Yes> yeses(const std::vector<store::ItemReview>& reviews) {
    std::vector<policy::Yes> said;
    for (const auto& review : reviews) {
        if (review.yes) said.push_back({review.as, *review.yes, review.level});
    }
    return said;
}

std::vector<Group> groups_of(const Act& act, Ways& ways, const std::vector<ItemRow>& items) {
    std::vector<Group> groups;
    // Of a new request there are no answers to look for, whatever its number of items.
    const bool asked = !items.empty() && store::was_asked_about(act.tx, items.front().request);
    for (const auto& item : items) {
        const Judged judged{item.judged.value(), item.clause};
        const auto what = wanted(item);
        auto key = ways.key(judged, what);
        std::vector<store::ItemReview> reviews;
        if (asked) reviews = store::reviews_of_item(act.tx, item.id);
        auto said = yeses(reviews);
        auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& known) {
            return known.key == key && known.said == said;
        });
        if (group == groups.end()) {
            groups.push_back(
                {std::move(key), judged, what, item.integration, std::move(said), {}, {}}
            );
            group = groups.end() - 1;
        }
        group->items.push_back(item);
        group->reviews.push_back(std::move(reviews));
    }
    return groups;
}

// What the daemon does by itself, because a policy says so.
Act by_policy(const Act& act) {
    return {act.tx, {}, act.now_ms, act.rules};
}

// Opens a task for somebody, with a review of each item, and tells them. What they are asked at
// this level already goes on, with more items: one card, in whatever capacities.
void assign(const Act& act, const store::NewTask& task, const std::vector<ItemRow>& items) {
    const auto id = store::open_task(act.tx, task);
    store::add_reviews_as(act.tx, id, items, task.capacity);
    const auto opened = store::find_task(act.tx, id).value();
    const bool is_new = opened.version == 1;
    if (is_new) {
        tell_assigned(act, opened);
    } else {
        refresh_card(act, opened);
    }
}

// One task each for those who are asked at a level.
void ask(
    const Act& act,
    const store::RequestRow& request,
    const policy::Level& level,
    const std::vector<policy::Reviewer>& reviewers,
    const Group& group,
    const std::vector<ItemRow>& items
) {
    std::vector<policy::EmployeeId> people;
    for (const auto& reviewer : reviewers)
        people.push_back(reviewer.who);
    // Who said yes, or has a card of the same: a delegate among them is not asked for another.
    std::vector<policy::EmployeeId> involved;
    for (const auto& yes : group.said)
        involved.push_back(yes.who);
    for (const auto& asked : store::asked_about(act.tx, items.front().id))
        involved.push_back(asked.who);
    const auto gets = stand_ins(act.tx, request, people, std::move(involved), act.now());
    for (std::size_t i = 0; i < gets.size(); ++i) {
        const auto& reviewer = reviewers[i];
        store::NewTask task;
        task.kind = store::TaskKind::review;
        task.request = request.id;
        task.level = level.number;
        task.capacity = reviewer.as;
        task.fallback = reviewer.fallback;
        task.skipped = level.skipped;
        if (reviewer.as == policy::ReviewerKind::integration_owner)
            task.integration = group.integration;
        task.assigned_at = act.now();
        task.due_at = due_of_new(act, request, task.kind);
        task.assignee = gets[i].reviewer;
        task.on_behalf_of = gets[i].on_behalf_of;
        assign(act, task, items);
    }
}

// Who was asked at a level, themselves or by their delegate; `only_waiting`: and can still answer.
bool is_asked(
    const Act& act,
    const std::vector<store::ItemReview>& reviews,
    int level,
    policy::EmployeeId who,
    bool only_waiting
) {
    return std::any_of(reviews.begin(), reviews.end(), [&](const store::ItemReview& review) {
        if (review.level != level || (only_waiting && !review.pending)) return false;
        return review.assignee == who ||
               store::find_task(act.tx, review.task).value().on_behalf_of == who;
    });
}

// Who is to be asked about an item at its open level, beside those who were. `waiting` of them can
// still answer.
std::vector<policy::Reviewer> to_ask(
    const Act& act,
    const policy::Level& level,
    const std::vector<store::ItemReview>& reviews,
    int waiting
) {
    if (waiting == 0 && level.yeses == 0) return level.reviewers;
    if (level.yeses + waiting >= level.quorum) return {};
    const auto without_asked = [&](bool only_waiting) {
        std::vector<policy::Reviewer> others;
        for (const auto& reviewer : level.reviewers) {
            if (!is_asked(act, reviews, level.number, reviewer.who, only_waiting))
                others.push_back(reviewer);
        }
        return others;
    };
    auto fresh = without_asked(false);
    const bool suffice = level.yeses + waiting + static_cast<int>(fresh.size()) >= level.quorum;
    return suffice ? fresh : without_asked(true);
}

// Takes an item from those who are asked at another level than the open one (0: none is), and from
// those who cannot answer any more; how many at the open level still can.
int tidy(
    const Act& act,
    Ways& ways,
    policy::ItemId item,
    const std::vector<store::ItemReview>& reviews,
    int open
) {
    int waiting = 0;
    for (const auto& review : reviews) {
        if (!review.pending) continue;
        if (review.level == open && ways.is_able(review.assignee)) {
            ++waiting;
            continue;
        }
        const auto closed = store::TaskOutcome::superseded;
        store::release_review(act.tx, review.task, item, closed, act.who(), act.now());
    }
    return waiting;
}

// Asks about the items of a group at a level; each of them may have been asked about before.
void open_level(
    const Act& act,
    Ways& ways,
    const store::RequestRow& request,
    const policy::Level& level,
    const Group& group
) {
    std::vector<std::pair<std::vector<policy::Reviewer>, std::vector<ItemRow>>> asked;
    for (std::size_t i = 0; i < group.items.size(); ++i) {
        const auto& item = group.items[i];
        const auto& reviews = group.reviews[i];
        const int waiting = tidy(act, ways, item.id, reviews, level.number);
        const auto reviewers = to_ask(act, level, reviews, waiting);
        if (reviewers.empty()) continue;
        const auto same = std::find_if(asked.begin(), asked.end(), [&](const auto& known) {
            return known.first == reviewers;
        });
        if (same == asked.end()) {
            asked.push_back({reviewers, {item}});
        } else {
            same->second.push_back(item);
        }
    }
    for (const auto& [reviewers, items] : asked)
        ask(act, request, level, reviewers, group, items);
}

// After the last yes, or at once where the policy approves: approved, then in the hands of whoever
// carries it out; a purpose waits to be started.
void carry_out_group(
    const Act& act, const store::RequestRow& request, const Group& group, bool at_once
) {
    std::vector<ItemRow> approved;
    for (auto item : group.items) {
        if (!store::move_item(act.tx, item, policy::ItemState::approved, act.who(), "", act.now()))
            continue;
        item.state = policy::ItemState::approved;
        approved.push_back(item);
    }
    UnderWay given{approved, false};
    auto after = policy::ItemState::approved;
    if (!request.purpose) {
        given = hand_out(act, request, group.integration, std::move(approved));
        after = given.failed ? policy::ItemState::failed : under_way(request);
    }
    if (given.items.empty()) return;
    std::vector<store::AuditValue> values{
        {"items", id_list(given.items)},
        {"before", "pending"},
        {"after", std::string(policy::word(after))}};
    if (at_once) values.push_back({"clause", group.judged.clause});
    audit(act, "items.approved", request.id, std::move(values));
}

void deny(
    const Act& act,
    const store::RequestRow& request,
    const Group& group,
    const policy::Decision& decision
) {
    for (const auto& item : group.items) {
        store::move_item(
            act.tx, item, policy::ItemState::denied, act.who(), decision.sentence, act.now()
        );
    }
    audit(
        act,
        "items.denied",
        request.id,
        {{"items", id_list(group.items)},
         {"before", "pending"},
         {"after", "denied"},
         {"clause", group.judged.clause},
         {"comment", decision.sentence}}
    );
    tell_policy_denial(act, request);
}

void review(const Act& act, Ways& ways, const store::RequestRow& request, const Group& group) {
    const auto levels = ways.levels(group.judged, group.example, group.said);
    const auto* level = policy::next_level(levels);
    if (level != nullptr) return open_level(act, ways, request, *level, group);
    for (std::size_t i = 0; i < group.items.size(); ++i)
        tidy(act, ways, group.items[i].id, group.reviews[i], 0);
    if (levels.empty()) {
        // Everyone who could decide has left since Submit: it stays pending until it expires.
        audit(act, "items.unreviewable", request.id, {{"items", id_list(group.items)}});
    } else {
        carry_out_group(act, request, group, false);
    }
}

// Of an extension: what is not held any more is not made longer, it is withdrawn.
void leave_out_lost(const Act& act, std::vector<ItemRow>& items) {
    std::vector<ItemRow> lost;
    std::erase_if(items, [&](const ItemRow& item) {
        if (!store::is_lost(act.tx, item)) return false;
        lost.push_back(item);
        return true;
    });
    withdraw_lost(by_policy(act), lost);
}

}  // namespace

void judge_items(const Act& act, const store::RequestRow& request, std::vector<ItemRow>& items) {
    Ways ways(act.tx, asking_of(request));
    std::map<store::VerdictNote, std::vector<policy::ItemId>> notes;
    for (auto& item : items) {
        if (item.judged) continue;
        const auto judged = ways.judge(wanted(item));
        item.judged = judged.version;
        item.clause = judged.clause;
        item.judged_privileged = item.privileged;
        notes[{judged.version, judged.clause, item.privileged}].push_back(item.id);
    }
    if (notes.empty()) return;
    // Most of many items are judged alike: those in one statement.
    const auto most =
        std::max_element(notes.begin(), notes.end(), [](const auto& a, const auto& b) {
            return a.second.size() < b.second.size();
        });
    for (const auto& [note, ids] : notes) {
        if (note == most->first) continue;
        for (const auto id : ids)
            store::note_verdict(act.tx, id, note);
    }
    store::note_other_verdicts(act.tx, request.id, most->first);
    const auto as_now = [&](policy::EmployeeId who) {
        const auto employee = store::find_employee(act.tx, who).value_or(policy::Employee{});
        return store::JudgedPerson{
            who, employee.title, employee.department, store::roles_of(act.tx, who)};
    };
    store::note_people(
        act.tx, request.id, {as_now(request.requester), as_now(request.beneficiary)}
    );
}

void move_on(const Act& act, const store::RequestRow& request, const std::vector<ItemRow>& items) {
    auto judged = items;
    if (request.extends) leave_out_lost(act, judged);
    judge_items(act, request, judged);
    Ways ways(act.tx, asking_of(request));
    for (const auto& group : groups_of(act, ways, judged)) {
        const auto& decision = ways.decision(group.judged);
        switch (decision.outcome) {
            case policy::Outcome::review:
                review(act, ways, request, group);
                break;
            case policy::Outcome::approve:
                carry_out_group(by_policy(act), request, group, true);
                break;
            case policy::Outcome::deny:
                deny(by_policy(act), request, group, decision);
                break;
        }
    }
    if (request.purpose) tell_assigned(act, request);
}

UnderWay hand_out(
    const Act& act,
    const store::RequestRow& request,
    policy::IntegrationId integration,
    std::vector<ItemRow> items
) {
    UnderWay given;
    for (auto& item : items) {
        if (!store::move_item(act.tx, item, under_way(request), act.who(), "", act.now())) continue;
        item.state = under_way(request);
        given.items.push_back(item);
    }
    given.items = extend_held(act, request, std::move(given.items));
    // Everyone who could have done it may have left since Submit, which refuses such a request.
    given.failed = !carry_out(act, request, integration, given.items, nobody_left);
    return given;
}

void replace_reviewer(const Act& act, policy::EmployeeId gone, policy::RequestId id) {
    if (is_able(act.tx, gone)) return;
    const auto request = store::find_request(act.tx, id);
    if (!request) return;
    for (const auto& task : store::tasks_of_request(act.tx, id)) {
        const bool theirs = task.assignee == gone && !task.closed_at;
        if (theirs && task.kind == store::TaskKind::manual) replace_hands(act, task);
    }
    std::vector<ItemRow> waiting;
    for (auto& item : store::items_of_request(act.tx, id)) {
        if (item.state != policy::ItemState::pending) continue;
        const auto reviews = store::reviews_of_item(act.tx, item.id);
        const bool theirs = std::any_of(reviews.begin(), reviews.end(), [&](const auto& review) {
            return review.pending && review.assignee == gone;
        });
        if (theirs) waiting.push_back(std::move(item));
    }
    if (waiting.empty()) return;
    audit(
        act,
        "reviewer.replaced",
        id,
        {{"reviewer", store::audit_name(gone)}, {"items", id_list(waiting)}}
    );
    move_on(act, *request, waiting);
    tell_changed(act, *request);
}

}  // namespace bot::workflow
