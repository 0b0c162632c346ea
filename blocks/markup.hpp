// How users' strings become harmless, and how finished markup is cut. Private to the kit.
#pragma once

#include <string>
#include <string_view>

#include "blocks/text.hpp"

namespace blocks {

// The only maker of Markdown and Plain: what it is given is safe already.
class MarkdownMaker {
 public:
    static Markdown markdown(std::string source);
    static Plain plain(std::string text);
};

// A user's text as mrkdwn source: escaped, and with zero-width spaces where it would format.
std::string neutralised(std::string_view theirs, Lines lines = Lines::joined);

// Finished mrkdwn of at most `units`: entities and <…> stay whole, an opened bold is closed.
std::string shortened_markup(const std::string& source, std::size_t units);

}  // namespace blocks
