// What a slash command answers: text that only the person who typed it sees.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "blocks/home.hpp"
#include "blocks/kit.hpp"

namespace blocks {

// The body of the 200 answer.
std::string ephemeral_answer(const Markdown& text);

// How the command is used; `command` with its slash.
Markdown command_help(const std::string& command);

// No application has that name; `meant` is the nearest one, or empty.
Markdown no_such_application(
    const std::string& command, const std::string& typed, const std::string& meant
);

// What was typed stands in the names of several.
Markdown several_applications(
    const std::string& command, const std::string& typed, const std::vector<std::string>& names
);

// Why somebody may not use it. Whoever is unknown may only be new.
Markdown command_refused(Refusal refusal, const std::vector<Person>& ask);

}  // namespace blocks
