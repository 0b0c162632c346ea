#include "bot/sync_folder.hpp"

#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <system_error>

#include "store/directory_words.hpp"

namespace bot {
namespace {

namespace fs = std::filesystem;

constexpr int most_problems = 3;

bool is_source(const fs::path& path) {
    const auto name = path.filename().string();
    return !name.starts_with('.') && store::lower(path.extension().string()) == ".csv";
}

RealTime written_at(const struct stat& facts) {
    return RealTime{std::chrono::duration_cast<RealTime::duration>(
        std::chrono::seconds{facts.st_mtim.tv_sec} + std::chrono::nanoseconds{facts.st_mtim.tv_nsec}
    )};
}

// "payroll.csv:12:3 (Email): …" for the first few, then how many more.
std::string told(const ImportReport& report) {
    std::string text;
    int count = 0;
    for (const auto& problem : report.problems) {
        if (count++ == most_problems) break;
        if (!text.empty()) text += "; ";
        if (!problem.place.empty()) text += fs::path(problem.place).filename().string() + ": ";
        text += problem.message;
    }
    const auto more = report.problem_count - std::min<std::int64_t>(count, most_problems);
    if (more > 0) text += "; and " + std::to_string(more) + " more";
    return text;
}

policy::SyncProblem problem_of(ImportRefusal refusal) {
    switch (refusal) {
        case ImportRefusal::loss:
            return policy::SyncProblem::loss;
        case ImportRefusal::changed:
            return policy::SyncProblem::being_written;
        case ImportRefusal::none:
        case ImportRefusal::problems:
        case ImportRefusal::busy:
            return policy::SyncProblem::bad_rows;
    }
    return policy::SyncProblem::bad_rows;
}

void log_problems(const std::string& application, const ImportReport& report) {
    for (const auto& problem : report.problems)
        spdlog::warn("sync: {}: {} {}", application, problem.place, problem.message);
}

}  // namespace

std::variant<SyncFolder, store::SyncFailure> look_into(const std::string& folder) {
    using policy::SyncProblem;
    SyncFolder found;
    try {
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (is_source(entry.path()) && entry.is_regular_file())
                found.files.push_back(entry.path());
        }
    } catch (const fs::filesystem_error& error) {
        return store::SyncFailure{SyncProblem::no_folder, folder + ": " + error.code().message()};
    }
    if (found.files.empty()) return store::SyncFailure{SyncProblem::no_file, folder};
    std::sort(found.files.begin(), found.files.end());
    for (const auto& path : found.files) {
        struct stat facts {};
        // Renamed or removed meanwhile: whoever looks again finds another mark.
        if (stat(path.c_str(), &facts) != 0) {
            found.mark += path.string() + " " + std::strerror(errno) + "\n";
            continue;
        }
        const auto at = written_at(facts);
        const bool is_first = found.oldest == RealTime{};
        found.oldest = is_first ? at : std::min(found.oldest, at);
        found.newest = is_first ? at : std::max(found.newest, at);
        found.mark += path.filename().string() + " " + std::to_string(facts.st_size) + " " +
                      std::to_string(facts.st_mtim.tv_sec) + "." +
                      std::to_string(facts.st_mtim.tv_nsec) + " " + std::to_string(facts.st_ino) +
                      "\n";
    }
    return found;
}

SyncEnd import_source(store::Gate& gate, const SyncImport& job) {
    ImportOptions options;
    options.app_name = job.application;
    options.only_app = job.application;
    options.act = job.act;
    options.actor = job.actor;
    options.allow_loss = job.allow_loss;
    options.largest_loss = [&job](const std::string&) { return job.largest_loss; };
    options.now = job.now;
    options.as_of = job.as_of;
    options.still_the_same = job.still_the_same;
    options.stop_wanted = job.stop_wanted;
    const auto report = run_import(gate, ImportKind::entitlements, job.files, options);
    if (report.refusal == ImportRefusal::busy) return SyncPutOff{};
    if (!report.ok()) {
        log_problems(job.application, report);
        return store::SyncFailure{problem_of(report.refusal), told(report)};
    }
    store::SyncSuccess success{job.mark};
    if (!job.first) {
        const auto& grants = report.counts[store::Noun::grants];
        success.appeared = grants.added;
        success.vanished = grants.ended;
    }
    return success;
}

}  // namespace bot
