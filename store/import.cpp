#include "store/import.hpp"

#include <algorithm>
#include <thread>

#include "store/digest.hpp"
#include "store/import_applications.hpp"
#include "store/query.hpp"

namespace store {

bool ImportCounts::any_change() const {
    return std::any_of(of.begin(), of.end(), [](const ImportCount& count) {
        return count.added + count.changed + count.ended > 0;
    });
}

Staging::Staging()
    : applications(std::make_unique<Applications>()),
      connections(std::make_unique<SeenConnections>()) {}
Staging::~Staging() = default;
Staging::Staging(Staging&&) noexcept = default;

bool Slice::next() {
    // The first row is always taken, or a stalled machine would never come to an end.
    if (rows_++ == 0) return true;
    return rows_ <= most_rows && std::chrono::steady_clock::now() - begun_ < most_time;
}

void run_slices(Gate& gate, const Step& step, Lane lane) {
    constexpr std::chrono::milliseconds pause{20};
    bool done = false;
    while (!done) {
        try {
            const auto unit = [&](Tx& tx) {
                Slice slice;
                done = step(tx, slice);
            };
            gate.write_blocking(unit, lane);
        } catch (const QueueFull&) {
            // Clicks and events come first; nothing of this slice has run.
            std::this_thread::sleep_for(pause);
        }
    }
}

Staging begin_import(Gate& gate, policy::Instant now, const StopWanted& stop_wanted) {
    if (!clean_imports(gate, stop_wanted)) throw ImportStopped();
    Staging staging;
    staging.stop_wanted = stop_wanted;
    staging.token = random_salt();
    staging.now = now;
    run_slices(gate, [&](Tx& tx, Slice&) {
        // A step of the generation of its own tells what the daemon changes from here on from what
        // was there before: only the latter may end because a file does not tell it.
        const int begun = change(
            tx,
            "UPDATE directory SET generation = generation + 1, staging = ? WHERE staging IS NULL",
            staging.token
        );
        if (begun == 0) throw ImportLost();
        staging.generation = first<std::int64_t>(tx, "SELECT generation FROM directory").value();
        staging.applications->load(tx);
        return true;
    });
    return staging;
}

void require_time(const Staging& staging) {
    if (staging.stop_wanted && staging.stop_wanted()) throw ImportStopped();
}

void require_staging(Tx& tx, const Staging& staging) {
    const auto ours = first<bool>(tx, "SELECT 1 FROM directory WHERE staging = ?", staging.token);
    if (!ours) throw ImportLost();
    require_time(staging);
}

namespace {

// Whether searches for connections have to read them anew.
bool changes_catalogue(const ImportCounts& counts) {
    const auto& connections = counts[Noun::connections];
    const auto& applications = counts[Noun::applications];
    return connections.added + connections.changed + connections.ended + applications.added +
               applications.changed >
           0;
}

}  // namespace

void end_unchanged_import(Gate& gate, const Staging& staging) {
    run_slices(gate, [&](Tx& tx, Slice&) {
        change(tx, "UPDATE directory SET staging = NULL WHERE staging = ?", staging.token);
        return true;
    });
}

void switch_import(Gate& gate, Staging& staging, const AuditEntry& entry) {
    const Step step = [&](Tx& tx, Slice&) {
        require_staging(tx, staging);
        apply_staged_applications(tx);
        change(tx, "UPDATE directory SET generation = ?, staging = NULL", staging.next());
        if (changes_catalogue(staging.counts))
            change(tx, "UPDATE directory SET catalogue = generation");
        append_audit(tx, entry);
        return true;
    };
    run_slices(gate, step, Lane::background);
}

}  // namespace store
