// The report of an import for programs: one JSON object.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <utf8.h>

#include <array>
#include <string_view>

#include "bot/import_job.hpp"

namespace bot {

namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

// File names and cells come from outside and need not be UTF-8.
void put(Writer& writer, std::string_view text) {
    const auto valid = utf8::replace_invalid(std::string(text));
    writer.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
}

void field(Writer& writer, const char* name, std::string_view text) {
    writer.Key(name);
    put(writer, text);
}

void field(Writer& writer, const char* name, std::int64_t number) {
    writer.Key(name);
    writer.Int64(number);
}

std::string_view outcome_word(ImportOutcome outcome) {
    switch (outcome) {
        case ImportOutcome::switched:
            return "imported";
        case ImportOutcome::unchanged:
            return "unchanged";
        case ImportOutcome::dry_run:
            return "dry_run";
        case ImportOutcome::refused:
            break;
    }
    return "refused";
}

void put_counts(Writer& writer, const store::ImportCounts& counts) {
    constexpr std::array<const char*, 7> nouns{
        "people", "applications", "connections", "accounts", "owners", "grants", "purposes"};
    writer.Key("counts");
    writer.StartObject();
    for (std::size_t noun = 0; noun < nouns.size(); ++noun) {
        const auto& count = counts.of.at(noun);
        writer.Key(nouns.at(noun));
        writer.StartObject();
        field(writer, "added", count.added);
        field(writer, "changed", count.changed);
        field(writer, "ended", count.ended);
        field(writer, "unchanged", count.unchanged);
        writer.EndObject();
    }
    writer.EndObject();
}

void put_problems(Writer& writer, const ImportReport& report) {
    field(writer, "problem_count", report.problem_count);
    writer.Key("problems");
    writer.StartArray();
    for (const auto& problem : report.problems) {
        writer.StartObject();
        field(writer, "place", problem.place);
        field(writer, "column", problem.column);
        field(writer, "message", problem.message);
        writer.EndObject();
    }
    writer.EndArray();
}

void put_ignored(Writer& writer, const ImportReport& report) {
    writer.Key("ignored_columns");
    writer.StartArray();
    for (const auto& [file, columns] : report.ignored_columns) {
        for (const auto& column : columns) {
            writer.StartObject();
            field(writer, "file", file);
            field(writer, "column", column);
            writer.EndObject();
        }
    }
    writer.EndArray();
}

}  // namespace

std::string report_json(const ImportReport& report) {
    rapidjson::StringBuffer json;
    Writer writer(json);
    writer.StartObject();
    field(writer, "kind", word(report.kind));
    field(writer, "outcome", outcome_word(report.outcome));
    field(writer, "rows", report.rows);
    put_counts(writer, report.counts);
    put_problems(writer, report);
    put_ignored(writer, report);
    writer.Key("notes");
    writer.StartArray();
    for (const auto& note : report.notes)
        put(writer, note);
    writer.EndArray();
    writer.EndObject();
    return {json.GetString(), json.GetSize()};
}

}  // namespace bot
