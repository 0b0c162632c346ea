// The rows of the import files as typed values, and the functions that stage one of each. A field
// is `Told` when the file has its column: what a file does not tell stays as it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/model.hpp"
#include "store/import.hpp"

namespace store {

// Where a row stands, and what tells it from another row about the same thing.
struct RowSource {
    std::string place;   // "users.csv:12"
    std::string digest;  // of its known cells
};

// Why a row cannot be taken: a sentence about one of its columns.
struct RowProblem {
    std::string column;
    std::string message;
};

// Nothing where the file has no such column.
template <class T>
using Told = std::optional<T>;

struct UserRow {
    RowSource source;
    std::string email;  // lower-case
    Told<std::string> name;
    Told<std::string> external_id;
    Told<std::string> department;
    Told<std::string> title;
    Told<std::string> organization;
    Told<std::string> employment_type;
    Told<std::string> metadata;
    Told<std::string> manager_email;  // lower-case, "" for none
    Told<std::optional<policy::Instant>> starts_at;
    Told<std::optional<policy::Instant>> ends_at;  // the first instant after the last day
    Told<std::vector<policy::Role>> roles;
};

struct IdentityRow {
    RowSource source;
    std::string external_id;
    std::string username;
    std::string email;  // lower-case, "" for none
    std::string name;
    std::string app_id;
    std::string app_name;
    std::string app_description;  // "" for not told
    std::optional<policy::Relation> relation;
    std::string employee_email;  // lower-case, "" for none
};

struct OwnerRow {
    RowSource source;
    std::string integration_id;
    std::string integration_name;     // "" for not told
    std::string resource;             // "" for the application itself
    std::vector<std::string> emails;  // lower-case, the primary first
};

struct EntitlementRow {
    RowSource source;
    std::string app;  // an id or a name
    std::string project;
    std::string resource_type;
    std::string resource;
    std::string privilege;
    bool holds = true;
    std::string email;  // lower-case; "" for not told, like user id, user name and name
    std::string user_id;
    std::string username;
    std::string name;
    std::optional<bool> privileged;
    std::optional<policy::Instant> last_used_at;
};

// What can be granted and by which rules. An inner nothing inherits from the settings.
struct ConnectionRow {
    RowSource source;
    std::string app;  // an id or a name
    std::string project;
    std::string resource_type;
    std::string resource;
    std::string privilege;
    Told<bool> privileged;
    Told<bool> requestable;
    Told<std::optional<policy::Seconds>> longest_duration;
    Told<std::optional<std::string>> reason_rule;
};

struct PurposeRow {
    RowSource source;
    std::string name;
    std::string description;
    Told<std::optional<policy::Seconds>>
        pre_expiry_notice;  // an inner nothing: as the settings say
    Told<std::optional<policy::Seconds>> longest_duration;
    Told<std::string> department;
    Told<std::string> title;
    Told<std::string> team;
    Told<std::string> owner_email;  // lower-case, "" for none
    Told<bool> active;
    std::vector<PurposeEntity> entities;
};

// Each stages one row, or says why not; then nothing of the row is staged.
using Staged = std::optional<RowProblem>;
Staged stage(Tx& tx, Staging& staging, const UserRow& row);
Staged stage(Tx& tx, Staging& staging, const IdentityRow& row);
Staged stage(Tx& tx, Staging& staging, const OwnerRow& row);
Staged stage(Tx& tx, Staging& staging, const EntitlementRow& row);
Staged stage(Tx& tx, Staging& staging, const ConnectionRow& row);
Staged stage(Tx& tx, Staging& staging, const PurposeRow& row);

// Writes the told grants to staged_grants once there are many, or now with `all`: in the order of
// the table, because row by row each would touch another page of it. Blocks.
void store_told(Gate& gate, Staging& staging, bool all = false);

// An application that a file tells the whole truth of though no row names it (`--app NAME`).
Staged stage_application(Tx& tx, Staging& staging, const std::string& id_or_name);

// What follows from all rows together, after the last: what people hold counts for their new
// titles; accounts that change hands take their grants along; grants that no row told end. Blocks.
void settle_users(Gate& gate, Staging& staging);
void settle_identities(Gate& gate, Staging& staging);
void settle_entitlements(Gate& gate, Staging& staging);

}  // namespace store
