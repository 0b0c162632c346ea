// Text for Slack, of two kinds told apart by type: a literal is ours and stands as written; a
// std::string is theirs, and cannot make a mention, a link, formatting or a line of its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/ids.hpp"

namespace blocks {

// The length as Slack counts it: UTF-16 code units of the string as sent.
std::size_t utf16_units(std::string_view utf8);

enum class Lines { joined, kept };

// Valid UTF-8 without control characters and bidirectional overrides; line breaks become spaces
// unless kept. What a user's string goes through before anything else.
std::string cleaned(std::string_view theirs, Lines lines = Lines::joined);

// At most `units` UTF-16 units, cut between graphemes and then ending in "…".
std::string shortened(std::string_view text, std::size_t units);
// The same with the cut in the middle: names of one kind often differ at their ends only.
std::string shortened_inside(std::string_view text, std::size_t units);

// A string of the program: only a literal compiles.
class Literal {
 public:
    consteval Literal(const char* text) : text_{text} {}
    constexpr std::string_view text() const { return text_; }

 private:
    std::string_view text_;
};

class Markdown;

// An argument of text functions: a literal (ours), a std::string (theirs) or Markdown. It views
// what it was made of, so it lives no longer than the call.
class Part {
 public:
    enum class Kind { none, ours, theirs, markdown };

    constexpr Part() = default;
    consteval Part(const char* literal) : text_{literal}, kind_{Kind::ours} {}
    constexpr Part(Literal literal) : text_{literal.text()}, kind_{Kind::ours} {}
    Part(const std::string& user_text) : text_{user_text}, kind_{Kind::theirs} {}
    Part(const Markdown& made);

    std::string_view text() const { return text_; }
    Kind kind() const { return kind_; }

 private:
    std::string_view text_;
    Kind kind_ = Kind::none;
};

// mrkdwn that is safe to show. Made by the functions below only.
class Markdown {
 public:
    Markdown() = default;

    const std::string& source() const { return source_; }
    bool empty() const { return source_.empty(); }

 private:
    friend class MarkdownMaker;
    std::string source_;
};

// Joins the parts: md("*Reason:* ", reason).
Markdown md(
    Part a,
    Part b = {},
    Part c = {},
    Part d = {},
    Part e = {},
    Part f = {},
    Part g = {},
    Part h = {},
    Part i = {},
    Part j = {},
    Part k = {},
    Part l = {}
);

// "a, b, c" with a separator of ours.
Markdown joined(const std::vector<Markdown>& parts, Literal separator);

// <@U…>: notifies only when posted in a conversation, shows the name everywhere.
Markdown mention(const policy::SlackUserId& user);

// How an instant is shown ("Mar 4, 2026 at 9:00 AM"), in each reader's own time zone; without a
// client that can, in UTC.
enum class DateStyle { day, minute };
Markdown date(policy::Instant at, DateStyle style = DateStyle::minute);
// "2026-03-04 09:00 UTC", for plain text.
std::string utc(policy::Instant at);

// A link; only https, http and slack URLs become one, anything else is the label alone.
Markdown link_to(const std::string& url, Part label);

Markdown bold(Part text);

// Text of many lines as a quotation, at most `units` long.
Markdown quoted(const std::string& user_text, std::size_t units = 1000);

// "1,990".
std::string number(std::int64_t n);

// "1 access grant", "1,990 access grants". Without a plural, the noun takes an s.
std::string count(std::int64_t n, Literal noun);
std::string count(std::int64_t n, Literal noun, Literal plural);

// Text without any markup, shown as it is: titles, labels, options, buttons.
class Plain {
 public:
    Plain() = default;
    // Ours.
    template <std::size_t N>
    Plain(const char (&literal)[N]) : text_{literal, N - 1} {}

    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }

    bool operator==(const Plain&) const = default;

 private:
    friend class MarkdownMaker;
    std::string text_;
};

// Joins literals and users' strings. Markdown does not belong here: it throws.
Plain plain(Part a, Part b = {}, Part c = {}, Part d = {}, Part e = {}, Part f = {});

}  // namespace blocks
