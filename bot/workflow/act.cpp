#include "bot/workflow/act.hpp"

namespace bot::workflow {

void audit(
    const Act& act,
    const std::string& what,
    policy::RequestId request,
    std::vector<store::AuditValue> values
) {
    store::AuditEntry entry;
    entry.at = act.now();
    entry.actor = store::audit_name(act.by);
    entry.act = what;
    entry.subject = store::audit_name(request);
    entry.values = std::move(values);
    store::append_audit(act.tx, entry);
}

}  // namespace bot::workflow
