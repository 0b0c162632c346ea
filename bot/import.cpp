#include "bot/import.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <mutex>
#include <system_error>

#include "bot/import_rows.hpp"
#include "store/directory_words.hpp"

namespace bot {
namespace {

constexpr std::array<std::pair<ImportKind, std::string_view>, 6> kinds{{
    {ImportKind::users, "users"},
    {ImportKind::entitlements, "entitlements"},
    {ImportKind::identities, "identities"},
    {ImportKind::owners, "owners"},
    {ImportKind::connections, "connections"},
    {ImportKind::purposes, "purposes"},
}};

// A share is refused above this (product.md section 10).
constexpr double usual_largest_loss = 0.2;

// Imports do not run beside each other: each is the whole truth of something.
std::mutex one_import;
// Nor beside the cleaning at start, which makes way for them.
std::mutex one_cleaner;
std::atomic<bool> import_waits{false};

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + " %";
}

// One run from the files to the switch.
class Run {
 public:
    Run(store::Gate& gate, ImportKind kind, const ImportOptions& options, ImportReport& report)
        : gate_(gate),
          kind_(kind),
          options_(options),
          report_(report),
          staging_(store::begin_import(gate, options.now, options.stop_wanted)) {
        staging_.as_of = options.as_of;
    }

    void read_file(const std::filesystem::path& path);
    void settle();
    void refuse_others();
    void refuse_changed();
    void refuse_loss();
    void end();

 private:
    void read_rows(CsvFile& file);
    template <class Read>
    void stage_rows(CsvFile& file, std::span<const Column> columns, Read read);
    template <class Row>
    void stage_batch(std::vector<Row>& rows, const CsvTable& table);
    void stage_unnamed_application();
    void note_unknown_entities();
    store::AuditEntry audit_entry() const;
    void tell(ImportProgress::Step step, const CsvFile* file = nullptr);
    void refuse(std::string place, std::string column, std::string message) {
        problems_.add({std::move(place), std::move(column), std::move(message)});
    }

