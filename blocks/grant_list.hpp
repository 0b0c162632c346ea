// How a few or thousands of access grants are told in a few lines: privileged ones first, the rest
// by application, what is folded always with its count.
#pragma once

#include <string>
#include <vector>

#include "blocks/model.hpp"

namespace blocks {

inline constexpr std::size_t most_named = 10;

// "GitHub · payments-api · write", a very long name shortened.
std::string short_name(const GrantName& grant);

// "GitHub, AWS and 3 more applications".
std::string applications_text(const std::vector<std::string>& applications);

// "12 access grants (2 privileged) in GitHub and AWS"; the one itself if it is one.
std::string what_text(const std::vector<GrantName>& items);

// One line each: at most most_named of them, or as many as there are privileged ones as far as a
// message holds them; then "and 1,990 more in 12 applications" with the largest counts.
std::vector<Markdown> grant_lines(const std::vector<GrantName>& items);

// Every item, one line each: for views that page.
Markdown grant_line(const GrantName& grant);

}  // namespace blocks
