#include "bot/workflow/expire.hpp"

#include <algorithm>
#include <set>

#include "bot/workflow/clocks.hpp"
#include "bot/workflow/fulfil.hpp"
#include "bot/workflow/tell.hpp"
#include "store/due_notices.hpp"
#include "store/requests.hpp"
#include "store/tasks.hpp"
#include "store/timers.hpp"

namespace bot::workflow {
namespace {

using policy::ItemState;

// A request whose expiry is still ahead and would end something.
std::optional<store::RequestRow> still_pending(const Act& act, policy::RequestId id) {
    auto request = store::find_request(act.tx, id);
    if (!request || request->closed_at || !request->expires || act.now() >= *request->expires)
        return std::nullopt;
    const auto items = store::items_of_request(act.tx, id);
    const bool pending = std::any_of(items.begin(), items.end(), [](const store::ItemRow& item) {
        return item.state == ItemState::pending;
    });
    return pending ? request : std::nullopt;
}

// The requester, and who can still decide: a reviewer who has finished meanwhile is not told.
bool concerns(const Act& act, const store::RequestRow& request, policy::EmployeeId person) {
    if (request.requester == person) return true;
    const auto tasks = store::tasks_of_request(act.tx, request.id);
    return std::any_of(tasks.begin(), tasks.end(), [&](const store::TaskRow& task) {
        return !task.closed_at && task.kind == store::TaskKind::review && task.assignee == person;
    });
}

}  // namespace

void request_expiring(const Act& act, policy::RequestId id) {
    const auto request = still_pending(act, id);
    if (!request) return;
    std::set<policy::EmployeeId> people{request->requester};
    for (const auto& task : store::tasks_of_request(act.tx, id)) {
        if (!task.closed_at && task.kind == store::TaskKind::review) people.insert(task.assignee);
    }
    for (const auto person : people) {
        store::set_timer(
            act.tx, {store::TimerKind::request_expiring_for, id.value, person, act.now()}
        );
    }
}

void request_expiring_for(const Act& act, policy::RequestId id, policy::EmployeeId person) {
    const auto request = still_pending(act, id);
    if (!request || !concerns(act, *request, person)) return;
    const auto may_disturb = next_working_time(act, person, act.now());
    if (may_disturb <= act.now()) {
        tell_due(act, person, {store::DueKind::request_expiring, id.value});
    } else if (may_disturb < *request->expires) {
        store::set_timer(
            act.tx, {store::TimerKind::request_expiring_for, id.value, person, may_disturb}
        );
    }
}

void expire_request(const Act& act, policy::RequestId id) {
    const auto request = store::find_request(act.tx, id);
    if (!request) return;
    std::vector<store::ItemRow> ended;
    for (const auto& item : store::items_of_request(act.tx, id)) {
        // Where the access would end now, too, so does what is not carried out yet: told together.
        const bool too_late =
            item.state == ItemState::granting && item.ends && *item.ends <= act.now();
        if (item.state != ItemState::pending && !too_late) continue;
        store::move_item(act.tx, item, ItemState::expired, act.who(), "", act.now());
        store::release_item(act.tx, item.id, 0, store::TaskOutcome::expired, act.who(), act.now());
        if (too_late) call_off(act, item);
        ended.push_back(item);
    }
    if (ended.empty()) return;
    audit(
        act,
        "items.expired",
        id,
        {{"items", id_list(ended)},
         {"before", std::string(policy::word(ended.front().state))},
         {"after", "expired"}}
    );
    tell_expired(act, *request, ended.front().id);
    tell_changed(act, *request);
}

}  // namespace bot::workflow
