// The workspace this daemon serves, as auth.test told us.
#pragma once

#include <optional>
#include <string>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

struct WorkspaceRow {
    policy::TeamId team;
    policy::SlackUserId bot_user;
    std::string bot_id;
    policy::Instant installed_at;
    std::optional<policy::Instant> uninstalled_at;
    std::optional<policy::Instant> users_synced_at;
};

// The app works in this workspace (again).
void workspace_installed(
    Tx& tx,
    const policy::TeamId& team,
    const policy::SlackUserId& bot_user,
    const std::string& bot_id,
    policy::Instant now
);
// Slack says it was removed at `at`; ignored if it was installed again since.
void workspace_uninstalled(Tx& tx, const policy::TeamId& team, policy::Instant at);
void users_synced(Tx& tx, const policy::TeamId& team, policy::Instant now);

// Writes something, to show that the database can be written.
void prove_writable(Tx& tx, policy::Instant now);

// The one workspace, if any was ever seen.
std::optional<WorkspaceRow> find_workspace(Tx& tx);

}  // namespace store
