#include "bot/settings_names.hpp"

#include <algorithm>
#include <set>

#include "bot/nearest_name.hpp"
#include "bot/settings_table.hpp"

namespace bot {

namespace {

constexpr std::string_view integrations = "integrations";

// Everything that may stand in the file, integrations aside: a secret as the name of its file.
const std::vector<std::string>& file_names() {
    static const auto names = [] {
        std::vector<std::string> all;
        for (const auto& row : setting_rows()) {
            const bool secret = row.place == Place::variable_only;
            all.push_back(std::string(row.name) + (secret ? "_file" : ""));
        }
        return all;
    }();
    return names;
}

const std::set<std::string>& table_names() {
    static const auto names = [] {
        std::set<std::string> all{std::string(integrations)};
        for (const auto& name : file_names()) {
            if (const auto dot = name.find('.'); dot != std::string::npos) {
                all.insert(name.substr(0, dot));
            }
        }
        return all;
    }();
    return names;
}

std::vector<std::string> variables() {
    std::vector<std::string> all{"LATCHKEY_CONFIG"};
    for (const auto& row : setting_rows()) {
        all.push_back(variable_of(row.name));
        if (row.place == Place::variable_only) all.push_back(all.back() + "_FILE");
    }
    return all;
}

bool is_secret(const std::string& name) {
    return std::ranges::any_of(setting_rows(), [&](const auto& row) {
        return row.name == name && row.place == Place::variable_only;
    });
}

template <class Names>
std::string nearest_of(const std::string& name, const Names& names) {
    const std::vector<std::string_view> known(names.begin(), names.end());
    return "; the nearest known name is \"" + std::string(nearest_name(name, known)) + "\"";
}

std::optional<std::string> misnamed_setting(const FileEntry& entry, const std::string& name) {
    if (std::ranges::find(file_names(), name) != file_names().end()) {
        if (entry.is_table) return name + " is a value, not a table";
        return std::nullopt;
    }
    if (is_secret(name)) {
        return name + " is a secret: give it as " + variable_of(name) +
               " in the environment, or in a file of its own named by " + name + "_file";
    }
    return "unknown key \"" + name + "\"" + nearest_of(name, file_names());
}

std::optional<std::string> misnamed_integration(const FileEntry& entry) {
    const std::string table = "integrations." + entry.path.at(1);
    if (entry.path.size() == 2) {
        if (entry.is_table && !entry.path.at(1).empty()) return std::nullopt;
        return table + " must be a table named by an application: [integrations.GitHub]";
    }
    const auto& key = entry.path.at(2);
    std::vector<std::string_view> keys;
    for (const auto& row : integration_rows())
        keys.push_back(row.name);
    if (std::ranges::find(keys, key) == keys.end()) {
        return "unknown key \"" + key + "\" in [" + table + "]" + nearest_of(key, keys);
    }
    if (entry.is_table) return key + " is a value, not a table";
    return std::nullopt;
}

}  // namespace

std::optional<std::string> misnamed(const FileEntry& entry) {
    const auto& first = entry.path.front();
    const bool known_table = table_names().contains(first);
    if (entry.path.size() == 1) {
        if (known_table && entry.is_table) return std::nullopt;
        if (known_table) return first + " must be a table: [" + first + "]";
        if (entry.is_table && std::ranges::find(file_names(), first) == file_names().end()) {
            return "unknown table [" + first + "]" + nearest_of(first, table_names());
        }
        return misnamed_setting(entry, first);
    }
    // Its table was reported already.
    if (!known_table) return std::nullopt;
    if (first == integrations) return misnamed_integration(entry);
    if (entry.path.size() > 2) return std::nullopt;
    return misnamed_setting(entry, first + "." + entry.path.at(1));
}

bool is_known_variable(std::string_view variable) {
    static const auto all = variables();
    return std::ranges::find(all, variable) != all.end();
}

std::optional<std::string> meant_variable(std::string_view variable) {
    static const auto all = variables();
    constexpr std::size_t slip = 2;
    for (const auto& known : all) {
        if (edit_distance(variable, known) <= slip) return known;
    }
    return std::nullopt;
}

}  // namespace bot
