// The grants of the applications whose whole truth was read: what the file tells begins, what it
// does not tell ends, both at the switch.
#include <set>
#include <tuple>

#include "store/import_applications.hpp"
#include "store/import_rows.hpp"
#include "store/query.hpp"
#include "store/syncs.hpp"
#include "store/title_counts.hpp"

namespace store {
namespace {

struct Key {
    std::int64_t holder = 0;
    policy::ConnectionId connection;
    policy::IdentityId identity;
};

struct StagedGrant {
    Key key;
    std::optional<policy::Instant> last_used_at;
};

// Below every holder: service accounts have negative ones.
constexpr std::int64_t before_all = std::numeric_limits<std::int64_t>::min();

std::vector<StagedGrant> staged_after(Tx& tx, const Key& last) {
    std::vector<StagedGrant> grants;
    Query rows(
        tx,
        R"sql(SELECT holder_id, connection_id, identity_id, last_used_at FROM staged_grants
            WHERE (holder_id, connection_id, identity_id) > (?, ?, ?)
            ORDER BY holder_id, connection_id, identity_id LIMIT ?)sql",
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
             rows.get<std::optional<policy::Instant>>(3)}
        );
    }
    return grants;
}

void end_grant(Tx& tx, const Staging& staging, const Key& key) {
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

// A grant that is held already: only when it was last used may be news.
void keep(Tx& tx, Staging& staging, const StagedGrant& grant, std::optional<policy::Instant> used) {
    auto& count = staging.counts[Noun::grants];
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

// A grant that is not held begins, unless the daemon revoked it since the import began: that is
// newer than the file.
void begin(Tx& tx, Staging& staging, const StagedGrant& grant, ComingCounts& counts) {
    const int begun = change(
        tx,
        R"sql(INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at, last_used_at)
            SELECT ?, ?, ?, 0, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM grants
                WHERE holder_id = ? AND connection_id = ? AND identity_id = ? AND to_gen = ?))sql",
        grant.key.holder,
        grant.key.connection,
        grant.key.identity,
        staging.next(),
        staging.now,
        grant.last_used_at,
        grant.key.holder,
        grant.key.connection,
        grant.key.identity,
        staging.generation
    );
    if (begun == 1) counts.begun(grant.key.holder, grant.key.connection);
    auto& count = staging.counts[Noun::grants];
    ++(begun == 1 ? count.added : count.unchanged);
}

using Grants = std::set<RemovedGrant>;

// What the daemon itself has changed, or is about to, since the source was read.
struct Ours {
    Grants removed;
    Grants unsettled;

    bool is_unsettled(const Key& key) const {
        return unsettled.contains({key.identity, key.connection});
    }
};

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

void settle_grant(
    Tx& tx, Staging& staging, const StagedGrant& grant, const Ours& ours, ComingCounts& counts
) {
    Query rows(
        tx,
        R"sql(SELECT last_used_at FROM grants
            WHERE holder_id = ? AND connection_id = ? AND identity_id = ? AND to_gen = 0)sql",
        grant.key.holder,
        grant.key.connection,
        grant.key.identity
    );
    if (rows.next()) {
        const auto used = rows.get<std::optional<policy::Instant>>(0);
        keep(tx, staging, grant, used);
    } else if (!ours.is_unsettled(grant.key) &&
               !ours.removed.contains({grant.key.identity, grant.key.connection})) {
        begin(tx, staging, grant, counts);
    }
}

// In the order of the table, so that neighbours are written together.
void settle_told(Gate& gate, Staging& staging, const Ours& ours) {
    Key last{before_all, {}, {}};
    run_slices(gate, [&](Tx& tx, Slice& slice) {
        require_staging(tx, staging);
        const auto grants = staged_after(tx, last);
        ComingCounts counts(tx, staging);
        for (const auto& grant : grants) {
            if (!slice.next()) return false;
            settle_grant(tx, staging, grant, ours, counts);
            last = grant.key;
        }
        return grants.empty();
    });
}

// A seen or coming grant of a connection, and whether the file tells of it.
struct OpenGrant {
    Key key;
    std::int64_t from = 0;
    bool told = false;
    std::optional<policy::Instant> granted_by_us;  // when
};

std::vector<OpenGrant> open_after(Tx& tx, const Key& last) {
    std::vector<OpenGrant> grants;
    Query rows(
        tx,
        R"sql(SELECT g.holder_id, g.identity_id, g.from_gen, s.identity_id IS NOT NULL,
                CASE WHEN g.request_id IS NULL THEN NULL ELSE g.granted_at END FROM grants g
            LEFT JOIN staged_grants s ON s.holder_id = g.holder_id AND s.connection_id = g.connection_id
                AND s.identity_id = g.identity_id
            WHERE g.connection_id = ? AND (g.holder_id, g.identity_id) > (?, ?) AND g.to_gen = 0
            ORDER BY g.holder_id, g.identity_id LIMIT ?)sql",
        last.connection,
        last.holder,
        last.identity,
        Slice::most_rows
    );
    while (rows.next()) {
        grants.push_back(
            {{rows.get<std::int64_t>(0), last.connection, rows.get<policy::IdentityId>(1)},
             rows.get<std::int64_t>(2),
             rows.get<bool>(3),
             rows.get<std::optional<policy::Instant>>(4)}
        );
    }
    return grants;
}

std::optional<policy::ConnectionId> connection_after(
    Tx& tx, policy::IntegrationId integration, policy::ConnectionId last
) {
    return first<policy::ConnectionId>(
        tx,
        "SELECT id FROM connections WHERE integration_id = ? AND id > ? ORDER BY id LIMIT 1",
        integration,
        last
    );
}

// What the file does not tell ends; what the daemon granted since the import began, or since the
// file was written, is newer.
void settle_untold(
    Tx& tx, Staging& staging, const OpenGrant& grant, Loss& loss, ComingCounts& counts
) {
    const bool was_held = grant.from < staging.generation;
    if (was_held) ++loss.held;
    if (grant.told || !was_held) return;
    if (staging.as_of && grant.granted_by_us && *grant.granted_by_us >= *staging.as_of) return;
    end_grant(tx, staging, grant.key);
    counts.ended(grant.key.holder, grant.key.connection);
    ++loss.ended;
    ++staging.counts[Noun::grants].ended;
}

// The grants of one application, connection by connection.
void settle_application(
    Gate& gate, Staging& staging, policy::IntegrationId integration, const Ours& ours, Loss& loss
) {
    Key last{before_all, {}, {}};
    bool between = true;  // the connection of `last` is done
    run_slices(gate, [&](Tx& tx, Slice& slice) {
        require_staging(tx, staging);
        ComingCounts counts(tx, staging);
        while (true) {
            if (between) {
                const auto connection = connection_after(tx, integration, last.connection);
                if (!connection) return true;
                if (!slice.next()) return false;
                last = {before_all, *connection, {}};
                between = false;
            }
            const auto grants = open_after(tx, last);
            for (const auto& grant : grants) {
                if (!slice.next()) return false;
                if (!ours.is_unsettled(grant.key)) settle_untold(tx, staging, grant, loss, counts);
                last = grant.key;
            }
            between = grants.empty();
        }
    });
}

}  // namespace

void settle_entitlements(Gate& gate, Staging& staging) {
    settle_connections(gate, staging);
    const auto ours = ours_since(gate, staging);
    for (auto& [integration, loss] : staging.losses)
        settle_application(gate, staging, integration, ours, loss);
    settle_told(gate, staging, ours);
}

}  // namespace store
