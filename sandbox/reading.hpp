// What a person reads: blocks, messages and views as plain lines, the way Slack would draw them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "sandbox/json.hpp"

namespace sandbox {

// The name behind a user id; the id itself if it is unknown.
using Names = std::function<std::string(std::string_view)>;

// How texts are told: as a person reads them, or as the app sent them ("<@U1>", "&lt;", "*bold*").
enum class Reading { drawn, sent };

// mrkdwn as it is read: mentions as "@Name", links as their label, dates as their fallback, the
// signs of bold, italic, strike and code gone, the three entities decoded last.
std::string read_mrkdwn(std::string_view text, const Names& names);
// A text object as it is read.
std::string shown(const Json& text_object, const Names& names = {});
// &amp; &lt; &gt; decoded, once.
std::string unescaped(std::string_view text);

// All that stands in the blocks: texts, labels, buttons, options, and what is chosen or typed
// (`values` is their state.values). One line per text.
std::string visible_text(
    const Json& blocks, const Json& values, const Names& names, Reading reading = Reading::drawn
);

}  // namespace sandbox
