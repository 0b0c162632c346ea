#include "bot/settings_value.hpp"

#include <utf8.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include "bot/duration_text.hpp"
#include "bot/nearest_name.hpp"
#include "bot/settings_parts.hpp"

namespace bot {

namespace {

constexpr std::size_t longest_text = 3000;  // a URL of a Slack button, and more than any path
constexpr std::size_t longest_option = 75;  // Slack's limit for an option's text
constexpr std::size_t most_options = 100;   // Slack's limit for a select's options
constexpr std::size_t most_durations = 10;  // each is a message of its own
constexpr std::string_view duration_example = R"(a duration like "90s", "15m", "36h" or "5d")";

Read<std::chrono::seconds> duration_in(
    std::string_view text, std::chrono::seconds least, std::chrono::seconds most
) {
    const auto duration = parse_duration(text);
    if (!duration) return Refusal{shown(text) + " is not " + std::string(duration_example)};
    if (*duration < least || *duration > most) {
        return Refusal{
            shown(text) + " is out of range: from " + duration_text(least) + " to " +
            duration_text(most)};
    }
    return *duration;
}

std::string words_text(const std::vector<std::string_view>& words) {
    std::string text;
    for (const auto word : words) {
        if (!text.empty()) text += word == words.back() ? " or " : ", ";
        text += "\"" + std::string(word) + "\"";
    }
    return text;
}

// UTF-16 units, as Slack counts characters. `text` is valid UTF-8.
std::size_t slack_length(const std::string& text) {
    return utf8::utf8to16(text).size();
}

}  // namespace

std::string shown(std::string_view text) {
    constexpr std::size_t most = 60;
    std::string quoted = "\"" + std::string(text.substr(0, most));
    if (text.size() > most) quoted += "…";
    quoted += "\"";
    std::ranges::replace_if(
        quoted, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?'
    );
    return utf8::replace_invalid(quoted, U'?');
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> split_at_commas(std::string_view text) {
    std::vector<std::string> parts;
    while (true) {
        const auto comma = text.find(',');
        if (const auto part = trimmed(text.substr(0, comma)); !part.empty()) {
            parts.emplace_back(part);
        }
        if (comma == std::string_view::npos) return parts;
        text.remove_prefix(comma + 1);
    }
}

std::optional<std::vector<std::string>> list_of(const RawValue& raw) {
    if (const auto* list = std::get_if<std::vector<std::string>>(&raw.value)) return *list;
    if (const auto* text = text_of(raw); text && raw.from_text) return split_at_commas(*text);
    return std::nullopt;
}

std::string duration_text(std::chrono::seconds duration) {
    const auto count = duration.count();
    constexpr std::array<std::pair<std::int64_t, char>, 3> units{
        {{86'400, 'd'}, {3'600, 'h'}, {60, 'm'}}};
    for (const auto& [seconds, letter] : units) {
        if (count != 0 && count % seconds == 0) return std::to_string(count / seconds) + letter;
    }
    return std::to_string(count) + "s";
}

Read<std::chrono::seconds> read_duration(
    const RawValue& raw, std::chrono::seconds least, std::chrono::seconds most
) {
    const auto* text = text_of(raw);
    if (!text) return Refusal{"it must be " + std::string(duration_example)};
    return duration_in(trimmed(*text), least, most);
}

Read<std::vector<std::chrono::seconds>> read_durations(
    const RawValue& raw, std::chrono::seconds least, std::chrono::seconds most
) {
    const auto list = list_of(raw);
    if (!list) return Refusal{R"(it must be a list of durations like ["24h", "1h"])"};
    if (list->size() > most_durations) {
        return Refusal{"it has more than " + std::to_string(most_durations) + " entries"};
    }
    std::vector<std::chrono::seconds> durations;
    for (const auto& text : *list) {
        const auto duration = duration_in(trimmed(text), least, most);
        if (!duration) return duration.error();
        durations.push_back(*duration);
    }
    std::ranges::sort(durations, std::greater{});
    durations.erase(std::unique(durations.begin(), durations.end()), durations.end());
    return durations;
}

Read<double> read_share(const RawValue& raw, double least, bool above) {
    std::optional<double> share;
    if (const auto* number = std::get_if<double>(&raw.value)) share = *number;
    if (const auto* number = std::get_if<std::int64_t>(&raw.value)) {
        share = static_cast<double>(*number);
    }
    if (const auto* text = text_of(raw); text && raw.from_text) {
        share = whole_number<double>(trimmed(*text));
    }
    if (!share) return Refusal{"it must be a number like 0.5"};
    // A number that is none (NaN) is not in the range either.
    const bool enough = above ? *share > least : *share >= least;
    if (!enough || !(*share <= 1.0)) {
        return Refusal{
            std::string("it is out of range: ") + (above ? "above " : "from ") +
            std::to_string(static_cast<int>(least)) + " to 1"};
    }
    return *share;
}

Read<bool> read_flag(const RawValue& raw) {
    if (const auto* flag = std::get_if<bool>(&raw.value)) return *flag;
    if (const auto* text = text_of(raw); text && raw.from_text) {
        if (*text == "1" || *text == "true") return true;
        if (*text == "0" || *text == "false") return false;
        return Refusal{shown(*text) + " is neither 1 (true) nor 0 (false)"};
    }
    return Refusal{"it must be true or false, without quotes"};
}

Read<std::string> read_text(const RawValue& raw) {
    const auto* text = text_of(raw);
    if (!text) return Refusal{"it must be a text in quotes"};
    if (trimmed(*text).empty()) return Refusal{"it is empty"};
    if (text->size() > longest_text) {
        return Refusal{"it is longer than " + std::to_string(longest_text) + " characters"};
    }
    const bool controls = std::ranges::any_of(*text, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
    if (controls) return Refusal{"it has a control character in it"};
    if (!utf8::is_valid(*text)) return Refusal{"it is not UTF-8"};
    return {boost::system::in_place_value, trimmed(*text)};
}

Read<std::size_t> read_choice(const RawValue& raw, const std::vector<std::string_view>& words) {
    const auto* text = text_of(raw);
    if (!text) return Refusal{"it must be " + words_text(words)};
    const auto found = std::ranges::find(words, trimmed(*text));
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    return Refusal{
        shown(*text) + " is none of " + words_text(words) + "; the nearest is \"" +
        std::string(nearest_name(*text, words)) + "\""};
}

Read<std::vector<std::string>> read_words(
    const RawValue& raw, const std::vector<std::string_view>& words
) {
    const auto list = list_of(raw);
    if (!list) return Refusal{"it must be a list of words"};
    std::vector<std::string> chosen;
    for (const auto& entry : *list) {
        const auto word = read_choice(RawValue{entry}, words);
        if (!word) return word.error();
        std::string text{words.at(*word)};
        if (std::ranges::find(chosen, text) == chosen.end()) chosen.push_back(std::move(text));
    }
    return chosen;
}

Read<std::vector<std::string>> read_option_texts(const RawValue& raw) {
    const auto list = list_of(raw);
    if (!list) return Refusal{R"(it must be a list of texts like ["New project", "Other"])"};
    if (list->empty() || list->size() > most_options) {
        return Refusal{"it must have from 1 to " + std::to_string(most_options) + " entries"};
    }
    std::vector<std::string> texts;
    for (const auto& entry : *list) {
        RawValue one{entry};
        auto text = read_text(one);
        if (!text) return Refusal{shown(entry) + ": " + text.error().why};
        if (slack_length(*text) > longest_option) {
            return Refusal{
                shown(entry) + " is longer than the " + std::to_string(longest_option) +
                " characters that Slack shows"};
        }
        if (std::ranges::find(texts, *text) != texts.end()) {
            return Refusal{shown(entry) + " stands there twice"};
        }
        texts.push_back(*std::move(text));
    }
    return texts;
}

Read<std::string> read_key(const RawValue& raw) {
    constexpr std::size_t length = 32;
    std::string key;
    if (const auto* text = text_of(raw); text && text->size() == 2 * length) {
        for (std::size_t i = 0; i < text->size(); i += 2) {
            unsigned byte = 0;
            const auto* first = text->data() + i;
            if (std::from_chars(first, first + 2, byte, 16).ptr != first + 2) break;
            key += static_cast<char>(byte);
        }
    }
    if (key.size() != length) {
        return Refusal{"it must be 64 hex digits (32 bytes), like `openssl rand -hex 32` makes"};
    }
    return {boost::system::in_place_value, key};
}

}  // namespace bot
