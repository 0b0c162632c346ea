#include "bot/workflow/escalate.hpp"

#include <algorithm>
#include <set>

#include "bot/workflow/facts.hpp"
#include "bot/workflow/hand_over.hpp"
#include "store/directory.hpp"

namespace bot::workflow {
namespace {

using policy::EmployeeId;

std::set<policy::ItemId> ids_of(const std::vector<store::ItemRow>& items) {
    std::set<policy::ItemId> ids;
    for (const auto& item : items)
        ids.insert(item.id);
    return ids;
}

// Who has had this step of any of its items already: it never comes back to somebody who was late.
std::set<EmployeeId> asked_before(const Act& act, const store::TaskRow& task) {
    std::set<EmployeeId> people;
    const auto mine = ids_of(store::items_of_task(act.tx, task.id, true));
    for (const auto& other : store::tasks_of_request(act.tx, task.request)) {
        const bool same_step =
            other.kind == task.kind && other.level == task.level && other.removes == task.removes;
        if (!same_step || people.contains(other.assignee)) continue;
        const auto theirs = ids_of(store::items_of_task(act.tx, other.id, false));
        const bool shared = std::any_of(mine.begin(), mine.end(), [&](policy::ItemId item) {
            return theirs.contains(item);
        });
        if (shared) people.insert(other.assignee);
    }
    return people;
}

std::vector<policy::IntegrationId> applications_of(const Act& act, const store::TaskRow& task) {
    std::vector<policy::IntegrationId> all;
    for (const auto& item : store::items_of_task(act.tx, task.id, true)) {
        if (std::find(all.begin(), all.end(), item.integration) == all.end())
            all.push_back(item.integration);
    }
    return all;
}

class Line {
 public:
    Line(const Act& act, const store::TaskRow& task)
        : act_(act), task_(task), before_(asked_before(act, task)) {}

    bool may_take(EmployeeId who) const {
        return !before_.contains(who) && !objection_to(act_.tx, task_, who, act_.now());
    }
    // The first of them who may, or all.
    std::vector<EmployeeId> first_of(const std::vector<EmployeeId>& people) const {
        const auto found = std::find_if(people.begin(), people.end(), [&](EmployeeId who) {
            return may_take(who);
        });
        if (found == people.end()) return {};
        return {*found};
    }
    std::vector<EmployeeId> all_of(std::vector<EmployeeId> people) const {
        std::erase_if(people, [&](EmployeeId who) { return !may_take(who); });
        return people;
    }

 private:
    const Act& act_;
    const store::TaskRow& task_;
    std::set<EmployeeId> before_;
};

std::vector<EmployeeId> successors(const Act& act, const store::TaskRow& task) {
    const Line line(act, task);
    auto next = line.first_of(managers_above(act.tx, task.assignee));
    const auto applications = applications_of(act, task);
    // An owner can take over what is all of their application.
    if (next.empty() && applications.size() == 1)
        next = line.first_of(store::integration_owners(act.tx, applications.front()));
    for (const auto role : {policy::Role::risk_manager, policy::Role::administrator}) {
        if (next.empty()) next = line.all_of(store::employees_with_role(act.tx, role));
    }
    return next;
}

}  // namespace

bool escalate(const Act& act, const store::TaskRow& task) {
    const auto next = successors(act, task);
    if (!next.empty()) return hand_over(act, task, next, HandOverReason::escalated, "").has_value();
    audit(
        act,
        "review.nobody_left",
        task.request,
        {{"task", std::to_string(task.id.value)}, {"assignee", store::audit_name(task.assignee)}}
    );
    return false;
}

}  // namespace bot::workflow
