// The report of an import as lines for people: what was found, what changed, what stands against
// it.
#include <array>

#include "bot/import.hpp"

namespace bot {
namespace {

constexpr std::array<std::string_view, 7> nouns{
    "people", "applications", "connections", "accounts", "owners", "grants", "purposes"};

// 1234567 -> "1,234,567".
std::string number(std::int64_t value) {
    auto text = std::to_string(value);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string count_line(std::string_view noun, const store::ImportCount& count) {
    const std::array<std::pair<std::int64_t, const char*>, 4> parts{{
        {count.added, " added"},
        {count.changed, " changed"},
        {count.ended, " ended"},
        {count.unchanged, " unchanged"},
    }};
    std::string line;
    for (const auto& [value, what] : parts) {
        if (value == 0) continue;
        line += (line.empty() ? "" : ", ") + number(value) + what;
    }
    return line.empty() ? "" : std::string(noun) + ": " + line + "\n";
}

std::string problem_line(const ImportProblem& problem) {
    std::string line = problem.place;
    if (!problem.column.empty()) line += (line.empty() ? "" : " ") + ("(" + problem.column + ")");
    return (line.empty() ? "" : line + ": ") + problem.message + "\n";
}

std::string ignored_line(const std::string& file, const std::vector<std::string>& columns) {
    std::string line = file + ": ignored columns: ";
    for (std::size_t i = 0; i < columns.size(); ++i)
        line += (i == 0 ? "" : ", ") + columns[i];
    return line + "\n";
}

std::string outcome_line(const ImportReport& report) {
    switch (report.outcome) {
        case ImportOutcome::switched:
            return "Imported " + number(report.rows) + (report.rows == 1 ? " row.\n" : " rows.\n");
        case ImportOutcome::unchanged:
            return "Nothing changes: all of this is known already.\n";
        case ImportOutcome::dry_run:
            return "Dry run: this would change; nothing was changed.\n";
        case ImportOutcome::refused:
            return "Nothing was imported: " + number(report.problem_count) +
                   (report.problem_count == 1 ? " problem.\n" : " problems.\n");
    }
    return "";
}

}  // namespace

std::string render(const ImportReport& report) {
    std::string text;
    for (const auto& problem : report.problems)
        text += problem_line(problem);
    const auto more = report.problem_count - static_cast<std::int64_t>(report.problems.size());
    if (more > 0) text += "... and " + number(more) + " more\n";
    for (const auto& [file, columns] : report.ignored_columns)
        text += ignored_line(file, columns);
    for (const auto& note : report.notes)
        text += "note: " + note + "\n";
    if (report.ok()) {
        for (std::size_t i = 0; i < nouns.size(); ++i)
            text += count_line(nouns[i], report.counts.of[i]);
    }
    return text + outcome_line(report);
}

}  // namespace bot
