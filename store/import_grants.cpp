// The grants of the applications whose whole truth was read: what the file tells begins at the
// switch, and what it does not tell ends (store/import_untold.cpp).
#include "store/import_grants.hpp"

#include "store/departures.hpp"
#include "store/import_applications.hpp"
#include "store/query.hpp"
#include "store/title_counts.hpp"

namespace store {
namespace {

// A told grant, and what is held of it: from which generation, and when it was last used.
struct StagedGrant {
    GrantKey key;
    std::optional<policy::Instant> last_used_at;
    std::optional<std::int64_t> held_from;
    std::optional<policy::Instant> known_use;
};

// Both tables have the same order: neighbours are read together.
std::vector<StagedGrant> staged_after(Tx& tx, const GrantKey& last) {
    std::vector<StagedGrant> grants;
    Query rows(
        tx,
        R"sql(SELECT s.holder_id, s.connection_id, s.identity_id, s.last_used_at, g.from_gen, g.last_used_at
            FROM staged_grants s LEFT JOIN grants g ON g.holder_id = s.holder_id
                AND g.connection_id = s.connection_id AND g.identity_id = s.identity_id AND g.to_gen = 0
            WHERE (s.holder_id, s.connection_id, s.identity_id) > (?, ?, ?)
            ORDER BY s.holder_id, s.connection_id, s.identity_id LIMIT ?)sql",
        last.holder,
        last.connection,
        last.identity,
        Slice::most_rows
    );
    while (rows.next()) {
        grants.push_back(
            {{rows.get<std::int64_t>(0),
              rows.get<policy::ConnectionId>(1),
              rows.get<policy::IdentityId>(2)},
             rows.get<std::optional<policy::Instant>>(3),
             rows.get<std::optional<std::int64_t>>(4),
             rows.get<std::optional<policy::Instant>>(5)}
        );
    }
    return grants;
}

// A grant that is held already: only when it was last used may be news.
void keep(Tx& tx, Staging& staging, const StagedGrant& grant) {
    auto& count = staging.counts[Noun::grants];
    const auto& used = grant.known_use;
    if (!grant.last_used_at || (used && *used >= *grant.last_used_at)) {
        ++count.unchanged;
        return;
    }
    end_grant(tx, staging, grant.key);
    change(
        tx,
        R"sql(INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at, expires_at,
                request_id, last_used_at)
            SELECT holder_id, connection_id, identity_id, 0, ?, granted_at, expires_at, request_id, ?
            FROM grants WHERE holder_id = ? AND connection_id = ? AND identity_id = ? AND to_gen = ?)sql",
        staging.next(),
        *grant.last_used_at,
        grant.key.holder,
        grant.key.connection,
        grant.key.identity,
        staging.next()
    );
    ++count.changed;
}

// Where a grant came from that was gone from its source for a while: it is still that of its
// request, or nobody would end it.
struct Origin {
    std::optional<std::int64_t> request;
    std::optional<policy::Instant> granted_at;
    std::optional<policy::Instant> ends_at;
};

Origin origin_of(Tx& tx, const GrantKey& key, policy::Instant now) {
    Query rows(
        tx,
        R"sql(SELECT request_id, changed_at, ends_at, action = 'GRANT' AND state = 'granted' FROM request_items
            WHERE identity_id = ? AND connection_id = ? AND state IN ('granted', 'revoked')
            ORDER BY id DESC LIMIT 1)sql",
        key.identity,
        key.connection
    );
    if (!rows.next() || !rows.get<bool>(3)) return {};
    const auto ends = rows.get<std::optional<policy::Instant>>(2);
    if (ends && *ends <= now) return {};
    return {rows.get<std::int64_t>(0), rows.get<policy::Instant>(1), ends};
}

// A grant that is not held begins, unless the daemon revoked it since the import began: that is
// newer than the file.
bool begin(Tx& tx, Staging& staging, const StagedGrant& grant, ComingCounts& counts) {
    const auto origin = origin_of(tx, grant.key, staging.now);
    const int begun = change(
        tx,
        R"sql(INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at, expires_at,
                request_id, last_used_at)
            SELECT ?, ?, ?, 0, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM grants
                WHERE holder_id = ? AND connection_id = ? AND identity_id = ? AND to_gen = ?))sql",
        grant.key.holder,
        grant.key.connection,
        grant.key.identity,
        staging.next(),
        origin.granted_at.value_or(staging.now),
        origin.ends_at,
        origin.request,
        grant.last_used_at,
        grant.key.holder,
        grant.key.connection,
        grant.key.identity,
        staging.generation
    );
    if (begun == 1) counts.begun(grant.key.holder, grant.key.connection);
    auto& count = staging.counts[Noun::grants];
    ++(begun == 1 ? count.added : count.unchanged);
    return begun == 1;
}

