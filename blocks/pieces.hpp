// What elements and blocks share: text objects and the check of a limit. Private to the kit.
#pragma once

#include <string>

#include "blocks/text.hpp"

namespace blocks {

// Throws LimitExceeded with the limit's name unless it holds.
void require(bool holds, const char* limit);

// Text objects of at most `units`; an empty text becomes a dash, for Slack refuses empty ones.
std::string plain_object(const Plain& text, std::size_t units);
std::string markdown_object(const Markdown& text, std::size_t units);

}  // namespace blocks
