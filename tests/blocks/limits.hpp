// Slack's Block Kit rules, read from the protocol sheet and not from our kit: says everything that
// is wrong with a view or message as it would be sent.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace limits {

// One line per violation; none: Slack would take it.
std::vector<std::string> of_view(std::string_view json);
std::vector<std::string> of_message(std::string_view text, std::string_view blocks_json);
std::vector<std::string> of_options_answer(std::string_view json);

// Everything between < and > in the mrkdwn of a piece of JSON: "@U1", "!date^…", "https://…|…".
std::vector<std::string> tokens(std::string_view json);
// All mrkdwn and plain texts of a piece of JSON.
struct Texts {
    std::vector<std::string> markdown;
    std::vector<std::string> plain;
};
Texts texts(std::string_view json);
std::vector<std::string> tokens_of_text(std::string_view markdown);

// Every value at `key`, however deep, as text.
std::vector<std::string> values_of(std::string_view json, std::string_view key);

// Indented, for files that people read.
std::string pretty(std::string_view json);

std::size_t units(std::string_view utf8);

}  // namespace limits
