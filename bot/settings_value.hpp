// Turns a setting's raw value into the typed one that its key wants, or says in a sentence why it
// cannot. Pure but for the time zone, which must be one that this machine knows.
#pragma once

#include <boost/system/result.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/settings.hpp"

namespace bot {

// A value as the file has it, by TOML's types. From the environment it is always text (or a list),
// and `from_text` allows it to stand for a number or a flag.
struct RawValue {
    std::variant<std::string, std::int64_t, double, bool, std::vector<std::string>> value;
    bool from_text = false;
};

// Why there is no typed value: "\"0s\" is out of range: from 1s to 3650d".
struct Refusal {
    std::string why;
};
template <class T>
using Read = boost::system::result<T, Refusal>;

// "90s", "15m", "36h", "5d": a whole number and one unit.
Read<std::chrono::seconds> read_duration(
    const RawValue& raw, std::chrono::seconds least, std::chrono::seconds most
);
// A list of at most 10 such durations; longest first, each once.
Read<std::vector<std::chrono::seconds>> read_durations(
    const RawValue& raw, std::chrono::seconds least, std::chrono::seconds most
);
// A share from `least` (left out itself if `above`) to 1.
Read<double> read_share(const RawValue& raw, double least, bool above);
Read<bool> read_flag(const RawValue& raw);
// One line of text of at most 3,000 bytes, not empty.
Read<std::string> read_text(const RawValue& raw);
// The position of the word in `words`.
Read<std::size_t> read_choice(const RawValue& raw, const std::vector<std::string_view>& words);
// A list of such words, each once; it may be empty.
Read<std::vector<std::string>> read_words(
    const RawValue& raw, const std::vector<std::string_view>& words
);
// From 1 to 100 texts that Slack can show as options (75 characters), each once.
Read<std::vector<std::string>> read_option_texts(const RawValue& raw);
// "IP:PORT", "[IPv6]:PORT", "localhost:PORT".
Read<Endpoint> read_endpoint(const RawValue& raw);

// 32 bytes as 64 hex digits; the bytes. Never shows what it was given.
Read<std::string> read_key(const RawValue& raw);

enum class UrlRule {
    https,              // nothing else
    https_or_loopback,  // plain http for this machine only
    mail,               // smtp:// or smtps://
};
Read<std::string> read_url(const RawValue& raw, UrlRule rule);
// An https address that paths are added to: without "/" at its end, "?" or "#".
Read<std::string> read_public_url(const RawValue& raw);

// "09:00", up to "24:00".
Read<std::chrono::minutes> read_time_of_day(const RawValue& raw);
// "mon" … "sun", at least one; in the week's order, each once.
Read<std::vector<std::chrono::weekday>> read_weekdays(const RawValue& raw);
// A name of the IANA database.
Read<std::string> read_timezone(const RawValue& raw);
// "json,debug", either part alone, in either order; what is left out stays as in `otherwise`.
Read<LogSettings> read_log(const RawValue& raw, LogSettings otherwise);

// "5d" for 432,000 seconds: the largest unit that divides it.
std::string duration_text(std::chrono::seconds duration);

}  // namespace bot
