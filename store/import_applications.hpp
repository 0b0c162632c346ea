// Applications, resources and connections that import rows name: found or made, unseen until the
// switch. Shared by the staging of each kind of row.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "store/import_rows.hpp"

namespace store {

// The generation of an application that only imports without an end have named.
inline constexpr std::int64_t never_seen = std::numeric_limits<std::int64_t>::max();

// The applications as they will be after the switch. There are a few hundred, so all are in memory.
class Applications {
 public:
    void load(Tx& tx);

    // The application of this external id, else of this name (without regard to case), else a new
    // one; what is told anew about it is staged, the first row that tells it wins. Empty strings
    // are not told. A problem if the name belongs to another application.
    std::variant<policy::IntegrationId, RowProblem> named(
        Tx& tx,
        Staging& staging,
        const std::string& external_id,
        const std::string& name,
        const std::string& description
    );

    // The application of this id or name, else a new one of this name.
    policy::IntegrationId of(Tx& tx, Staging& staging, const std::string& id_or_name);

    // The same, if there is one.
    std::optional<policy::IntegrationId> known(const std::string& id_or_name);

    const std::string& name_of(policy::IntegrationId id) const;

 private:
    enum class Counted { no, unchanged, changed };
    struct Entry {
        policy::IntegrationId id;
        std::string name;
        std::string external_id;
        std::string description;
        bool hidden = false;  // known from an import without an end
        bool is_new = false;
        bool name_told = false;
        bool description_told = false;
        Counted counted = Counted::no;
    };
    using Index = std::unordered_map<std::string, std::size_t>;

    Entry* by_external_id(const std::string& external_id);
    Entry* by_name(const std::string& name);
    Entry& adopt(Tx& tx, Staging& staging, Entry& entry);
    void dismiss(Tx& tx, Entry& entry);
    bool merge(Tx& tx, Staging& staging, Entry& nameless, Entry& named);
    Entry& add(Tx& tx, Staging& staging, const std::string& external_id, const std::string& name);
    bool learn(
        Entry& entry,
        const std::string& external_id,
        const std::string& name,
        const std::string& description
    );
    void index(std::size_t position);
    void count(Staging& staging, Entry& entry, bool changed);
    void stage_application_row(Tx& tx, const Entry& entry);

    std::vector<Entry> entries_;
    Index by_external_id_;
    Index by_key_;
    std::unordered_map<policy::IntegrationId, std::size_t> by_id_;
};

// Makes the staged names, ids and descriptions the real ones; part of the switch.
void apply_staged_applications(Tx& tx);

// The stable row of a resource; '' is the application itself.
policy::ResourceId resource_named(
    Tx& tx, policy::IntegrationId integration, const std::string& name
);

// The connections that the import has named, by what they are, and whether a row called one
// privileged. As many as the catalogue has at most, so they are in memory.
struct SeenConnections {
    struct Entry {
        policy::ConnectionId id;
        std::optional<bool> privileged;
        policy::IntegrationId integration = {};
    };
    std::unordered_map<std::string, Entry> by_key;
};

// The connection of a row, found or made; notes what it says of privilege (one yes wins).
policy::ConnectionId connection_of(
    Tx& tx, Staging& staging, policy::IntegrationId integration, const EntitlementRow& row
);

// Stages the versions of all connections seen. Blocks.
void settle_connections(Gate& gate, Staging& staging);

}  // namespace store
