// Numbers on the command line, and what is said of one that cannot be meant.
#pragma once

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <string>

namespace bot {

// Whole, from `least` on.
inline CLI::Validator whole_number(std::int64_t least) {
    return CLI::Validator(
        [least](const std::string& text) {
            std::int64_t number = 0;
            const auto* end = text.data() + text.size();
            const auto [stop, fault] = std::from_chars(text.data(), end, number);
            if (fault == std::errc{} && stop == end && number >= least) return std::string();
            return "\"" + text + "\" is not a whole number from " + std::to_string(least) + " on";
        },
        ""
    );
}

}  // namespace bot
