#include "bot/workflow/syncs.hpp"

#include <set>

#include "store/directory.hpp"
#include "store/homes.hpp"
#include "store/messages.hpp"

namespace bot::workflow {
namespace {

using store::MessageKind;

std::vector<policy::EmployeeId> administrators(const Act& act) {
    return store::employees_with_role(act.tx, policy::Role::administrator);
}

void tell(const Act& act, MessageKind kind, std::int64_t outage, const std::string& application) {
    const auto admins = administrators(act);
    std::set<policy::EmployeeId> people(admins.begin(), admins.end());
    if (const auto known = store::find_integration(act.tx, application)) {
        if (const auto owner = store::integration_owner(act.tx, known->id)) people.insert(*owner);
    }
    for (const auto person : people) {
        store::want_message(act.tx, kind, outage, person, store::Priority::normal, act.now_ms);
    }
}

// Their Homes show the state of every sync.
void refresh_homes(const Act& act) {
    for (const auto person : administrators(act))
        store::home_stale(act.tx, person, store::HomePublish::within_a_minute, act.now_ms);
}

void audit_sync(
    const Act& act,
    const std::string& what,
    const std::string& application,
    std::vector<store::AuditValue> values
) {
    store::AuditEntry entry;
    entry.at = act.now();
    entry.actor = "system";
    entry.act = what;
    entry.subject = "application:" + application;
    entry.values = std::move(values);
    store::append_audit(act.tx, entry);
}

}  // namespace

void plan_syncs(const Act& act, const std::vector<PlannedSync>& planned) {
    std::vector<std::int64_t> ids;
    for (const auto& sync : planned)
        ids.push_back(store::plan_sync(act.tx, sync.application, sync.kind, sync.every, act.now()));
    for (const auto outage : store::drop_other_syncs(act.tx, ids, act.now()))
        store::touch_message(act.tx, MessageKind::sync_failed, outage, act.by);
    refresh_homes(act);
}

void sync_succeeded(const Act& act, std::int64_t id, const store::SyncSuccess& success) {
    const auto sync = store::find_sync(act.tx, id);
    if (!sync) return;  // the settings ask for it no more
    const auto over = store::sync_succeeded(act.tx, id, success, act.now());
    refresh_homes(act);
    if (!over) return;
    audit_sync(act, "sync.recovered", sync->name, {});
    store::touch_message(act.tx, MessageKind::sync_failed, *over, act.by);
    tell(act, MessageKind::sync_recovered, *over, sync->name);
}

void sync_failed(const Act& act, std::int64_t id, const store::SyncFailure& failure) {
    const auto sync = store::find_sync(act.tx, id);
    if (!sync) return;
    const auto outage = store::sync_failed(act.tx, id, failure, act.now());
    refresh_homes(act);
    if (outage.begun) {
        audit_sync(
            act,
            "sync.failed",
            sync->name,
            {{"problem", std::string(policy::word(failure.problem))}, {"detail", failure.detail}}
        );
        tell(act, MessageKind::sync_failed, outage.id, sync->name);
    } else if (outage.news) {
        store::touch_message(act.tx, MessageKind::sync_failed, outage.id, act.by);
    }
}

}  // namespace bot::workflow
