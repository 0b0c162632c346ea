#include "bot/duration_text.hpp"

#include <charconv>
#include <cstdint>

namespace bot {

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
    if (text.size() < 2 || text.front() < '0' || text.front() > '9') return std::nullopt;
    const auto* end = text.data() + text.size() - 1;
    std::int64_t count = 0;
    const auto [parsed, error] = std::from_chars(text.data(), end, count);
    constexpr std::int64_t most = 1'000'000'000;
    if (error != std::errc{} || parsed != end || count > most) return std::nullopt;
    switch (text.back()) {
        case 's':
            return std::chrono::seconds{count};
        case 'm':
            return std::chrono::minutes{count};
        case 'h':
            return std::chrono::hours{count};
        case 'd':
            return std::chrono::seconds{count * 86'400};
        default:
            return std::nullopt;
    }
}

}  // namespace bot
