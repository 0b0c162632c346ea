#include "bot/workflow/delegate.hpp"

#include "bot/workflow/facts.hpp"
#include "store/delegations.hpp"
#include "store/homes.hpp"

namespace bot::workflow {
namespace {

std::string when(const std::optional<policy::Instant>& at) {
    return at ? std::to_string(policy::seconds_since_epoch(*at)) : "open";
}

void note(const Act& act, const std::string& what, std::vector<store::AuditValue> values) {
    store::AuditEntry entry;
    entry.at = act.now();
    entry.actor = store::audit_name(act.by);
    entry.act = what;
    entry.subject = store::audit_name(act.by);
    entry.values = std::move(values);
    store::append_audit(act.tx, entry);
    store::home_stale(act.tx, act.by, store::HomePublish::at_once, act.now_ms);
}

std::string delegate_before(const Act& act) {
    const auto before = store::delegation_of(act.tx, act.by);
    return before ? store::audit_name(before->to) : "nobody";
}

}  // namespace

std::optional<DelegateProblem> set_delegate(
    const Act& act,
    policy::EmployeeId delegate,
    std::optional<policy::Instant> from,
    std::optional<policy::Instant> until
) {
    if (delegate == act.by) return DelegateProblem::yourself;
    const auto who = candidate(act.tx, delegate);
    if (!who.employed || !who.reachable || !who.admitted) return DelegateProblem::not_here;
    if (from && until && *until <= *from) return DelegateProblem::no_time;
    if (until && *until <= act.now()) return DelegateProblem::over_already;
    auto before = delegate_before(act);
    store::set_delegation(act.tx, {act.by, delegate, from, until}, act.now());
    note(
        act,
        "delegation.set",
        {{"before", std::move(before)},
         {"after", store::audit_name(delegate)},
         {"from", when(from)},
         {"until", when(until)}}
    );
    return std::nullopt;
}

bool stop_delegating(const Act& act) {
    auto before = delegate_before(act);
    if (!store::clear_delegation(act.tx, act.by)) return false;
    note(act, "delegation.cleared", {{"before", std::move(before)}, {"after", "nobody"}});
    return true;
}

}  // namespace bot::workflow
