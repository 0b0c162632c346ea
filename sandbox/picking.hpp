// What an element holds after a person has chosen or typed, by its type (the table of 3.2).
// Throws Refusal for what could not be done in Slack's client.
#pragma once

#include "sandbox/stage.hpp"

namespace sandbox {

// All options of an element (or of an answer to block_suggestion), groups taken apart.
Json static_options(const Json& element);

// Options already chosen stay choosable although the query does not find them.
void add_present(Json& options, const Json& present);

void check_selected_count(const Json& element, const Json& chosen);

// The new value of the element; `options` are those it offers, `present` is what it holds.
Json new_value(
    Stage& stage, const Json& ask, const Json& element, const Json& options, const Json& present
);

}  // namespace sandbox
