// What a test of the request flow can see of its database, whichever fixture it has.
#pragma once

#include <catch2/catch.hpp>
#include <optional>
#include <string>

#include "policy/ids.hpp"
#include "store/audit.hpp"
#include "store/query.hpp"

namespace seen {

// How many messages of a kind are wanted, for one person or for all.
inline std::int64_t messages(
    store::Tx& tx, const std::string& kind, std::optional<policy::EmployeeId> who = {}
) {
    return store::first<std::int64_t>(
               tx,
               "SELECT COUNT(*) FROM messages WHERE kind = ? AND (? IS NULL OR recipient_id = ?)",
               kind,
               who,
               who
    )
        .value();
}

// Every act of the trail in its order; the trail verifies.
inline std::string audit_acts(store::Tx& tx) {
    std::string acts;
    store::Query rows(tx, "SELECT act FROM audit_entries ORDER BY seq");
    while (rows.next())
        acts += rows.get<std::string>(0) + " ";
    CHECK(store::verify_audit(tx).empty());
    return acts;
}

}  // namespace seen
