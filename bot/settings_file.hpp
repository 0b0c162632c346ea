// Reads the TOML file as it stands, each value with its line, without knowing what it means.
// The only place that sees the TOML library.
#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/settings_value.hpp"

namespace bot {

// A value or a table of the file. `path` is {"reviews", "due_after"} or {"integrations", "GitHub",
// "sync"}; a table stands before its values.
struct FileEntry {
    std::vector<std::string> path;
    std::size_t line = 0;
    bool is_table = false;
    std::optional<RawValue> value = {};  // none: a type that no setting has (a date, a mixed list)
};

using FileResult = boost::system::result<std::vector<FileEntry>, Refusal>;

// Everything in the file, in its order. The refusal begins with the file's name and, where TOML is
// broken, the line.
FileResult read_settings_file(const std::string& file);

// The same from text; `file` is for the refusal only.
FileResult read_settings_text(std::string_view text, const std::string& file);

// A value of a variable: a list if it is written as TOML writes one, else text.
Read<RawValue> read_variable(std::string_view text);

}  // namespace bot
