#include "policy/duration.hpp"

namespace policy {

void DurationRules::add(ConnectionId connection, std::optional<Seconds> own) {
    if (!own) {
        inherits = true;
    } else if (!limit || *own < limit->longest) {
        limit = Limit{connection, *own};
    }
}

std::optional<DurationProblem> judge_duration(
    const Duration& duration, Instant now, const DurationRules& rules
) {
    const auto& limit = rules.limit;
    if (!duration.temporary) {
        if (!limit) return std::nullopt;
        return DurationProblem{DurationFault::never_permanent, limit->connection, limit->longest};
    }
    if (!duration.ends) return DurationProblem{DurationFault::no_end};
    const auto ends = *duration.ends;
    if (ends <= now) return DurationProblem{DurationFault::passed};
    const auto allows = [&](Seconds most) { return ends <= now + most; };
    if (limit && !allows(limit->longest))
        return DurationProblem{DurationFault::too_long, limit->connection, limit->longest};
    if (rules.inherits && !allows(rules.longest))
        return DurationProblem{DurationFault::too_long, std::nullopt, rules.longest};
    return std::nullopt;
}

}  // namespace policy
