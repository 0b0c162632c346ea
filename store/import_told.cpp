// Where the grants that a file tells of are gathered, for the switch and for cleaning.
#include <algorithm>
#include <tuple>

#include "store/import_rows.hpp"
#include "store/query.hpp"

namespace store {
namespace {

// 20 MB of them.
constexpr std::size_t most_in_memory = 500'000;

void write(Tx& tx, const ToldGrant& grant) {
    change(
        tx,
        R"sql(INSERT INTO staged_grants (holder_id, connection_id, identity_id, last_used_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (holder_id, connection_id, identity_id) DO UPDATE SET last_used_at =
                CASE WHEN staged_grants.last_used_at IS NULL OR excluded.last_used_at > staged_grants.last_used_at
                THEN excluded.last_used_at ELSE staged_grants.last_used_at END)sql",
        grant.holder,
        grant.connection,
        grant.identity,
        grant.last_used_at
    );
}

}  // namespace

void store_told(Gate& gate, Staging& staging, bool all) {
    auto& told = staging.told;
    if (!all && told.size() < most_in_memory) return;
    std::sort(told.begin(), told.end(), [](const ToldGrant& a, const ToldGrant& b) {
        return std::tie(a.holder, a.connection, a.identity) <
               std::tie(b.holder, b.connection, b.identity);
    });
    auto at = told.begin();
    run_slices(gate, [&](Tx& tx, Slice& slice) {
        require_staging(tx, staging);
        for (; at != told.end() && slice.next(); ++at)
            write(tx, *at);
        return at == told.end();
    });
    told.clear();
    if (all) told.shrink_to_fit();
}

}  // namespace store
