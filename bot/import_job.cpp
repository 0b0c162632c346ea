#include "bot/import_job.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string_view>

#include "store/directory_words.hpp"

namespace bot {

namespace {

constexpr std::string_view app_option = "--app=";

std::string percent(const ImportProgress& progress) {
    if (progress.total <= 0) return "";
    return std::to_string(progress.done * 100 / progress.total) + " % of ";
}

std::string progress_text(const ImportProgress& progress) {
    const auto rows = std::to_string(progress.rows) + " rows";
    switch (progress.step) {
        case ImportProgress::Step::reading:
            return "reading " + percent(progress) + progress.file + ", " + rows;
        case ImportProgress::Step::settling:
            return "comparing with what is known, " + rows;
        case ImportProgress::Step::finishing:
            return "finishing, " + rows;
    }
    return rows;
}

// Passes on what people can read: a few lines a second.
auto paced(const Say& say) {
    using Clock = std::chrono::steady_clock;
    return [&say, next = Clock::time_point{}](const ImportProgress& progress) mutable {
        const auto now = Clock::now();
        if (now < next) return;
        next = now + std::chrono::milliseconds{200};
        say(Said::progress, progress_text(progress));
    };
}

}  // namespace

std::vector<std::string> arguments_of(const ImportJob& job) {
    std::vector<std::string> arguments{std::string(word(job.kind))};
    if (!job.app.empty()) arguments.push_back(std::string(app_option) + job.app);
    if (job.dry_run) arguments.emplace_back("--dry-run");
    if (job.allow_loss) arguments.emplace_back("--allow-loss");
    if (job.json) arguments.emplace_back("--json");
    arguments.emplace_back("--");
    arguments.insert(arguments.end(), job.files.begin(), job.files.end());
    return arguments;
}

std::optional<ImportJob> import_job(const std::vector<std::string>& arguments) {
    const auto end = std::ranges::find(arguments, "--");
    if (end == arguments.begin() || end == arguments.end()) return std::nullopt;
    const auto kind = import_kind(arguments.front());
    if (!kind) return std::nullopt;
    ImportJob job;
    job.kind = *kind;
    for (auto argument = arguments.begin() + 1; argument != end; ++argument) {
        if (*argument == "--dry-run") {
            job.dry_run = true;
        } else if (*argument == "--allow-loss") {
            job.allow_loss = true;
        } else if (*argument == "--json") {
            job.json = true;
        } else if (argument->starts_with(app_option)) {
            job.app = argument->substr(app_option.size());
        } else {
            return std::nullopt;
        }
    }
    job.files.assign(end + 1, arguments.end());
    if (job.files.empty()) return std::nullopt;
    return job;
}

int do_import(
    store::Gate& gate,
    const Settings& settings,
    const ImportJob& job,
    const std::string& actor,
    policy::Instant now,
    const Say& say,
    const store::StopWanted& stop_wanted
) {
    ImportOptions options;
    options.app_name = job.app;
    options.dry_run = job.dry_run;
    options.allow_loss = job.allow_loss;
    options.largest_loss = [&settings](const std::string& application) {
        const auto& known = settings.integrations;
        // The names of applications are the same in any case.
        const auto found = std::find_if(known.begin(), known.end(), [&](const auto& entry) {
            return store::lower(entry.first) == store::lower(application);
        });
        return (found == known.end() ? IntegrationSettings{} : found->second).largest_loss;
    };
    options.stop_wanted = stop_wanted;
    options.actor = actor;
    options.now = now;
    options.progress = paced(say);
    const std::vector<std::filesystem::path> files(job.files.begin(), job.files.end());
    const auto report = run_import(gate, job.kind, files, options);
    auto text = job.json ? report_json(report) : render(report);
    while (text.ends_with('\n'))
        text.pop_back();
    say(report.ok() || job.json ? Said::output : Said::problem, text);
    return report.ok() ? 0 : 1;
}

}  // namespace bot
