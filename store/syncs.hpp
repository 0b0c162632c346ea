// How applications are kept up to date from their sources: what the settings ask for, how the last
// runs went, and the outages. When the next run is due stands in a timer (sync_due).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/ids.hpp"
#include "policy/sync_problem.hpp"
#include "store/gate.hpp"

namespace store {

enum class SyncKind { csv, scim };

struct SyncRow {
    std::int64_t id = 0;
    std::string name;  // the application's, as the settings write it
    SyncKind kind = SyncKind::csv;
    policy::Seconds every{0};
    bool asked = false;  // waits for its turn
    bool running = false;
    std::string asked_by;  // the actor who asked for it; empty: the clock
    bool allow_loss = false;
    std::optional<policy::Instant> started_at;
    std::optional<policy::Instant> succeeded_at;
    std::string source_mark;  // of what the last success has read
    std::int64_t appeared = 0;
    std::int64_t vanished = 0;
    std::optional<policy::Instant> changed_at;  // when so much appeared and vanished without us
    std::optional<std::int64_t> outage;
};

struct OutageRow {
    std::int64_t id = 0;
    std::int64_t sync = 0;
    std::string name;  // the application's
    policy::Seconds every{0};
    policy::Instant since;
    policy::SyncProblem problem = policy::SyncProblem::broken;
    std::string detail;
    policy::Instant failed_at;  // the last time
    std::int64_t attempts = 0;
    std::optional<policy::Instant> ended_at;
    bool recovered = false;  // ended by a run that went well
    std::optional<policy::Instant> last_success;
};

// What the settings ask for: kept, made or changed. The first run is due at once, the next one not
// later than `every` from now. The id.
std::int64_t plan_sync(
    Tx& tx, const std::string& name, SyncKind kind, policy::Seconds every, policy::Instant now
);
// Every other sync ends, and with it its outage. The outages that ended.
std::vector<std::int64_t> drop_other_syncs(
    Tx& tx, const std::vector<std::int64_t>& planned, policy::Instant now
);

std::optional<SyncRow> find_sync(Tx& tx, std::int64_t id);
// By the application's name, without regard to case.
std::optional<SyncRow> find_sync(Tx& tx, std::string_view name);
// A page of those that the settings ask for: outages first, then by name.
struct SyncPage {
    std::vector<SyncRow> rows;
    std::int64_t total = 0;
    std::int64_t failing = 0;
};
SyncPage syncs(Tx& tx, int offset, int limit);

// It is to run: now, or after the one that runs. `by`: empty for the clock. False if there is none.
bool ask_sync(Tx& tx, std::int64_t id, const std::string& by, bool allow_loss);
// The one that has waited longest since its last start.
std::optional<SyncRow> next_asked_sync(Tx& tx);

// It runs, and whoever asks from now on asks for another run.
void sync_started(Tx& tx, std::int64_t id, policy::Instant now);
// It could not begin, or the process ends: it is asked again, as it was.
void put_off_sync(Tx& tx, const SyncRow& as_asked);
// At the start: what ran when the last process ended is asked again.
void recover_syncs(Tx& tx);
// How a run ended; the timer of the next one is set.
struct SyncSuccess {
    std::string source_mark;
    std::int64_t appeared = 0;
    std::int64_t vanished = 0;
};
// The outage that ended with it.
std::optional<std::int64_t> sync_succeeded(
    Tx& tx, std::int64_t id, const SyncSuccess& success, policy::Instant now
);
struct SyncFailure {
    policy::SyncProblem problem = policy::SyncProblem::broken;
    std::string detail;
};
struct Outage {
    std::int64_t id = 0;
    bool begun = false;  // by this failure
    bool news = false;   // it lasts, for another reason than before
};
Outage sync_failed(Tx& tx, std::int64_t id, const SyncFailure& failure, policy::Instant now);

std::optional<OutageRow> find_outage(Tx& tx, std::int64_t id);

// The connection that a SCIM group of this name is.
std::optional<policy::ConnectionId> member_connection(
    Tx& tx, const std::string& application, const std::string& group
);

// What the daemon has removed since then: newer than a source that was read before.
struct RemovedGrant {
    policy::IdentityId identity;
    policy::ConnectionId connection;
    auto operator<=>(const RemovedGrant&) const = default;
};
std::vector<RemovedGrant> removed_since(Tx& tx, policy::Instant since);
// What an application is being asked to change, or was since then: a source that was read meanwhile
// says neither that it is held nor that it is not.
std::vector<RemovedGrant> unsettled_since(Tx& tx, policy::Instant since);

}  // namespace store
