// Staging of a row of the identities file: the account, whose it is; and what follows for its
// grants.
#include "store/directory_people.hpp"
#include "store/directory_rows.hpp"
#include "store/import_accounts.hpp"
#include "store/import_applications.hpp"
#include "store/import_seen.hpp"
#include "store/query.hpp"
#include "store/title_counts.hpp"

namespace store {
namespace {

// The account that a row tells of: the one with its id; else one whose id no file has told yet,
// with the same user name, or with the same address and no other user name.
std::optional<policy::Identity> account_of(
    Tx& tx, policy::IntegrationId integration, const IdentityRow& row
) {
    auto by_id = accounts_by_external_id(tx, integration, row.external_id);
    if (!by_id.empty()) return by_id.front();
    for (auto& account : accounts_by_username(tx, integration, row.username)) {
        if (account.external_id.empty()) return account;
    }
    for (auto& account : accounts_by_email(tx, integration, row.email)) {
        if (account.external_id.empty() && account.username.empty()) return account;
    }
    return std::nullopt;
}

policy::Identity told_account(Tx& tx, const IdentityRow& row, policy::Identity account) {
    account.external_id = row.external_id;
    account.username = row.username;
    account.name = row.name;
    if (!row.email.empty()) account.email = row.email;
    if (row.relation) account.relation = *row.relation;
    if (!row.employee_email.empty()) {
        account.employee = employee_by_address(tx, row.employee_email);
    } else if (!account.employee && account.relation == policy::Relation::is && !account.email.empty()) {
        account.employee = employee_by_address(tx, account.email);
    }
    return account;
}

// The next account, after `after`, that the import gives to another holder and that still has
// grants under the old one.
struct Move {
    policy::IdentityId identity;
    std::int64_t from = 0;
    std::int64_t to = 0;
};

std::optional<Move> next_move(Tx& tx, const Staging& staging, policy::IdentityId after) {
    const std::string holder =
        "CASE WHEN %.relation = 'IS' AND %.employee_id IS NOT NULL THEN %.employee_id ELSE "
        "-%.identity_id END";
    const auto of = [&](char version) {
        auto sql = holder;
        for (auto& letter : sql) {
            if (letter == '%') letter = version;
        }
        return sql;
    };
    Query rows(
        tx,
        "SELECT n.identity_id, " + of('o') + ", " + of('n') +
            " FROM identity_versions n JOIN identity_versions o ON o.identity_id = n.identity_id "
            "WHERE n.from_gen = ? AND n.to_gen = 0 AND n.identity_id > ? AND o.to_gen = ? AND " +
            of('o') + " <> " + of('n') + " ORDER BY n.identity_id LIMIT 1",
        staging.next(),
        after,
        staging.next()
    );
    if (!rows.next()) return std::nullopt;
    return Move{
        rows.get<policy::IdentityId>(0), rows.get<std::int64_t>(1), rows.get<std::int64_t>(2)};
}

// Takes one open grant of the account along; false if none is left.
bool move_one_grant(Tx& tx, const Staging& staging, const Move& move) {
    const auto connection = first<policy::ConnectionId>(
        tx,
        R"sql(SELECT connection_id FROM grants WHERE holder_id = ? AND identity_id = ? AND to_gen = 0
            LIMIT 1)sql",
        move.from,
        move.identity
    );
    if (!connection) return false;
    change(
        tx,
        R"sql(INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at, expires_at,
                request_id, last_used_at)
            SELECT ?, connection_id, identity_id, 0, ?, granted_at, expires_at, request_id, last_used_at
            FROM grants WHERE holder_id = ? AND connection_id = ? AND identity_id = ? AND to_gen = 0)sql",
        move.to,
        staging.next(),
        move.from,
        *connection,
        move.identity
    );
    // The old row, and in staged_grants the new one, so that cleaning finds it.
    change(
        tx,
        R"sql(UPDATE grants SET to_gen = ?
            WHERE holder_id = ? AND connection_id = ? AND identity_id = ? AND to_gen = 0)sql",
        staging.next(),
        move.from,
        *connection,
        move.identity
    );
    change(
        tx,
        R"sql(INSERT INTO staged_grants (holder_id, connection_id, identity_id) VALUES (?, ?, ?)
            ON CONFLICT (holder_id, connection_id, identity_id) DO NOTHING)sql",
        move.to,
        *connection,
        move.identity
    );
    ComingCounts(tx, staging).ended(move.from, *connection);
    ComingCounts(tx, staging).begun(move.to, *connection);
    return true;
}

}  // namespace

Staged stage(Tx& tx, Staging& staging, const IdentityRow& row) {
    const auto named =
        staging.applications->named(tx, staging, row.app_id, row.app_name, row.app_description);
    if (const auto* problem = std::get_if<RowProblem>(&named)) {
        return RowProblem{"App Name", problem->message};
    }
    const auto integration = std::get<policy::IntegrationId>(named);
    const auto key = "identity:" + std::to_string(integration.value) + ":" + row.external_id;
    const auto seen = note_row(tx, row.source, key, "Identity ID", row.external_id);
    if (seen.before) return seen.problem;
    const auto known = account_of(tx, integration, row);
    policy::Identity blank;
    blank.integration = integration;
    const auto wanted = told_account(tx, row, known.value_or(blank));
    if (known) {
        stage_account(tx, staging, *known, wanted);
    } else {
        stage_new_account(tx, staging, wanted);
    }
    return std::nullopt;
}

void settle_identities(Gate& gate, Staging& staging) {
    policy::IdentityId done;
    std::optional<Move> move;
    run_slices(gate, [&](Tx& tx, Slice& slice) {
        require_staging(tx, staging);
        while (slice.next()) {
            if (!move) move = next_move(tx, staging, done);
            if (!move) return true;
            if (!move_one_grant(tx, staging, *move)) {
                done = move->identity;
                move.reset();
            }
        }
        return false;
    });
}

}  // namespace store
