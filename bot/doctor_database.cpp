// Doctor's look at the database file and the place where it lives.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "bot/database_lock.hpp"
#include "bot/doctor.hpp"
#include "store/inspect.hpp"

namespace bot {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t megabyte = 1024 * 1024;
constexpr std::uintmax_t least_room = 100 * megabyte;  // a day's log and a large import
constexpr std::uintmax_t little_room = 1024 * megabyte;

Finding finding(Health health, std::string found, std::string advice = {}) {
    return {"database", health, std::move(found), std::move(advice)};
}

fs::path folder_of(const std::string& database) {
    const auto parent = fs::path(database).parent_path();
    return parent.empty() ? fs::path(".") : parent;
}

Finding examine_room(const fs::path& folder) {
    const auto space = fs::space(folder);
    const auto text = std::to_string(space.available / megabyte) + " MB free beside it";
    if (space.available >= little_room) return finding(Health::ok, text);
    return finding(
        space.available < least_room ? Health::failure : Health::warning,
        text,
        "Make room on that disk: without it nothing can be acknowledged."
    );
}

Finding examine_schema(const store::DatabaseState& state) {
    const auto text = "schema version " + std::to_string(state.schema);
    if (state.schema == state.newest) return finding(Health::ok, text);
    if (state.schema < state.newest) {
        return finding(
            Health::warning,
            text + ", this program brings " + std::to_string(state.newest),
            "`latchkey serve` brings it up to date at its start; keep a copy of the file."
        );
    }
    return finding(
        Health::failure,
        text + ", newer than this program's " + std::to_string(state.newest),
        "Run the newer latchkey that made it."
    );
}

}  // namespace

Findings examine_database(const Settings& settings) {
    const auto& path = settings.database;
    const auto folder = folder_of(path);
    if (!fs::is_directory(folder)) {
        return {finding(
            Health::failure,
            "there is no folder " + folder.string(),
            "Create it, writable by the user that runs latchkey."
        )};
    }
    if (access(folder.c_str(), W_OK | X_OK) != 0) {
        return {finding(
            Health::failure,
            folder.string() + " cannot be written to: " + std::strerror(errno),
            "Give it to the user that runs latchkey."
        )};
    }
    Findings found{examine_room(folder)};
    if (!fs::exists(path)) {
        found.push_back(finding(
            Health::warning, "there is no file " + path + " yet", "`latchkey serve` creates it."
        ));
        return found;
    }
    store::probe_writing(path);
    const auto state = store::inspect_database(path);
    found.push_back(examine_schema(state));
    if (!state.wal) {
        found.push_back(finding(
            Health::warning,
            "it does not keep a write-ahead log",
            "Put it on a local disk: network file systems cannot."
        ));
    }
    for (const auto& damage : state.damage)
        found.push_back(finding(Health::failure, damage, "Restore the file from a backup."));
    if (state.damage.empty()) found.push_back(finding(Health::ok, path + " is whole and writable"));
    const bool free = DatabaseLock::take(path).has_value();
    found.push_back(finding(Health::ok, free ? "no daemon runs on it" : "a daemon runs on it"));
    return found;
}

}  // namespace bot
