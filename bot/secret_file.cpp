#include "bot/secret_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace bot {

std::optional<std::string> read_secret_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::error_code unknown;
    if (!in || std::filesystem::is_directory(path, unknown)) return std::nullopt;
    std::string text{std::istreambuf_iterator<char>(in), {}};
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    if (text.empty()) return std::nullopt;
    return text;
}

}  // namespace bot
