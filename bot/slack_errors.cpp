#include "bot/slack_errors.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace bot {
namespace {

constexpr SlackErrorMeaning unlisted{
    {},
    SlackFault::unknown,
    "Slack refused with a code that this version does not know. Look the code up in Slack's "
    "documentation of the method; it is not tried again.",
};

// Slack adds to this family from time to time.
constexpr std::string_view restricted = "restricted_action";

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Where `word` (in lower case) stands in `text`, whatever the case there.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
    const auto same = [](char a, char b) { return lower(a) == b; };
    const auto rest = text.substr(from);
    const auto* hit = std::search(rest.begin(), rest.end(), word.begin(), word.end(), same);
    return hit == rest.end() ? std::string_view::npos
                             : from + static_cast<std::size_t>(hit - rest.begin());
}

bool ends_secret(char c) {
    constexpr std::string_view ends = " \t\r\n\"'<>&|,;()[]{}`";
    return ends.find(c) != std::string_view::npos;
}

// How much of `text` at `at` announces a secret; 0 if nothing does.
std::size_t secret_prefix(std::string_view text, std::size_t at) {
    constexpr auto prefixes =
        std::to_array<std::string_view>({"xapp-", "xwfp-", "bearer ", "hooks.slack.com"});
    for (const auto prefix : prefixes) {
        if (find_word(text.substr(at, prefix.size()), prefix, 0) == 0) return prefix.size();
    }
    // xoxb-, xoxp-, xoxe-, xoxe.xoxb- …
    const auto word = text.substr(at, 5);
    const bool token = word.size() == 5 && find_word(word.substr(0, 3), "xox", 0) == 0 &&
                       (word[4] == '-' || word[4] == '.');
    return token ? word.size() : 0;
}

}  // namespace

std::string_view word(SlackFault fault) {
    switch (fault) {
        case SlackFault::rate_limited:
            return "rate_limited";
        case SlackFault::token_dead:
            return "token_dead";
        case SlackFault::rights:
            return "rights";
        case SlackFault::transient:
            return "transient";
        case SlackFault::caller_bug:
            return "caller_bug";
        case SlackFault::recipient_gone:
            return "recipient_gone";
        case SlackFault::stale_view:
            return "stale_view";
        case SlackFault::stale_message:
            return "stale_message";
        case SlackFault::stale_cursor:
            return "stale_cursor";
        case SlackFault::expired_trigger:
            return "expired_trigger";
        case SlackFault::push_limit:
            return "push_limit";
        case SlackFault::retired:
            return "retired";
        case SlackFault::unknown:
            return "unknown";
        case SlackFault::transport:
            return "transport";
        case SlackFault::stopped:
            return "stopped";
    }
    return "unknown";
}

std::string SlackErrorMeaning::sentence() const {
    std::string text{meaning};
    if (fault == SlackFault::caller_bug)
        text += " This is a mistake of Latchkey: please report it with the log line.";
    return text;
}

const SlackErrorMeaning& meaning_of(std::string_view code) {
    const auto table = slack_error_table();
    const auto found = std::ranges::lower_bound(table, code, {}, &SlackErrorMeaning::code);
    if (found != table.end() && found->code == code) return *found;
    return code.starts_with(restricted) ? meaning_of(restricted) : unlisted;
}

const SlackErrorMeaning& meaning_of(std::string_view code, std::span<const std::string> messages) {
    const auto tells_of_expired_trigger = [](const std::string& message) {
        const auto npos = std::string_view::npos;
        return find_word(message, "trigger_id", 0) != npos &&
               find_word(message, "expired", 0) != npos;
    };
    if (code == "invalid_arguments" && std::ranges::any_of(messages, tells_of_expired_trigger))
        return meaning_of("expired_trigger_id");
    return meaning_of(code);
}

void throw_exception_from_error(const SlackError& error, const boost::source_location&) {
    throw std::runtime_error{"Slack: " + error.code + ": " + error.sentence};
}

std::string mask_secrets(std::string_view text) {
    std::string masked;
    masked.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto prefix = secret_prefix(text, at);
        if (prefix == 0) {
            masked += text[at++];
            continue;
        }
        masked.append(text.substr(at, prefix)).append("***");
        at += prefix;
        while (at < text.size() && !ends_secret(text[at]))
            ++at;
    }
    return masked;
}

}  // namespace bot
