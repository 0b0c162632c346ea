#include "bot/import_cells.hpp"

#include <date/date.h>

#include <algorithm>
#include <chrono>
#include <sstream>

#include "bot/duration_text.hpp"
#include "bot/pattern.hpp"
#include "policy/reason.hpp"
#include "store/directory_words.hpp"

namespace bot {
namespace {

// Longer than any name, title or id that a person reads.
constexpr std::size_t longest_text = 1000;
// RFC 5321 section 4.5.3.1: 64 before the @, 255 behind it.
constexpr std::size_t longest_address = 320;

std::string checked(const TableRow& row, std::size_t column, std::string text) {
    if (text.size() <= longest_text) return text;
    row.refuse(column, "the text is longer than 1,000 bytes");
    return "";
}

std::string quoted(const std::string& text) {
    return "\"" + text.substr(0, 80) + "\"";
}

bool is_address(const std::string& text) {
    const auto at = text.find('@');
    return at != std::string::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string::npos && text.size() <= longest_address &&
           text.find_first_of(" ,;<>\"") == std::string::npos;
}

// What is not an address is noted; `text` may be empty.
std::string checked_address(const TableRow& row, std::size_t column, const std::string& text) {
    if (text.empty() || is_address(text)) return store::lower(text);
    row.refuse(column, quoted(text) + " is not an e-mail address");
    return "";
}

std::vector<std::string> parts(const std::string& text, char separator) {
    std::vector<std::string> found;
    std::istringstream stream(text);
    std::string part;
    while (std::getline(stream, part, separator)) {
        part = one_line(part);
        if (!part.empty()) found.push_back(part);
    }
    return found;
}

template <class Time>
bool parses(const std::string& text, const char* format, Time& time) {
    std::istringstream stream(text);
    stream >> date::parse(format, time);
    return !stream.fail() && stream.peek() == std::istringstream::traits_type::eof();
}

}  // namespace

std::optional<std::string> told_text(const TableRow& row, std::size_t column) {
    auto text = row.told(column);
    if (text) text = checked(row, column, std::move(*text));
    return text;
}

std::string short_text(const TableRow& row, std::size_t column) {
    return told_text(row, column).value_or("");
}

std::string required_text(const TableRow& row, std::size_t column) {
    auto text = row.text(column);
    if (text.empty()) row.refuse(column, "the cell is empty");
    return checked(row, column, std::move(text));
}

std::string address(const TableRow& row, std::size_t column) {
    return checked_address(row, column, row.text(column));
}

std::string required_address(const TableRow& row, std::size_t column) {
    if (row.text(column).empty()) row.refuse(column, "the cell is empty");
    return address(row, column);
}

std::vector<std::string> addresses(const TableRow& row, std::size_t column) {
    std::vector<std::string> all;
    for (const auto& part : parts(row.text(column), ';')) {
        auto one = checked_address(row, column, part);
        if (!one.empty()) all.push_back(std::move(one));
    }
    return all;
}

std::optional<policy::Instant> parse_time(const std::string& text, Day day) {
    date::sys_days of_day;
    if (parses(text, "%F", of_day)) {
        return policy::Instant{of_day} +
               (day == Day::over ? std::chrono::days{1} : std::chrono::days{0});
    }
    // RFC 3339: letters in either case, a blank for the T, parts of a second, a zone.
    std::string written = text;
    for (auto& letter : written) {
        if (letter == 't' || letter == ' ') letter = 'T';
        if (letter == 'z') letter = 'Z';
    }
    date::sys_time<std::chrono::milliseconds> at;
    for (const auto* format : {"%FT%TZ", "%FT%T%Ez", "%FT%T", "%FT%RZ", "%FT%R"}) {
        if (parses(written, format, at)) return std::chrono::floor<std::chrono::seconds>(at);
    }
    return std::nullopt;
}

std::optional<policy::Instant> time_of(const TableRow& row, std::size_t column, Day day) {
    const auto text = row.text(column);
    if (text.empty()) return std::nullopt;
    const auto time = parse_time(text, day);
    if (!time) row.refuse(column, quoted(text) + " is not a date like 2024-05-31");
    return time;
}

std::optional<bool> yes_or_no(const TableRow& row, std::size_t column) {
    const auto text = store::lower(row.text(column));
    if (text.empty()) return std::nullopt;
    if (text == "true" || text == "yes" || text == "1") return true;
    if (text == "false" || text == "no" || text == "0") return false;
    row.refuse(column, quoted(text) + " is neither true nor false");
    return std::nullopt;
}

std::optional<policy::Seconds> duration(const TableRow& row, std::size_t column) {
    const auto text = row.text(column);
    if (text.empty()) return std::nullopt;
    const auto seconds = parse_duration(text);
    constexpr std::chrono::days most{3650};
    if (seconds && seconds->count() > 0 && *seconds <= most) return seconds;
    row.refuse(
        column,
        quoted(text) + (seconds ? " is out of range: from 1s to 3650d"
                                : " is not a duration like \"90s\", \"15m\", \"36h\" or \"5d\"")
    );
    return std::nullopt;
}

std::optional<std::string> reason_rule(const TableRow& row, std::size_t column) {
    const auto text = row.text(column);
    if (text.empty()) return std::nullopt;
    const auto rule = policy::reason_rule(text);
    if (!rule) {
        row.refuse(
            column,
            quoted(text) + " is not a reason rule: none, list, text:N (a number up to " +
                std::to_string(policy::longest_reason_text) + ") or pattern:REGEX"
        );
        return std::nullopt;
    }
    if (rule->kind == policy::ReasonRule::Kind::pattern) {
        const auto problem = pattern_problem(rule->pattern);
        if (problem) row.refuse(column, "the pattern cannot be used: " + *problem);
    }
    return text;
}

std::vector<policy::Role> roles(const TableRow& row, std::size_t column) {
    std::vector<policy::Role> all;
    for (const auto& part : parts(row.text(column), ',')) {
        auto word = store::lower(part);
        std::replace(word.begin(), word.end(), ' ', '_');
        const auto role = policy::role(word);
        if (role) {
            all.push_back(*role);
        } else {
            row.refuse(
                column, quoted(part) + " is not a role: reviewer, risk manager or administrator"
            );
        }
    }
    return all;
}

}  // namespace bot
