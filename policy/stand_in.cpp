#include "policy/stand_in.hpp"

#include <algorithm>

namespace policy {
namespace {

bool contains(const std::vector<EmployeeId>& people, EmployeeId somebody) {
    return std::find(people.begin(), people.end(), somebody) != people.end();
}

}  // namespace

bool runs(const Delegation& delegation, Instant now) {
    if (delegation.from && now < *delegation.from) return false;
    return !delegation.until || now < *delegation.until;
}

std::optional<TakeOverObjection> objection(const TakeOver& facts, const Candidate& somebody) {
    const auto who = somebody.employee;
    if (who == facts.requester) return TakeOverObjection::is_requester;
    if (who == facts.beneficiary) return TakeOverObjection::is_beneficiary;
    if (contains(facts.their_delegates, who)) return TakeOverObjection::is_their_delegate;
    if (!somebody.employed) return TakeOverObjection::terminated;
    if (!somebody.reachable) return TakeOverObjection::deactivated;
    if (!somebody.admitted) return TakeOverObjection::not_admitted;
    if (contains(facts.involved, who)) return TakeOverObjection::is_asked_already;
    return std::nullopt;
}

StandIn stand_in(
    const TakeOver& facts, EmployeeId reviewer, const std::optional<Candidate>& delegate
) {
    const bool takes =
        delegate && delegate->employee != reviewer && !objection(facts, *delegate).has_value();
    if (takes) return {delegate->employee, reviewer};
    return {reviewer};
}

}  // namespace policy
