// An application's users, groups and members, read from its SCIM endpoint page by page into a file
// of the columns of `import entitlements`: what is taken over is the same as from an export.
#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

#include "bot/clock.hpp"
#include "bot/scim_client.hpp"
#include "bot/waker.hpp"
#include "store/gate.hpp"
#include "store/scim_groups.hpp"
#include "store/syncs.hpp"

namespace bot {

// A file for one run, readable by the daemon's user only, gone with the value.
class SpoolFile {
 public:
    // Beside the database; throws std::system_error where it cannot be made.
    explicit SpoolFile(const std::string& database);
    ~SpoolFile();
    SpoolFile(const SpoolFile&) = delete;
    SpoolFile& operator=(const SpoolFile&) = delete;

    const std::filesystem::path& path() const { return path_; }

 private:
    std::filesystem::path path_;
};

// Which group of the endpoint a name is; none for a name that several groups have.
using ScimGroupIds = std::map<std::string, std::optional<std::string>>;

// The connections that files have told of, by the name of the group that each is (`scim_group`). A
// group that a sync has brought before stays what it is.
using GroupConnections = std::multimap<std::string, store::ConnectionNames>;
GroupConnections group_connections(
    const std::vector<store::ConnectionNames>& known, const std::string& pattern
);

// Belongs to the loop's thread; for one run. What it is given must outlive it.
class ScimPull {
 public:
    ScimPull(
        ScimClient& client,
        Clock& clock,
        Waker& waker,
        const std::atomic<bool>& stopping,
        GroupConnections connections
    );

    // The groups, once all is in the file.
    store::Task<std::variant<ScimGroupIds, store::SyncFailure>> into(std::filesystem::path file);

 private:
    struct User {
        std::string cells;  // Email, User ID, Username, Name, as they go into a row
        bool in_a_group = false;
    };

    // A member that is no user: a group, which need not be marked as one, or a user not listed.
    struct Stranger {
        std::string group;
        std::string id;
        std::string name;
    };

    store::Task<std::optional<store::SyncFailure>> read_users();
    store::Task<std::optional<store::SyncFailure>> read_groups();
    store::Task<std::optional<store::SyncFailure>> take_group(scim::Group group);
    store::Task<std::optional<store::SyncFailure>> read_members(scim::Group& group);
    store::Task<scim::Result<scim::UserPage>> user_page(scim::ListQuery query);
    store::Task<scim::Result<scim::GroupPage>> group_page(scim::ListQuery query);
    // With its members alone, or all of it.
    store::Task<scim::Result<scim::GroupDocument>> one_group(std::string id, bool members);
    store::Task<void> pause(scim::Error error);
    void add_rows(const std::string& group, bool holds, const std::string& user_cells);
    void add_row(
        const store::ConnectionNames& connection, bool holds, const std::string& user_cells
    );
    void finish_rows();

    ScimClient& client_;
    Clock& clock_;
    Waker& waker_;
    const std::atomic<bool>& stopping_;
    const GroupConnections connections_;
    std::unordered_map<std::string, User> users_;  // by the endpoint's id
    ScimGroupIds groups_;
    std::vector<std::string> empty_groups_;
    std::unordered_set<std::string> group_ids_;
    std::vector<Stranger> strangers_;
    bool tells_members_ = false;  // of some group at least
    std::string silent_group_;    // the first whose members were not told
    std::string rows_;            // not written yet
    std::filesystem::path file_;
};

// Notes the groups' ids for the connections that they are. Blocks.
void note_groups(store::Gate& gate, const std::string& application, const ScimGroupIds& groups);

}  // namespace bot
