#include "bot/settings_load.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>

#include "bot/settings_file.hpp"
#include "bot/settings_names.hpp"
#include "bot/settings_rules.hpp"
#include "bot/settings_table.hpp"

namespace bot {

namespace {

constexpr std::string_view default_file = "latchkey.toml";

std::string joined(const std::vector<std::string>& path) {
    std::string name;
    for (const auto& part : path)
        name += (name.empty() ? "" : ".") + part;
    return name;
}

// One load: what was read so far, and what was wrong with it.
class Loader {
 public:
    explicit Loader(const Environment& environment) : environment_(environment) {}

    void read_file(const std::string& config);
    void fill_all(bool log_to_terminal);
    void judge_variables();
    SettingsResult result();

 private:
    const std::string* variable(const std::string& name) const;
    const FileEntry* entry(std::string_view name) const;
    std::string place(const FileEntry& entry) const;
    void fill_row(const SettingRow& row);
    void fill_secret(const SettingRow& row);
    void fill_secret_from(const SettingRow& row, const std::string& file, const std::string& where);
    void fill_integration(const FileEntry& entry);
    void note(const std::string& where, const std::string& problem) {
        if (!problem.empty()) problems_.push_back(where + ": " + problem);
    }

    const Environment& environment_;
    std::vector<FileEntry> entries_;
    Settings settings_;
    Origins origins_;
    SettingsProblems problems_;
};

const std::string* Loader::variable(const std::string& name) const {
    const auto found = environment_.find(name);
    return found == environment_.end() || found->second.empty() ? nullptr : &found->second;
}

const FileEntry* Loader::entry(std::string_view name) const {
    const auto found = std::ranges::find_if(entries_, [name](const FileEntry& entry) {
        return !entry.is_table && joined(entry.path) == name;
    });
    return found == entries_.end() ? nullptr : &*found;
}

std::string Loader::place(const FileEntry& entry) const {
    return settings_.config_file + ":" + std::to_string(entry.line);
}

void Loader::read_file(const std::string& config) {
    const auto* named = variable("LATCHKEY_CONFIG");
    std::string file = config.empty() && named ? *named : config;
    std::error_code unknown;
    if (file.empty()) {
        if (!std::filesystem::exists(default_file, unknown)) return;
        file = default_file;
    }
    auto read = read_settings_file(file);
    if (!read) {
        problems_.push_back(read.error().why);
        return;
    }
    settings_.config_file = file;
    for (auto& entry : *read) {
        if (const auto wrong = misnamed(entry)) {
            note(place(entry), *wrong);
        } else {
            entries_.push_back(std::move(entry));
        }
    }
}

void Loader::fill_secret_from(
    const SettingRow& row, const std::string& file, const std::string& where
) {
    std::ifstream in(file, std::ios::binary);
    std::error_code unknown;
    if (!in || std::filesystem::is_directory(file, unknown)) {
        return note(where, "the file \"" + file + "\" cannot be read");
    }
    std::string text{std::istreambuf_iterator<char>(in), {}};
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    const auto problem = row.fill(settings_, RawValue{text, true});
    if (!problem.empty()) note(where, "in the file \"" + file + "\": " + problem);
}

void Loader::fill_secret(const SettingRow& row) {
    const auto name = variable_of(row.name);
    const auto* value = variable(name);
    const auto* file = variable(name + "_FILE");
    if (value && file) {
        settings_.warnings.push_back(name + " is set, so " + name + "_FILE is not read");
    }
    if (value) return note(name, row.fill(settings_, RawValue{*value, true}));
    if (file) return fill_secret_from(row, *file, name + "_FILE");
    const auto* named = entry(std::string(row.name) + "_file");
    if (!named) return;
    const auto path =
        named->value ? read_text(*named->value) : Read<std::string>(Refusal{"no text"});
    if (!path) return note(place(*named), joined(named->path) + ": " + path.error().why);
    fill_secret_from(row, *path, place(*named));
}

void Loader::fill_row(const SettingRow& row) {
    if (row.place == Place::variable_only) return fill_secret(row);
    const auto name = variable_of(row.name);
    if (const auto* value = variable(name)) {
        origins_[std::string(row.name)] = name;
        const auto raw = read_variable(*value);
        return note(name, raw ? row.fill(settings_, *raw) : raw.error().why);
    }
    if (const auto* given = entry(row.name)) {
        const auto where = place(*given) + ": " + std::string(row.name);
        origins_[std::string(row.name)] = where;
        const std::string odd = "it is of a type that no setting has";
        note(where, given->value ? row.fill(settings_, *given->value) : odd);
    }
}

void Loader::fill_integration(const FileEntry& entry) {
    auto& integration = settings_.integrations[entry.path.at(1)];
    if (entry.is_table) {
        origins_[joined(entry.path)] = place(entry) + ": [" + joined(entry.path) + "]";
        return;
    }
    const auto& rows = integration_rows();
    const auto row = std::ranges::find(rows, entry.path.at(2), &IntegrationRow::name);
    const std::string odd = "it is of a type that no setting has";
    note(
        place(entry) + ": " + joined(entry.path),
        entry.value ? row->fill(integration, *entry.value) : odd
    );
}

void Loader::fill_all(bool log_to_terminal) {
    settings_.log.format = log_to_terminal ? LogFormat::text : LogFormat::json;
    for (const auto& row : setting_rows())
        fill_row(row);
    for (const auto& entry : entries_) {
        if (entry.path.front() == "integrations" && entry.path.size() > 1) fill_integration(entry);
    }
    apply_rules(settings_, origins_, problems_);
}

// A variable of ours that nothing reads is a slip that would go unseen. Others may set some by
// themselves (an orchestrator names a service's address so), which must not stop the start.
void Loader::judge_variables() {
    for (const auto& [name, value] : environment_) {
        if (!name.starts_with("LATCHKEY_") || is_known_variable(name)) continue;
        if (const auto meant = meant_variable(name)) {
            note(name, "unknown variable; the nearest known name is \"" + *meant + "\"");
        } else {
            settings_.warnings.push_back("the variable " + name + " is unknown and not read");
        }
    }
}

SettingsResult Loader::result() {
    if (!problems_.empty()) return std::move(problems_);
    return std::move(settings_);
}

}  // namespace

void throw_exception_from_error(
    const SettingsProblems& problems, const boost::source_location& /*where*/
) {
    std::string all = "settings:";
    for (const auto& problem : problems)
        all += "\n" + problem;
    throw std::runtime_error(all);
}

Environment process_environment() {
    Environment environment;
    for (char** variable = environ; variable && *variable; ++variable) {
        const std::string_view text = *variable;
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) continue;
        const auto name = text.substr(0, equals);
        if (name.starts_with("LATCHKEY_") || name.starts_with("SLACK_")) {
            environment.emplace(name, text.substr(equals + 1));
        }
    }
    return environment;
}

SettingsResult load_settings(
    const std::string& config, const Environment& environment, bool log_to_terminal
) {
    Loader loader(environment);
    loader.read_file(config);
    loader.fill_all(log_to_terminal);
    loader.judge_variables();
    return loader.result();
}

}  // namespace bot
