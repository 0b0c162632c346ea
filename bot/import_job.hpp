// `latchkey import` as a value that can be handed to the running daemon, and the doing of it: the
// same in the daemon and in a command that works alone.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bot/control_socket.hpp"
#include "bot/import.hpp"
#include "bot/settings.hpp"
#include "policy/ids.hpp"

namespace store {
class Gate;
}

namespace bot {

struct ImportJob {
    ImportKind kind = ImportKind::users;
    std::vector<std::string> files;  // absolute
    std::string app;
    bool dry_run = false;
    bool allow_loss = false;
    bool json = false;  // the report as one JSON object instead of lines

    bool operator==(const ImportJob&) const = default;
};

// As the arguments of a control request, and back; nothing for anything else.
std::vector<std::string> arguments_of(const ImportJob& job);
std::optional<ImportJob> import_job(const std::vector<std::string>& arguments);

// Blocks until it is done and says the report; the exit status: 0, or 1 if it was refused. The
// settings give the losses that are allowed. What `say` throws ends the import, nothing changed; so
// does a `stop_wanted` that says true (asked on any thread).
int do_import(
    store::Gate& gate,
    const Settings& settings,
    const ImportJob& job,
    const std::string& actor,
    policy::Instant now,
    const Say& say,
    const store::StopWanted& stop_wanted = {}
);

// The report as JSON, for programs.
std::string report_json(const ImportReport& report);

}  // namespace bot
