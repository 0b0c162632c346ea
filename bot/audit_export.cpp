#include "bot/audit_export.hpp"

#include <csv.h>

#include <array>

#include "bot/json_write.hpp"
#include "bot/log.hpp"
#include "bot/models/trail.hpp"
#include "bot/request_report.hpp"

namespace bot {

namespace {

void put_values(JsonText& json, const store::AuditRow& row) {
    for (const auto& value : row.values) {
        json.begin_object();
        json.field("name", value.name);
        json.field("value", value.text);  // null: erased
        json.field("personal", value.personal);
        json.field("salt", value.salt);
        json.field("digest", value.digest);
        json.end_object();
    }
}

std::string values_json(const store::AuditRow& row) {
    JsonText json;
    json.begin_array();
    put_values(json, row);
    json.end_array();
    return json.text();
}

}  // namespace

void add_cell(std::string& line, const std::string& value) {
    if (!line.empty()) line += ',';
    std::string quoted(csv_write(nullptr, 0, value.data(), value.size()), '\0');
    csv_write(quoted.data(), quoted.size(), value.data(), value.size());
    line += quoted;
}

std::string no_formula(const std::string& text) {
    constexpr std::string_view beginnings = "=+-@\t\r";
    const bool formula = !text.empty() && beginnings.find(text.front()) != std::string_view::npos;
    return formula ? "'" + text : text;
}

std::string audit_csv_header() {
    constexpr std::array names{
        "entry",
        "at",
        "actor",
        "actor_name",
        "on_behalf_of",
        "act",
        "subject",
        "policy_version",
        "values",
        "keyed",
        "previous_hash",
        "hash"};
    std::string line;
    for (const auto* name : names)
        add_cell(line, name);
    return line;
}

std::string audit_csv(store::Tx& tx, const store::AuditRow& row) {
    const auto& entry = row.record.entry;
    std::string line;
    add_cell(line, std::to_string(row.record.seq));
    add_cell(line, rfc3339(entry.at));
    add_cell(line, entry.actor);
    add_cell(line, no_formula(models::actor_name(tx, entry.actor)));
    add_cell(line, entry.on_behalf_of.value_or(""));
    add_cell(line, entry.act);
    add_cell(line, entry.subject);
    add_cell(line, std::to_string(entry.policy_version));
    add_cell(line, values_json(row));
    add_cell(line, row.keyed ? "true" : "false");
    add_cell(line, row.previous_hash);
    add_cell(line, row.record.hash);
    return line;
}

std::string audit_jsonl(store::Tx& tx, const store::AuditRow& row) {
    JsonText json;
    json.begin_object();
    put_entry(json, tx, row);
    json.end_object();
    return json.text();
}

void put_entry(JsonText& json, store::Tx& tx, const store::AuditRow& row) {
    const auto& entry = row.record.entry;
    json.field("entry", row.record.seq);
    json.field("at", rfc3339(entry.at));
    json.field("actor", entry.actor);
    json.field("actor_name", models::actor_name(tx, entry.actor));
    json.field("on_behalf_of", entry.on_behalf_of);
    json.field("act", entry.act);
    json.field("subject", entry.subject);
    json.field("policy_version", entry.policy_version);
    json.begin_array("values");
    put_values(json, row);
    json.end_array();
    json.field("keyed", row.keyed);
    json.field("previous_hash", row.previous_hash);
    json.field("hash", row.record.hash);
}

std::string audit_text(store::Tx& tx, const store::AuditRow& row) {
    const auto& entry = row.record.entry;
    auto line = std::to_string(row.record.seq) + "  " + readable(entry.at) + "  " +
                models::actor_name(tx, entry.actor) + "  " + entry.act + "  " + entry.subject;
    if (entry.on_behalf_of) line += "  for " + models::actor_name(tx, *entry.on_behalf_of);
    for (const auto& value : row.values)
        line += "  " + value.name + "=" + value.text.value_or("(erased)");
    return harmless(line);
}

}  // namespace bot
