#include "bot/workflow/act.hpp"

#include "store/policies.hpp"

namespace bot::workflow {

void audit(
    const Act& act,
    const std::string& what,
    policy::RequestId request,
    std::vector<store::AuditValue> values,
    std::optional<policy::EmployeeId> on_behalf_of
) {
    store::AuditEntry entry;
    entry.at = act.now();
    entry.actor = act.by ? store::audit_name(act.by) : "system";
    if (on_behalf_of) entry.on_behalf_of = store::audit_name(*on_behalf_of);
    entry.act = what;
    entry.subject = store::audit_name(request);
    entry.values = std::move(values);
    entry.policy_version = store::policy_version_of(act.tx, request);
    store::append_audit(act.tx, entry);
}

}  // namespace bot::workflow
