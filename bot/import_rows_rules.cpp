// Rows of the connections and the purposes file: what can be asked for, by which rules, and what
// belongs together.
#include <algorithm>
#include <array>

#include "bot/import_cells.hpp"
#include "bot/import_rows.hpp"
#include "store/directory_words.hpp"

namespace bot {
namespace {

namespace connections {
enum : std::size_t {
    app,
    project,
    resource_type,
    resource,
    privilege,
    privileged,
    requestable,
    longest_duration,
    reason
};
constexpr std::array<Column, 9> columns{{
    {"App", true},
    {"Project"},
    {"Resource Type"},
    {"Resource"},
    {"Privilege Name", true},
    {"Privileged"},
    {"Requestable"},
    {"Longest Duration"},
    {"Reason Rule"},
}};
}  // namespace connections

namespace purposes {
enum : std::size_t {
    name,
    description,
    pre_expiry_notice,
    longest_duration,
    department,
    title,
    team,
    owner,
    status,
    entities
};
constexpr std::array<Column, 10> columns{{
    {"Purpose Name", true},
    {"Description", true},
    {"Pre-Expiry Notification"},
    {"Longest Duration"},
    {"Department"},
    {"Job Title"},
    {"Team"},
    {"Owner"},
    {"Status"},
    {"Entities", true},
}};
}  // namespace purposes

// A unit of work stages one row.
constexpr std::size_t most_entities = 500;
constexpr std::size_t longest_entities = 65536;

store::RowSource source_of(const TableRow& row) {
    return {row.place(), row.digest()};
}

std::vector<std::string> parts(const std::string& text, char separator) {
    std::vector<std::string> all;
    std::size_t begin = 0;
    while (true) {
        const auto end = text.find(separator, begin);
        all.push_back(one_line(std::string_view(text).substr(begin, end - begin)));
        if (end == std::string::npos) return all;
        begin = end + 1;
    }
}

// "Application > Resource > Privilege", or without the middle for the whole application. What lies
// between the first and the last ">" is the resource.
std::optional<store::PurposeEntity> entity_of(const std::string& text) {
    const auto names = parts(text, '>');
    if (names.size() < 2 || names.front().empty() || names.back().empty()) return std::nullopt;
    store::PurposeEntity entity{names.front(), "", names.back()};
    for (std::size_t i = 1; i + 1 < names.size(); ++i)
        entity.resource += (i == 1 ? "" : " > ") + names[i];
    return entity;
}

std::vector<store::PurposeEntity> entities_of(const TableRow& row) {
    std::vector<store::PurposeEntity> all;
    const auto text = row.text(purposes::entities);
    if (text.size() > longest_entities) {
        row.refuse(purposes::entities, "the text is longer than 65,536 bytes");
        return all;
    }
    for (const auto& part : parts(text, ';')) {
        if (part.empty()) continue;
        auto entity = entity_of(part);
        if (entity) {
            if (std::find(all.begin(), all.end(), *entity) == all.end()) all.push_back(*entity);
        } else {
            row.refuse(
                purposes::entities,
                "\"" + part.substr(0, 80) + "\" is not Application > Resource > Privilege"
            );
        }
    }
    if (text.empty()) row.refuse(purposes::entities, "the cell is empty");
    if (all.size() > most_entities) {
        row.refuse(
            purposes::entities,
            "a purpose contains at most " + std::to_string(most_entities) + " access grants"
        );
    }
    return all;
}

}  // namespace

std::span<const Column> connection_columns() {
    return connections::columns;
}
std::span<const Column> purpose_columns() {
    return purposes::columns;
}

store::ConnectionRow read_connection(const TableRow& row) {
    store::ConnectionRow connection;
    connection.source = source_of(row);
    connection.app = required_text(row, connections::app);
    connection.project = short_text(row, connections::project);
    connection.resource_type = short_text(row, connections::resource_type);
    connection.resource = short_text(row, connections::resource);
    connection.privilege = required_text(row, connections::privilege);
    // No setting says what is privileged: an empty cell tells nothing.
    connection.privileged = yes_or_no(row, connections::privileged);
    if (row.told(connections::requestable)) {
        connection.requestable = yes_or_no(row, connections::requestable).value_or(true);
    }
    if (row.told(connections::longest_duration)) {
        connection.longest_duration = duration(row, connections::longest_duration);
    }
    if (row.told(connections::reason))
        connection.reason_rule = reason_rule(row, connections::reason);
    return connection;
}

store::PurposeRow read_purpose(const TableRow& row) {
    store::PurposeRow purpose;
    purpose.source = source_of(row);
    purpose.name = required_text(row, purposes::name);
    purpose.description = required_text(row, purposes::description);
    if (row.told(purposes::pre_expiry_notice)) {
        purpose.pre_expiry_notice = duration(row, purposes::pre_expiry_notice);
    }
    if (row.told(purposes::longest_duration)) {
        purpose.longest_duration = duration(row, purposes::longest_duration);
    }
    purpose.department = told_text(row, purposes::department);
    purpose.title = told_text(row, purposes::title);
    purpose.team = told_text(row, purposes::team);
    if (row.told(purposes::owner)) purpose.owner_email = address(row, purposes::owner);
    if (const auto status = row.told(purposes::status)) {
        const auto word = store::lower(*status);
        if (!word.empty() && word != "active" && word != "inactive") {
            row.refuse(
                purposes::status, "\"" + status->substr(0, 80) + "\" is neither active nor inactive"
            );
        }
        purpose.active = word != "inactive";
    }
    purpose.entities = entities_of(row);
    return purpose;
}

}  // namespace bot
