// Single changes of who holds what: seen at once, and kept by an import on its way. A change is
// newer than the file that is being imported.
#include "store/directory.hpp"
#include "store/directory_rows.hpp"
#include "store/query.hpp"
#include "store/title_counts.hpp"

namespace store {
namespace {

struct Held {
    std::int64_t holder = 0;
    policy::ConnectionId connection;
    policy::IdentityId identity;
};

// What is known of a grant besides who holds what.
struct Facts {
    policy::Instant granted_at;
    std::optional<policy::Instant> expires_at;
    std::optional<policy::RequestId> request;
    std::optional<policy::Instant> last_used_at;
};

std::optional<Facts> facts_where(Tx& tx, const Held& held, const std::string& from_where) {
    Query rows(
        tx,
        "SELECT granted_at, expires_at, request_id, last_used_at FROM " + from_where +
            " AND holder_id = ? AND connection_id = ? AND identity_id = ?",
        held.holder,
        held.connection,
        held.identity
    );
    if (!rows.next()) return std::nullopt;
    return Facts{
        rows.get<policy::Instant>(0),
        rows.get<std::optional<policy::Instant>>(1),
        rows.get<std::optional<policy::RequestId>>(2),
        rows.get<std::optional<policy::Instant>>(3)};
}

// The grant as it is seen now; nothing if it is not held.
std::optional<Facts> seen_grant(Tx& tx, const Held& held) {
    return facts_where(tx, held, "current_grants WHERE 1 = 1");
}

// The grant as an import on its way brings it; nothing if it brings nothing new about it.
std::optional<Facts> coming_grant(Tx& tx, const Held& held) {
    return facts_where(
        tx, held, "grants WHERE to_gen = 0 AND from_gen > (SELECT generation FROM directory)"
    );
}

void write(Tx& tx, const Held& held, std::int64_t from, std::int64_t to, const Facts& facts) {
    change(
        tx,
        R"sql(INSERT INTO grants
                (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at, expires_at, request_id, last_used_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
        held.holder,
        held.connection,
        held.identity,
        to,
        from,
        facts.granted_at,
        facts.expires_at,
        facts.request,
        facts.last_used_at
    );
}

// A version that the import brings; noted where cleaning looks if the import has no end.
void write_coming(Tx& tx, const Held& held, std::int64_t generation, const Facts& facts) {
    write(tx, held, generation + 1, 0, facts);
    change(
        tx,
        R"sql(INSERT INTO staged_grants (holder_id, connection_id, identity_id) VALUES (?, ?, ?)
            ON CONFLICT (holder_id, connection_id, identity_id) DO NOTHING)sql",
        held.holder,
        held.connection,
        held.identity
    );
}

void delete_all(Tx& tx, const Held& held) {
    change(
        tx,
        "DELETE FROM grants WHERE holder_id = ? AND connection_id = ? AND identity_id = ?",
        held.holder,
        held.connection,
        held.identity
    );
}

}  // namespace

bool grant(
    Tx& tx,
    policy::IdentityId identity,
    policy::ConnectionId connection,
    policy::Instant granted_at,
    std::optional<policy::Instant> expires_at,
    std::optional<policy::RequestId> request
) {
    const auto holder = holder_now(tx, identity);
    if (!holder) return false;
    const Held now{*holder, connection, identity};
    const Held then{holder_then(tx, identity).value_or(*holder), connection, identity};
    const bool moved = then.holder != now.holder;
    const auto generation = current_generation(tx);
    auto facts = seen_grant(tx, now).value_or(Facts{granted_at, {}, {}, {}});
    auto coming = coming_grant(tx, then);
    // The import gives the account to somebody else: the grant goes along at its switch.
    if (moved && !coming) coming = facts;
    GrantChange count_now(tx, now.holder, connection);
    GrantChange count_then(tx, moved ? then.holder : 0, connection);
    delete_all(tx, now);
    if (moved) delete_all(tx, then);
    facts.expires_at = expires_at;
    facts.request = request;
    write(tx, now, generation, coming ? generation + 1 : 0, facts);
    if (coming) {
        facts.last_used_at = coming->last_used_at;
        write_coming(tx, then, generation, facts);
    }
    count_now.done();
    count_then.done();
    return true;
}

bool revoke(Tx& tx, policy::IdentityId identity, policy::ConnectionId connection) {
    const auto holder = holder_now(tx, identity);
    if (!holder) return false;
    const Held now{*holder, connection, identity};
    const Held then{holder_then(tx, identity).value_or(*holder), connection, identity};
    const auto seen = seen_grant(tx, now);
    if (!seen) return false;
    GrantChange count_now(tx, now.holder, connection);
    GrantChange count_then(tx, then.holder == now.holder ? 0 : then.holder, connection);
    delete_all(tx, now);
    delete_all(tx, then);
    if (import_on_its_way(tx)) {
        // A row that nobody sees tells the import not to bring the grant back.
        const auto generation = current_generation(tx);
        write(tx, then, generation, generation, *seen);
    }
    count_now.done();
    count_then.done();
    return true;
}

policy::IdentityId create_identity(
    Tx& tx,
    policy::IntegrationId integration,
    policy::EmployeeId employee,
    const std::string& username,
    const std::string& external_id,
    const std::string& email
) {
    const auto known = first<policy::IdentityId>(
        tx,
        R"sql(SELECT identity_id FROM identity_versions
            WHERE integration_id = ? AND username = ? AND employee_id = ? AND relation = 'IS'
                AND (to_gen = 0 OR to_gen > (SELECT generation FROM directory)) ORDER BY identity_id)sql",
        integration,
        username,
        employee
    );
    if (known) {
        // One that an import is about to bring is seen from now on.
        change(
            tx,
            R"sql(UPDATE identity_versions SET from_gen = (SELECT generation FROM directory)
                WHERE identity_id = ? AND to_gen = 0 AND NOT EXISTS
                    (SELECT 1 FROM current_identities WHERE id = ?))sql",
            *known,
            *known
        );
        return *known;
    }
    const auto id = insert<policy::IdentityId>(
        tx, "INSERT INTO identities (integration_id) VALUES (?) RETURNING id", integration
    );
    change(
        tx,
        R"sql(INSERT INTO identity_versions
                (identity_id, to_gen, from_gen, integration_id, external_id, username, email, name, employee_id, relation)
            SELECT ?, 0, generation, ?, ?, ?, ?, '', ?, 'IS' FROM directory)sql",
        id,
        integration,
        external_id,
        username,
        email,
        employee
    );
    return id;
}

}  // namespace store
