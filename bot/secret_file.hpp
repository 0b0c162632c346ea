// A secret that stands in a file of its own.
#pragma once

#include <optional>
#include <string>

namespace bot {

// The file's text without line ends behind it; nothing if it cannot be read or is empty.
std::optional<std::string> read_secret_file(const std::string& path);

}  // namespace bot
