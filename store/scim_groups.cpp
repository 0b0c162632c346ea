#include "store/scim_groups.hpp"

#include "store/directory_words.hpp"
#include "store/query.hpp"

namespace store {

std::optional<std::string> scim_group_of(
    Tx& tx, policy::ConnectionId connection, const std::string& scim_url
) {
    return first<std::string>(
        tx,
        "SELECT group_id FROM scim_groups WHERE connection_id = ? AND scim_url IN ('', ?)",
        connection,
        scim_url
    );
}

void note_scim_group(
    Tx& tx, policy::ConnectionId connection, const std::string& group, const std::string& scim_url
) {
    change(
        tx,
        R"sql(INSERT INTO scim_groups (connection_id, group_id, scim_url) VALUES (?, ?, ?)
            ON CONFLICT (connection_id) DO UPDATE SET group_id = excluded.group_id,
                scim_url = excluded.scim_url)sql",
        connection,
        group,
        scim_url
    );
}

std::vector<ConnectionNames> connection_names(Tx& tx, const std::string& application) {
    std::vector<ConnectionNames> names;
    Query rows(
        tx,
        R"sql(SELECT c.project, c.resource_type, c.resource, c.privilege
            FROM current_connections c JOIN integrations i ON i.id = c.integration_id
            WHERE i.name_key = ? ORDER BY c.id)sql",
        lower(application)
    );
    while (rows.next()) {
        names.push_back(
            {rows.get<std::string>(0),
             rows.get<std::string>(1),
             rows.get<std::string>(2),
             rows.get<std::string>(3)}
        );
    }
    return names;
}

std::optional<std::string> scim_user_of(
    Tx& tx, policy::IdentityId identity, const std::string& scim_url
) {
    return first<std::string>(
        tx,
        "SELECT user_id FROM scim_users WHERE identity_id = ? AND scim_url = ?",
        identity,
        scim_url
    );
}

void note_scim_user(
    Tx& tx, policy::IdentityId identity, const std::string& user, const std::string& scim_url
) {
    change(
        tx,
        R"sql(INSERT INTO scim_users (identity_id, user_id, scim_url) VALUES (?, ?, ?)
            ON CONFLICT (identity_id) DO UPDATE SET user_id = excluded.user_id,
                scim_url = excluded.scim_url)sql",
        identity,
        user,
        scim_url
    );
}

}  // namespace store
