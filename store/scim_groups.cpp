#include "store/scim_groups.hpp"

#include "store/query.hpp"

namespace store {

std::optional<std::string> scim_group_of(Tx& tx, policy::ConnectionId connection) {
    return first<std::string>(
        tx, "SELECT group_id FROM scim_groups WHERE connection_id = ?", connection
    );
}

void note_scim_group(Tx& tx, policy::ConnectionId connection, const std::string& group) {
    change(
        tx,
        R"sql(INSERT INTO scim_groups (connection_id, group_id) VALUES (?, ?)
            ON CONFLICT (connection_id) DO UPDATE SET group_id = excluded.group_id)sql",
        connection,
        group
    );
}

void forget_scim_group(Tx& tx, policy::ConnectionId connection) {
    change(tx, "DELETE FROM scim_groups WHERE connection_id = ?", connection);
}

}  // namespace store
