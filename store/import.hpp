// An import's way through the store: begin, stage in short slices, switch, clean. What it stages is
// seen by nobody before the switch; what an interrupted one left is cleaned before the next.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "policy/ids.hpp"
#include "store/audit.hpp"
#include "store/gate.hpp"

namespace store {

// What an import counts.
enum class Noun { people, applications, connections, accounts, owners, grants, purposes };

struct ImportCount {
    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::int64_t ended = 0;
    std::int64_t unchanged = 0;

    bool operator==(const ImportCount&) const = default;
};

struct ImportCounts {
    std::array<ImportCount, 7> of = {};

    ImportCount& operator[](Noun noun) { return of[static_cast<std::size_t>(noun)]; }
    const ImportCount& operator[](Noun noun) const { return of[static_cast<std::size_t>(noun)]; }
    // Something will be different after the switch.
    bool any_change() const;
    bool operator==(const ImportCounts&) const = default;
};

// What an application that a file tells the whole truth of would lose.
struct Loss {
    std::string application;
    std::int64_t held = 0;
    std::int64_t ended = 0;
};

// Says true when the process is to end; asked on any thread.
using StopWanted = std::function<bool()>;

// What a purpose contains, as its file names it. `resource` is empty for the whole application.
struct PurposeEntity {
    std::string application;  // its id or its name
    std::string resource;
    std::string privilege;

    bool operator==(const PurposeEntity&) const = default;
};

class Applications;
struct SeenConnections;

// That an application's file tells of a grant.
struct ToldGrant {
    std::int64_t holder = 0;
    policy::ConnectionId connection;
    policy::IdentityId identity;
    std::optional<policy::Instant> last_used_at;
};

// One import on its way: who it is and what it has counted. Made by begin_import, used on one
// thread.
struct Staging {
    Staging();
    ~Staging();
    Staging(Staging&&) noexcept;
    Staging& operator=(Staging&&) = delete;

    std::string token;            // no slice of another import runs under this one's name
    std::int64_t generation = 0;  // that readers see until the switch
    policy::Instant now;
    ImportCounts counts;
    std::unique_ptr<Applications> applications;
    std::unique_ptr<SeenConnections> connections;
    std::map<policy::IntegrationId, Loss> losses;  // the applications whose whole truth was read
    std::vector<ToldGrant> told;                   // not in staged_grants yet: store_told()
    std::vector<PurposeEntity> unknown_entities;   // that purposes name and nothing else does yet
    StopWanted stop_wanted = {};                   // asked in each slice
    // When the source was read, where that was before the import began: what the daemon has granted
    // or removed since then is newer.
    std::optional<policy::Instant> as_of = {};

    // The generation that staged rows are seen from.
    std::int64_t next() const { return generation + 1; }
};

// Another import took the directory over; nothing of this one will be seen.
struct ImportLost : std::runtime_error {
    ImportLost() : std::runtime_error("another import has begun meanwhile") {}
};

// The process is to end; nothing of this import will be seen.
struct ImportStopped : std::runtime_error {
    ImportStopped() : std::runtime_error("the daemon is stopping: nothing was imported") {}
};

// How much one unit of work may do before it gives the writer back: 500 rows or 4 ms of real time,
// so that with its commit it stays below the 10 ms that nobody may hold the writer (product.md
// section 10; performance.md section 3 measured 2.6 ms for 500 sorted rows).
class Slice {
 public:
    static constexpr int most_rows = 500;
    static constexpr std::chrono::milliseconds most_time{4};

    // To be called once for each row; false when the slice should end.
    bool next();

 private:
    int rows_ = 0;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

// Runs `step` as units of work until it returns true (all done). Blocks; waits while the queue is
// full. Another lane is for what must be on disk when this returns.
using Step = std::function<bool(Tx&, Slice&)>;
void run_slices(Gate& gate, const Step& step, Lane lane = Lane::staging);

// Removes what interrupted, refused and switched imports left behind; no import may be on its way.
// Blocks. False if it was told to stop before the end: whoever cleans next goes on.
bool clean_imports(Gate& gate, const StopWanted& stop_wanted = {});

// Cleans, then takes the directory for one import. Blocks; throws ImportStopped if it is to stop.
Staging begin_import(Gate& gate, policy::Instant now, const StopWanted& stop_wanted = {});

// Throws ImportStopped if this import is to stop.
void require_time(const Staging& staging);

// Throws ImportLost unless this import still has the directory, and ImportStopped if it is to stop.
// First in each of its slices.
void require_staging(Tx& tx, const Staging& staging);

// Nothing of the import is to be seen, and no grant of it has begun: cleaning need not look for
// any. Blocks.
void end_unchanged_import(Gate& gate, const Staging& staging);

// Makes everything staged seen at once, with its audit entry, in one short unit of work. Blocks;
// clean_imports afterwards takes away what it replaced.
void switch_import(Gate& gate, Staging& staging, const AuditEntry& entry);

}  // namespace store
