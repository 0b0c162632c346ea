// Cells of the import files as values: addresses, dates, yes and no, roles. What cannot be
// understood is noted as a problem of the row; nobody guesses.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/csv_table.hpp"
#include "policy/model.hpp"

namespace bot {

// A cell's text, noted as a problem if it is empty (`required_text`) or longer than people can
// read.
std::string required_text(const TableRow& row, std::size_t column);
std::string short_text(const TableRow& row, std::size_t column);
std::optional<std::string> told_text(const TableRow& row, std::size_t column);

// An e-mail address in lower case, "" for an empty cell.
std::string address(const TableRow& row, std::size_t column);
std::string required_address(const TableRow& row, std::size_t column);
// Several of them, parted by semicolons.
std::vector<std::string> addresses(const TableRow& row, std::size_t column);

// A date (2024-05-31) or an RFC 3339 time; nothing for an empty cell. A date alone means its first
// second in UTC, for `Day::over` the first second after it.
enum class Day { begins, over };
std::optional<policy::Instant> time_of(const TableRow& row, std::size_t column, Day day);
std::optional<policy::Instant> parse_time(const std::string& text, Day day);

// true/false, yes/no, 1/0; nothing for an empty cell.
std::optional<bool> yes_or_no(const TableRow& row, std::size_t column);

// "90d", from a second to ten years; nothing for an empty cell.
std::optional<policy::Seconds> duration(const TableRow& row, std::size_t column);

// A reason rule in its own words ("none", "list", "text:20", "pattern:REGEX", the pattern one that
// can be used); nothing for an empty cell.
std::optional<std::string> reason_rule(const TableRow& row, std::size_t column);

// "reviewer, risk manager".
std::vector<policy::Role> roles(const TableRow& row, std::size_t column);

}  // namespace bot
