// `latchkey import`: CSV files become the directory, all or nothing (product.md section 10). Blocks
// its thread for as long as it takes; the writer is never held for more than a few milliseconds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/csv_table.hpp"
#include "store/import.hpp"

namespace bot {

enum class ImportKind { users, entitlements, identities, owners, connections, purposes };

// The word on the command line, and back.
std::string_view word(ImportKind kind);
std::optional<ImportKind> import_kind(std::string_view word);

// What an import is doing, for people who wait. `total` is 0 where it is not known.
struct ImportProgress {
    enum class Step { reading, settling, finishing };
    Step step = Step::reading;
    std::string file;
    std::int64_t done = 0;  // bytes of this file
    std::int64_t total = 0;
    std::int64_t rows = 0;  // of all files
};

struct ImportOptions {
    std::string app_name = {};  // --app: for rows that name no application
    bool dry_run = false;
    bool allow_loss = false;
    // The largest share of its grants that an application may lose; none: 0.2 for all.
    std::function<double(const std::string& application)> largest_loss = {};
    std::string actor;  // "cli:LOGIN"
    policy::Instant now;
    std::function<void(const ImportProgress&)> progress = {};
    store::StopWanted stop_wanted = {};  // true: give up and change nothing
    std::string act = {};                // in the audit trail; empty: as the kind is called
    std::string only_app = {};           // rows of other applications are refused; empty: none are
    // When the files were written: what the daemon has granted or removed since is newer.
    std::optional<policy::Instant> as_of = {};
    // Asked before the switch: false if the files are not those any more that were begun with.
    std::function<bool()> still_the_same = {};
};

enum class ImportOutcome {
    switched,   // readers see the new state
    unchanged,  // the files say what is known already
    dry_run,    // it would be switched; nothing was changed
    refused     // problems; nothing was changed
};

// Why it was refused, where a program would act by it.
enum class ImportRefusal { none, problems, loss, busy, changed };

struct ImportReport {
    ImportKind kind = ImportKind::users;
    ImportOutcome outcome = ImportOutcome::refused;
    ImportRefusal refusal = ImportRefusal::none;
    std::int64_t rows = 0;
    store::ImportCounts counts;
    std::vector<std::pair<std::string, std::vector<std::string>>> ignored_columns;  // by file
    std::vector<std::string> notes;       // sentences worth reading
    std::vector<ImportProblem> problems;  // the first ones
    std::int64_t problem_count = 0;

    bool ok() const { return outcome != ImportOutcome::refused; }
};

// Imports all files as one. One import at a time per process; another is refused. What the database
// or the disk breaks is thrown, after what was staged is taken away again.
ImportReport run_import(
    store::Gate& gate,
    ImportKind kind,
    const std::vector<std::filesystem::path>& files,
    const ImportOptions& options
);

// Takes away what an import left that was interrupted by the end of its process. Blocks; makes way
// for an import that begins, for that cleans by itself, and for a stop.
void clean_up_imports(store::Gate& gate, const store::StopWanted& stop_wanted = {});

// The report as lines for people.
std::string render(const ImportReport& report);

}  // namespace bot