    store::Gate& gate_;
    ImportKind kind_;
    const ImportOptions& options_;
    ImportReport& report_;
    store::Staging staging_;
    Problems problems_;
    std::vector<std::pair<std::string, std::string>> digests_;  // of the files, by name
    std::int64_t without_manager_address_ = 0;
    std::int64_t file_size_ = 0;
};

void Run::tell(ImportProgress::Step step, const CsvFile* file) {
    if (!options_.progress) return;
    ImportProgress progress{step, "", 0, 0, report_.rows};
    if (file != nullptr) {
        progress.file = file->path().string();
        progress.done = file->bytes();
        progress.total = file_size_;
    }
    options_.progress(progress);
}

void Run::read_file(const std::filesystem::path& path) {
    try {
        std::error_code unknown;
        const auto size = std::filesystem::file_size(path, unknown);
        file_size_ = unknown ? 0 : static_cast<std::int64_t>(size);
        CsvFile file(path);
        read_rows(file);
        digests_.emplace_back(path.filename().string(), file.sha256());
    } catch (const std::system_error& error) {
        refuse(path.string(), "", "cannot be read: " + error.code().message());
    }
}

void Run::read_rows(CsvFile& file) {
    switch (kind_) {
        case ImportKind::users:
            return stage_rows(file, user_columns(), [this](const TableRow& row) {
                without_manager_address_ += manager_without_address(row) ? 1 : 0;
                return read_user(row);
            });
        case ImportKind::identities:
            return stage_rows(file, identity_columns(), read_identity);
        case ImportKind::owners:
            return stage_rows(file, owner_columns(), read_owner);
        case ImportKind::entitlements:
            return stage_rows(file, entitlement_columns(), [this](const TableRow& row) {
                return read_entitlement(row, options_.app_name);
            });
        case ImportKind::connections:
            return stage_rows(file, connection_columns(), read_connection);
        case ImportKind::purposes:
            return stage_rows(file, purpose_columns(), read_purpose);
    }
}

template <class Read>
void Run::stage_rows(CsvFile& file, std::span<const Column> columns, Read read) {
    CsvTable table(file, columns, problems_);
    if (!table.ignored().empty()) {
        report_.ignored_columns.emplace_back(file.path().string(), table.ignored());
    }
    if (!table.usable()) return;
    std::vector<decltype(read(std::declval<const TableRow&>()))> batch;
    while (const auto row = table.next()) {
        ++report_.rows;
        const auto before = problems_.count();
        auto value = read(*row);
        if (problems_.count() == before) batch.push_back(std::move(value));
        // Also where all rows are refused, and none is staged.
        store::require_time(staging_);
        if (batch.size() < store::Slice::most_rows) continue;
        stage_batch(batch, table);
        store::store_told(gate_, staging_);
        tell(ImportProgress::Step::reading, &file);
    }
    stage_batch(batch, table);
    tell(ImportProgress::Step::reading, &file);
}

// Stages rows and forgets them; goes on after a problem, to find the others too.
template <class Row>
void Run::stage_batch(std::vector<Row>& rows, const CsvTable& table) {
    std::size_t at = 0;
    store::run_slices(gate_, [&](store::Tx& tx, store::Slice& slice) {
        store::require_staging(tx, staging_);
        for (; at < rows.size() && slice.next(); ++at) {
            const auto problem = store::stage(tx, staging_, rows[at]);
            if (!problem) continue;
            const auto place = rows[at].source.place + table.behind_line(problem->column);
            refuse(place, problem->column, problem->message);
        }
        return at == rows.size();
    });
    rows.clear();
}

// A file without rows is the whole truth of the application that --app names.
void Run::stage_unnamed_application() {
    if (kind_ != ImportKind::entitlements || report_.rows > 0 || options_.app_name.empty()) return;
    store::run_slices(gate_, [&](store::Tx& tx, store::Slice&) {
        const auto problem = store::stage_application(tx, staging_, options_.app_name);
        if (problem) refuse("--app", problem->column, problem->message);
        return true;
    });
}

void Run::settle() {
    stage_unnamed_application();
    if (!problems_.empty()) return;
    tell(ImportProgress::Step::settling);
    if (kind_ == ImportKind::users) store::settle_users(gate_, staging_);
    if (kind_ == ImportKind::identities) store::settle_identities(gate_, staging_);
    if (kind_ == ImportKind::entitlements) store::settle_entitlements(gate_, staging_);
}

// The source of one application tells the truth of no other.
void Run::refuse_others() {
    if (options_.only_app.empty()) return;
    for (const auto& [integration, loss] : staging_.losses) {
        if (store::lower(loss.application) == store::lower(options_.only_app)) continue;
        refuse(
            "",
            "App",
            "rows name the application \"" + loss.application + "\", but this is the source of \"" +
                options_.only_app + "\" alone"
        );
    }
}

void Run::refuse_changed() {
    if (!problems_.empty() || !options_.still_the_same || options_.still_the_same()) return;
    refuse("", "", "the files were changed while they were read");
    report_.refusal = ImportRefusal::changed;
}

void Run::refuse_loss() {
    if (options_.allow_loss || !problems_.empty()) return;
    for (const auto& [integration, loss] : staging_.losses) {
        if (loss.held == 0) continue;
        const auto share = static_cast<double>(loss.ended) / static_cast<double>(loss.held);
        const auto most =
            options_.largest_loss ? options_.largest_loss(loss.application) : usual_largest_loss;
        if (share <= most) continue;
        refuse(
            "",
            "",
            loss.application + " would lose " + std::to_string(loss.ended) + " of its " +
                std::to_string(loss.held) + " grants (" + percent(share) + "), more than the " +
                percent(most) +
                " it may lose at once: is the file complete? --allow-loss takes it as it is"
        );
        report_.refusal = ImportRefusal::loss;
    }
}

store::AuditEntry Run::audit_entry() const {
    static constexpr std::array<const char*, 7> nouns{
        "people", "applications", "connections", "accounts", "owners", "grants", "purposes"};
    store::AuditEntry entry;
    entry.at = options_.now;
    entry.actor = options_.actor;
    entry.act = options_.act.empty() ? "import." + std::string(word(kind_)) : options_.act;
    entry.subject = options_.only_app.empty() ? "import:" + std::string(word(kind_))
                                              : "application:" + options_.only_app;
    for (const auto& [file, digest] : digests_)
        entry.values.push_back({"sha256 of " + file, digest});
    entry.values.push_back({"rows", std::to_string(report_.rows)});
    for (std::size_t i = 0; i < nouns.size(); ++i) {
        const auto& count = staging_.counts.of[i];
        const std::string noun = nouns[i];
        if (count.added > 0) entry.values.push_back({noun + " added", std::to_string(count.added)});
        if (count.changed > 0) {
            entry.values.push_back({noun + " changed", std::to_string(count.changed)});
        }
        if (count.ended > 0) entry.values.push_back({noun + " ended", std::to_string(count.ended)});
    }
    return entry;
}

// Files may come in any order, so these are not refused; but a slip of the pen should show.
void Run::note_unknown_entities() {
    const auto& unknown = staging_.unknown_entities;
    if (unknown.empty()) return;
    constexpr std::size_t most = 5;
    std::string names;
    for (std::size_t i = 0; i < std::min(most, unknown.size()); ++i) {
        const auto& [application, resource, privilege] = unknown[i];
        names += (i == 0 ? "" : "; ") + application + " > " +
                 (resource.empty() ? "" : resource + " > ") + privilege;
    }
    if (unknown.size() > most) {
        names += "; and " + std::to_string(unknown.size() - most) + " more";
    }
    report_.notes.push_back("purposes name access that no file has told of yet: " + names);
}

void Run::end() {
    tell(ImportProgress::Step::finishing);
    report_.counts = staging_.counts;
    report_.problems = problems_.first();
    report_.problem_count = problems_.count();
    if (without_manager_address_ > 0) {
        report_.notes.push_back(
            std::to_string(without_manager_address_) +
            " rows name a manager without \"Manager Work Email\": nobody is guessed from a name"
        );
    }
    note_unknown_entities();
    if (!problems_.empty()) {
        report_.outcome = ImportOutcome::refused;
        if (report_.refusal == ImportRefusal::none) report_.refusal = ImportRefusal::problems;
    } else if (!staging_.counts.any_change()) {
        store::end_unchanged_import(gate_, staging_);
        report_.outcome = ImportOutcome::unchanged;
    } else if (options_.dry_run) {
        report_.outcome = ImportOutcome::dry_run;
    } else {
        store::switch_import(gate_, staging_, audit_entry());
        report_.outcome = ImportOutcome::switched;
    }
    // From here on it has happened, or was refused: a stop must not make it sound otherwise.
    store::clean_imports(gate_, options_.stop_wanted);
}

}  // namespace

