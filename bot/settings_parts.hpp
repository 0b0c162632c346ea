// What the readers of settings' values share.
// Texts are shown in refusals the way people wrote them, shortened and harmless.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/settings_value.hpp"

namespace bot {

// The value as people wrote it, short enough for a log line.
std::string shown(std::string_view text);

// Without the blanks around it.
std::string_view trimmed(std::string_view text);

// The parts between commas that are not empty.
std::vector<std::string> split_at_commas(std::string_view text);

inline const std::string* text_of(const RawValue& raw) {
    return std::get_if<std::string>(&raw.value);
}

// A list of texts; from the environment also "a, b".
std::optional<std::vector<std::string>> list_of(const RawValue& raw);

// The number that the whole of `text` is.
template <class Number>
std::optional<Number> whole_number(std::string_view text) {
    Number number{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace bot
