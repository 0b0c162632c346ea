#include "bot/settings_file.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace bot {

namespace {

constexpr std::size_t largest_file = 1024 * 1024;  // settings of 500 integrations are 200 kB

std::optional<RawValue> list_value(const toml::array& array) {
    std::vector<std::string> texts;
    for (const auto& element : array) {
        const auto* text = element.as_string();
        if (!text) return std::nullopt;
        texts.push_back(text->get());
    }
    return RawValue{std::move(texts)};
}

std::optional<RawValue> plain_value(const toml::node& node) {
    if (const auto* text = node.as_string()) return RawValue{text->get()};
    if (const auto* number = node.as_integer()) return RawValue{number->get()};
    if (const auto* number = node.as_floating_point()) return RawValue{number->get()};
    if (const auto* flag = node.as_boolean()) return RawValue{flag->get()};
    if (const auto* array = node.as_array()) return list_value(*array);
    return std::nullopt;
}

// No setting lies deeper than an integration's; what does is reported as one unknown thing.
constexpr std::size_t deepest = 3;

void collect(
    const toml::table& table, const std::vector<std::string>& path, std::vector<FileEntry>& entries
) {
    for (const auto& [key, node] : table) {
        FileEntry entry;
        entry.path = path;
        entry.path.emplace_back(key.str());
        entry.line = key.source().begin.line;
        entry.is_table = node.is_table();
        if (!entry.is_table) entry.value = plain_value(node);
        entries.push_back(entry);
        if (entry.is_table && entry.path.size() < deepest) {
            collect(*node.as_table(), entry.path, entries);
        }
    }
}

}  // namespace

FileResult read_settings_text(std::string_view text, const std::string& file) {
    std::vector<FileEntry> entries;
    try {
        collect(toml::parse(text), {}, entries);
    } catch (const toml::parse_error& error) {
        return Refusal{
            file + ":" + std::to_string(error.source().begin.line) +
            ": this is not TOML: " + std::string(error.description())};
    }
    std::ranges::stable_sort(entries, {}, &FileEntry::line);
    return entries;
}

FileResult read_settings_file(const std::string& file) {
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    std::string text;
    if (!in) return Refusal{file + ": cannot be read: " + std::strerror(errno)};
    std::error_code unknown;
    if (std::filesystem::is_directory(file, unknown)) {
        return Refusal{file + ": is a folder, not a file"};
    }
    text.assign(std::istreambuf_iterator<char>(in), {});
    if (text.size() > largest_file) return Refusal{file + ": is larger than 1 MiB"};
    return read_settings_text(text, file);
}

Read<RawValue> read_variable(std::string_view text) {
    if (!text.starts_with('[')) return RawValue{std::string(text), true};
    try {
        // The name is of no importance. A line break inside a variable's list is fine.
        const auto parsed = toml::parse("list = " + std::string(text));
        const auto* array = parsed.size() == 1 ? parsed.get_as<toml::array>("list") : nullptr;
        auto value = array ? list_value(*array) : std::nullopt;
        if (value) return *std::move(value);
    } catch (const toml::parse_error&) {
        // An address like "[::1]:8443" also begins with a bracket.
        return RawValue{std::string(text), true};
    }
    return Refusal{"it must be a list of texts"};
}

}  // namespace bot
