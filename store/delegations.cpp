#include "store/delegations.hpp"

#include "store/query.hpp"

namespace store {

void set_delegation(Tx& tx, const policy::Delegation& delegation, policy::Instant now) {
    change(
        tx,
        R"sql(INSERT INTO delegations (employee_id, delegate_id, from_at, until_at, set_at)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (employee_id) DO UPDATE SET delegate_id = excluded.delegate_id,
                from_at = excluded.from_at, until_at = excluded.until_at, set_at = excluded.set_at)sql",
        delegation.of,
        delegation.to,
        delegation.from,
        delegation.until,
        now
    );
}

bool clear_delegation(Tx& tx, policy::EmployeeId of) {
    return change(tx, "DELETE FROM delegations WHERE employee_id = ?", of) > 0;
}

std::optional<policy::Delegation> delegation_of(Tx& tx, policy::EmployeeId of) {
    Query rows(
        tx, "SELECT delegate_id, from_at, until_at FROM delegations WHERE employee_id = ?", of
    );
    if (!rows.next()) return std::nullopt;
    return policy::Delegation{
        of,
        rows.get<policy::EmployeeId>(0),
        rows.get<std::optional<policy::Instant>>(1),
        rows.get<std::optional<policy::Instant>>(2)};
}

std::optional<policy::EmployeeId> delegate_of(Tx& tx, policy::EmployeeId of, policy::Instant now) {
    const auto delegation = delegation_of(tx, of);
    if (!delegation || !policy::runs(*delegation, now)) return std::nullopt;
    return delegation->to;
}

}  // namespace store