std::string_view word(ImportKind kind) {
    for (const auto& [value, text] : kinds) {
        if (value == kind) return text;
    }
    return "";
}

std::optional<ImportKind> import_kind(std::string_view word) {
    for (const auto& [value, text] : kinds) {
        if (text == word) return value;
    }
    return std::nullopt;
}

void clean_up_imports(store::Gate& gate, const store::StopWanted& stop_wanted) {
    const std::unique_lock alone(one_cleaner, std::try_to_lock);
    if (!alone) return;
    store::clean_imports(gate, [&] { return import_waits || (stop_wanted && stop_wanted()); });
}

ImportReport run_import(
    store::Gate& gate,
    ImportKind kind,
    const std::vector<std::filesystem::path>& files,
    const ImportOptions& options
) {
    ImportReport report;
    report.kind = kind;
    const std::unique_lock alone(one_import, std::try_to_lock);
    if (!alone) {
        report.problems.push_back({"", "", "another import is running: try again when it is done"});
        report.problem_count = 1;
        report.refusal = ImportRefusal::busy;
        return report;
    }
    import_waits = true;
    const std::lock_guard cleaned(one_cleaner);
    import_waits = false;
    try {
        Run run(gate, kind, options, report);
        for (const auto& file : files)
            run.read_file(file);
        run.settle();
        run.refuse_changed();
        run.refuse_others();
        run.refuse_loss();
        run.end();
    } catch (const store::ImportStopped&) {
        // Cleaning may take long: the next start does it.
        throw;
    } catch (...) {
        const auto failure = std::current_exception();
        try {
            store::clean_imports(gate);
        } catch (const std::exception&) {
            // What broke the import breaks its cleaning too; the next one cleans before it begins.
        }
        std::rethrow_exception(failure);
    }
    return report;
}

}  // namespace bot
