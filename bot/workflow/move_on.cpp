#include "bot/workflow/move_on.hpp"

#include <map>

#include "bot/workflow/facts.hpp"
#include "bot/workflow/tell.hpp"
#include "policy/route.hpp"
#include "store/tasks.hpp"

namespace bot::workflow {
namespace {

using store::ItemRow;

constexpr auto nobody_left =
    "Nobody is left who could carry this out: the application has no owner, and there is no "
    "administrator.";

// Items that go the same way: one application, the same yeses so far.
struct Group {
    policy::IntegrationId integration;
    std::vector<policy::Yes> said;
    std::vector<ItemRow> items;
};

std::vector<Group> groups_of(const Act& act, const std::vector<ItemRow>& items) {
    std::vector<Group> groups;
    for (const auto& item : items) {
        auto said = store::yeses_of_item(act.tx, item.id);
        auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& known) {
            return known.integration == item.integration && known.said == said;
        });
        if (group == groups.end()) {
            groups.push_back({item.integration, std::move(said), {}});
            group = groups.end() - 1;
        }
        group->items.push_back(item);
    }
    return groups;
}

// Opens a task for each person, with a review of each item, and tells them.
void assign(
    const Act& act,
    store::NewTask task,
    const std::vector<policy::EmployeeId>& people,
    const std::vector<ItemRow>& items
) {
    for (const auto person : people) {
        task.assignee = person;
        const auto id = store::open_task(act.tx, task);
        store::add_reviews(act.tx, id, items);
        tell_assigned(act, store::find_task(act.tx, id).value());
    }
}

// One task each for those who are asked at a level, in the capacity in which they are.
void ask(
    const Act& act, const store::RequestRow& request, const policy::Level& level, const Group& group
) {
    for (const auto& reviewer : level.reviewers) {
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
        task.due_at = act.now() + act.rules.review_due_after;
        assign(act, task, {reviewer.who}, group.items);
    }
}

// After the last yes: approved, then in the hands of the integration's owner.
void carry_out(const Act& act, const store::RequestRow& request, const Group& group) {
    const auto hands = fulfilment_hands(act.tx, group.integration);
    // One request is one action, so all items of a group go the same way.
    const auto under_way = request.action == policy::Action::grant ? policy::ItemState::granting
                                                                   : policy::ItemState::revoking;
    std::vector<ItemRow> granting;
    for (auto item : group.items) {
        if (!store::move_item(act.tx, item, policy::ItemState::approved, act.by, "", act.now()))
            continue;
        item.state = policy::ItemState::approved;
        store::move_item(act.tx, item, under_way, act.by, "", act.now());
        item.state = under_way;
        if (hands.people.empty()) {
            // Everyone who could have done it has left since Submit, which refuses such a request.
            store::move_item(
                act.tx, item, policy::ItemState::failed, act.by, nobody_left, act.now()
            );
        }
        granting.push_back(item);
    }
    if (granting.empty()) return;
    audit(
        act,
        "items.approved",
        request.id,
        {{"items", id_list(granting)},
         {"before", "pending"},
         {"after", hands.people.empty() ? "failed" : std::string(policy::word(under_way))}}
    );
    if (hands.people.empty()) return;
    store::NewTask task;
    task.kind = store::TaskKind::manual;
    task.request = request.id;
    task.capacity = hands.capacity;
    task.fallback = hands.capacity != policy::ReviewerKind::integration_owner;
    task.integration = group.integration;
    task.assigned_at = act.now();
    task.due_at = act.now() + act.rules.review_due_after;
    assign(act, task, hands.people, granting);
}

}  // namespace

void move_on(const Act& act, const store::RequestRow& request, const std::vector<ItemRow>& items) {
    for (const auto& group : groups_of(act, items)) {
        const auto levels = policy::route(
            route_facts(act.tx, request.requester, request.beneficiary, group.integration),
            policy::default_levels(),
            group.said
        );
        if (levels.empty()) {
            // Everyone who could decide has left since Submit: it stays pending until it expires.
            audit(act, "items.unreviewable", request.id, {{"items", id_list(group.items)}});
            continue;
        }
        const auto* level = policy::next_level(levels);
        if (level == nullptr) {
            carry_out(act, request, group);
        } else {
            ask(act, request, *level, group);
        }
    }
}

}  // namespace bot::workflow
