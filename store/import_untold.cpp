// The grants of an application that its file does not tell of: they end at the switch.
#include "store/import_applications.hpp"
#include "store/import_grants.hpp"
#include "store/query.hpp"
#include "store/title_counts.hpp"

namespace store {
namespace {

// A seen or coming grant of a connection, and whether the file tells of it.
struct OpenGrant {
    GrantKey key;
    std::int64_t from = 0;
    bool told = false;
    std::optional<policy::Instant> granted_by_us;  // when
};

std::vector<OpenGrant> open_after(Tx& tx, const GrantKey& last) {
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
void end_untold(
    Tx& tx, Staging& staging, const OpenGrant& grant, Loss& loss, ComingCounts& counts
) {
    const bool was_held = grant.from < staging.generation;
    if (grant.told || !was_held) return;
    ++loss.held;
    if (staging.as_of && grant.granted_by_us && *grant.granted_by_us >= *staging.as_of) return;
    end_grant(tx, staging, grant.key);
    counts.ended(grant.key.holder, grant.key.connection);
    ++loss.ended;
    ++staging.counts[Noun::grants].ended;
}

// The grants of one application that no row told, connection by connection. A connection whose
// open grants are as many as were told has none: then they are only counted, in an index, and none
// is looked up.
class Untold {
 public:
    Untold(
        Staging& staging, policy::IntegrationId integration, const Ours& ours, const ToldOf& told
    )
        : staging_(staging),
          integration_(integration),
          loss_(staging.losses.at(integration)),
          ours_(ours),
          told_(told) {}

    // A slice; true after the last connection.
    bool settle(Tx& tx, Slice& slice) {
        ComingCounts counts(tx, staging_);
        while (true) {
            switch (doing_) {
                case Doing::next: {
                    const auto connection = connection_after(tx, integration_, last_.connection);
                    if (!connection) return true;
                    if (!slice.next()) return false;
                    last_ = {before_all, *connection, {}};
                    last_end_ = open_ = 0;
                    doing_ = Doing::count;
                    break;
                }
                case Doing::count:
                    if (!slice.next()) return false;
                    count(tx);
                    break;
                case Doing::compare:
                    if (!compare(tx, slice, counts)) return false;
                    break;
            }
        }
    }

 private:
    enum class Doing { next, count, compare };

    void count(Tx& tx);
    bool compare(Tx& tx, Slice& slice, ComingCounts& counts);

    Staging& staging_;
    policy::IntegrationId integration_;
    Loss& loss_;
    const Ours& ours_;
    const ToldOf& told_;
    Doing doing_ = Doing::next;
    GrantKey last_{before_all, {}, {}};
    std::int64_t last_end_ = 0;
    std::int64_t open_ = 0;
};

// A part of the connection's rows in the index.
void Untold::count(Tx& tx) {
    constexpr int most = 2000;
    Query rows(
        tx,
        R"sql(SELECT holder_id, identity_id, to_gen FROM grants
            WHERE connection_id = ? AND (holder_id, identity_id, to_gen) > (?, ?, ?)
            ORDER BY holder_id, identity_id, to_gen LIMIT ?)sql",
        last_.connection,
        last_.holder,
        last_.identity,
        last_end_,
        most
    );
    int seen = 0;
    bool removed_meanwhile = false;
    for (; rows.next(); ++seen) {
        last_.holder = rows.get<std::int64_t>(0);
        last_.identity = rows.get<policy::IdentityId>(1);
        last_end_ = rows.get<std::int64_t>(2);
        if (last_end_ == 0) ++open_;
        // The daemon has taken one away since the import began, perhaps one that was told.
        if (last_end_ == staging_.generation) removed_meanwhile = true;
    }
    if (seen == most && !removed_meanwhile) return;
    const auto told = told_.find(last_.connection);
    const auto expected = told == told_.end() ? 0 : told->second.open;
    doing_ = removed_meanwhile || open_ != expected ? Doing::compare : Doing::next;
    if (doing_ == Doing::compare) last_ = {before_all, last_.connection, {}};
}

// One grant of the connection after the other; false if the slice is over.
bool Untold::compare(Tx& tx, Slice& slice, ComingCounts& counts) {
    const auto grants = open_after(tx, last_);
    for (const auto& grant : grants) {
        if (!slice.next()) return false;
        if (!ours_.is_unsettled(grant.key)) end_untold(tx, staging_, grant, loss_, counts);
        last_ = grant.key;
    }
    if (grants.empty()) doing_ = Doing::next;
    return true;
}

}  // namespace

void settle_untold(
    Gate& gate,
    Staging& staging,
    policy::IntegrationId integration,
    const Ours& ours,
    const ToldOf& told
) {
    Untold untold(staging, integration, ours, told);
    run_slices(gate, [&](Tx& tx, Slice& slice) {
        require_staging(tx, staging);
        return untold.settle(tx, slice);
    });
}

}  // namespace store
