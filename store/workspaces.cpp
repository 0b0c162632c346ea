#include "store/workspaces.hpp"

#include "store/query.hpp"

namespace store {

void workspace_installed(
    Tx& tx,
    const policy::TeamId& team,
    const policy::SlackUserId& bot_user,
    const std::string& bot_id,
    policy::Instant now
) {
    change(
        tx,
        R"sql(INSERT INTO workspaces (team_id, bot_user_id, bot_id, installed_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (team_id) DO UPDATE SET bot_user_id = excluded.bot_user_id, bot_id = excluded.bot_id,
                installed_at = CASE WHEN workspaces.uninstalled_at IS NULL THEN workspaces.installed_at
                    ELSE excluded.installed_at END,
                uninstalled_at = NULL)sql",
        team,
        bot_user,
        bot_id,
        now
    );
}

void workspace_uninstalled(Tx& tx, const policy::TeamId& team, policy::Instant at) {
    change(
        tx,
        "UPDATE workspaces SET uninstalled_at = ? WHERE team_id = ? AND installed_at <= ?",
        at,
        team,
        at
    );
}

void users_synced(Tx& tx, const policy::TeamId& team, policy::Instant now) {
    change(tx, "UPDATE workspaces SET users_synced_at = ? WHERE team_id = ?", now, team);
}

std::optional<WorkspaceRow> find_workspace(Tx& tx) {
    Query rows(
        tx,
        R"sql(SELECT team_id, bot_user_id, bot_id, installed_at, uninstalled_at, users_synced_at
            FROM workspaces ORDER BY installed_at DESC LIMIT 1)sql"
    );
    if (!rows.next()) return std::nullopt;
    return WorkspaceRow{
        rows.get<policy::TeamId>(0),
        rows.get<policy::SlackUserId>(1),
        rows.get<std::string>(2),
        rows.get<policy::Instant>(3),
        rows.get<std::optional<policy::Instant>>(4),
        rows.get<std::optional<policy::Instant>>(5)};
}

void prove_writable(Tx& tx, policy::Instant now) {
    change(tx, "UPDATE readiness SET checked_at = ? WHERE one = 1", now);
}

}  // namespace store