Ours ours_since(Gate& gate, const Staging& staging) {
    Ours ours;
    if (!staging.as_of) return ours;
    run_slices(gate, [&](Tx& tx, Slice&) {
        const auto removed = removed_since(tx, *staging.as_of);
        ours.removed.insert(removed.begin(), removed.end());
        const auto unsettled = unsettled_since(tx, *staging.as_of);
        ours.unsettled.insert(unsettled.begin(), unsettled.end());
        return true;
    });
    return ours;
}

// Each grant that the file tells of begins or stays.
class TellGrants {
 public:
    TellGrants(Tx& tx, Staging& staging, const Ours& ours, ToldOf& told)
        : tx_(tx), staging_(staging), ours_(ours), told_(told), counts_(tx, staging) {}

    void take(const StagedGrant& grant) {
        auto& told = told_[grant.key.connection];
        const bool unsettled = ours_.is_unsettled(grant.key);
        if (grant.held_from) {
            keep(tx_, staging_, grant);
            ++told.open;
            const bool was_held = *grant.held_from < staging_.generation;
            if (was_held && !unsettled && told.loss != nullptr) ++told.loss->held;
        } else if (!unsettled && !ours_.removed.contains({grant.key.identity, grant.key.connection})) {
            if (begin(tx_, staging_, grant, counts_)) ++told.open;
        }
    }

 private:
    Tx& tx_;
    Staging& staging_;
    const Ours& ours_;
    ToldOf& told_;
    ComingCounts counts_;
};

// In the order of the table, so that neighbours are written together.
ToldOf settle_told(Gate& gate, Staging& staging, const Ours& ours) {
    ToldOf told;
    for (const auto& [key, seen] : staging.connections->by_key) {
        const auto loss = staging.losses.find(seen.integration);
        if (loss != staging.losses.end()) told[seen.id].loss = &loss->second;
    }
    GrantKey last{before_all, {}, {}};
    run_slices(gate, [&](Tx& tx, Slice& slice) {
        require_staging(tx, staging);
        const auto grants = staged_after(tx, last);
        TellGrants tell(tx, staging, ours, told);
        for (const auto& grant : grants) {
            if (!slice.next()) return false;
            tell.take(grant);
            last = grant.key;
        }
        return grants.empty();
    });
    return told;
}

// What begins for somebody who has left is put before its owner as if they had left just now.
void note_leavers(Gate& gate, const Staging& staging) {
    constexpr std::int64_t most = 1000;  // people, of whom few have left
    std::int64_t after = 0;
    run_slices(gate, [&](Tx& tx, Slice& slice) {
        require_staging(tx, staging);
        const auto last = first<std::int64_t>(tx, "SELECT COALESCE(MAX(id), 0) FROM employees");
        while (after < last.value_or(0)) {
            if (!slice.next()) return false;
            std::vector<policy::EmployeeId> leavers;
            {
                Query rows(
                    tx,
                    R"sql(SELECT v.employee_id FROM employee_versions v
                        WHERE v.employee_id > ? AND v.employee_id <= ? AND v.to_gen = 0
                            AND v.status <> 'active' AND EXISTS (SELECT 1 FROM grants g
                                WHERE g.holder_id = v.employee_id AND g.to_gen = 0 AND g.from_gen = ?))sql",
                    after,
                    after + most,
                    staging.next()
                );
                while (rows.next())
                    leavers.push_back(rows.get<policy::EmployeeId>(0));
            }
            for (const auto who : leavers)
                note_departure(tx, who, staging.next());
            after += most;
        }
        return true;
    });
}

}  // namespace

void end_grant(Tx& tx, const Staging& staging, const GrantKey& key) {
    change(
        tx,
        R"sql(UPDATE grants SET to_gen = ?
            WHERE holder_id = ? AND connection_id = ? AND identity_id = ? AND to_gen = 0)sql",
        staging.next(),
        key.holder,
        key.connection,
        key.identity
    );
}

void settle_entitlements(Gate& gate, Staging& staging) {
    store_told(gate, staging, true);
    settle_connections(gate, staging);
    const auto ours = ours_since(gate, staging);
    const auto told = settle_told(gate, staging, ours);
    for (const auto& [integration, loss] : staging.losses)
        settle_untold(gate, staging, integration, ours, told);
    if (staging.counts[Noun::grants].added > 0) note_leavers(gate, staging);
}

}  // namespace store
