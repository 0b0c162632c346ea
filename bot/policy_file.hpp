// A policy as people write it, in TOML (docs/policies.md), becomes clauses, or one sentence for
// each thing that is wrong, with its line and the nearest known name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/clauses.hpp"

namespace bot {

struct PolicyText {
    policy::Policy policy;              // what could be read
    std::vector<std::string> problems;  // "FILE:LINE: what is wrong"; none: all was read
};

// `file` is for the problems only. Texts that are compared come out in lower case.
PolicyText read_policy(std::string_view text, const std::string& file);

// The text of a file; throws a sentence if it cannot be read or is larger than 256 KiB.
std::string policy_text(const std::string& file);

// How a kind of reviewer is written; a named person by their address.
struct ReviewerWord {
    policy::ReviewerKind kind;
    std::string_view word;
};
const std::vector<ReviewerWord>& reviewer_words();

// "manager, then 2 of risk-manager": a decision in the words of the file.
std::string in_words(const policy::Decision& decision);

}  // namespace bot
