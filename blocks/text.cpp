// Escaping, neutralising, counting and cutting. Slack cannot escape * _ ~ ` at all: a zero-width
// space on both sides keeps them from opening or closing anything.
#include "blocks/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "blocks/markup.hpp"
#include "blocks/unicode.hpp"

namespace blocks {

namespace {

using unicode::first_of;

bool is_line_break(std::int32_t c) {
    return c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

// What is never shown but can mislead: controls, direction overrides, and invisible spaces, which
// we use ourselves.
bool is_dropped(std::int32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x200b || c == 0xfeff;
}

bool is_word(std::int32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string trimmed(std::string text) {
    const auto last = text.find_last_not_of(" \n");
    if (last == std::string::npos) return {};
    text.erase(last + 1);
    text.erase(0, text.find_first_not_of(" \n"));
    return text;
}

}  // namespace

std::size_t utf16_units(std::string_view utf8) {
    std::size_t units = 0;
    while (!utf8.empty()) {
        const auto c = first_of(utf8);
        units += c.units();
        utf8.remove_prefix(c.bytes.size());
    }
    return units;
}

std::string cleaned(std::string_view theirs, Lines lines) {
    std::string out;
    out.reserve(theirs.size());
    bool after_return = false;
    while (!theirs.empty()) {
        const auto c = first_of(theirs);
        theirs.remove_prefix(c.bytes.size());
        const bool second_half = c.value == '\n' && after_return;
        after_return = c.value == '\r';
        if (second_half) continue;
        if (is_line_break(c.value)) {
            out += lines == Lines::kept ? '\n' : ' ';
        } else if (c.value == '\t') {
            out += ' ';
        } else if (!is_dropped(c.value)) {
            unicode::append(out, c.value);
        }
    }
    return trimmed(std::move(out));
}

std::string neutralised(std::string_view theirs, Lines lines) {
    const auto clean = cleaned(theirs, lines);
    std::string out;
    out.reserve(clean.size() + 16);
    auto separate = [&] {
        if (!out.ends_with(unicode::zero_width_space)) out += unicode::zero_width_space;
    };
    for (std::size_t at = 0; at < clean.size(); ++at) {
        const char c = clean[at];
        const bool inside_word =
            at > 0 && at + 1 < clean.size() && is_word(clean[at - 1]) && is_word(clean[at + 1]);
        if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            separate();  // or it would quote at the start of a line
            out += "&gt;";
        } else if (c == '*' || c == '~' || c == '`' || (c == '_' && !inside_word)) {
            separate();
            out += c;
            separate();
        } else {
            out += c;
        }
    }
    return out;
}

std::string shortened(std::string_view text, std::size_t units) {
    if (utf16_units(text) <= units) return std::string{text};
    std::string out;
    std::size_t used = 1;  // the ellipsis
    for (unicode::Graphemes graphemes{text}; !graphemes.done();) {
        const auto grapheme = graphemes.next();
        used += utf16_units(grapheme);
        if (used > units) break;
        out += grapheme;
    }
    return out + std::string{unicode::ellipsis};
}

std::string shortened_inside(std::string_view text, std::size_t units) {
    if (utf16_units(text) <= units) return std::string{text};
    std::vector<std::string_view> graphemes;
    for (unicode::Graphemes all{text}; !all.done();)
        graphemes.push_back(all.next());
    const auto room = units - std::min<std::size_t>(units, 1);  // beside the ellipsis
    std::size_t used = 0;
    std::size_t first = 0;
    while (used + utf16_units(graphemes[first]) <= (room + 1) / 2)
        used += utf16_units(graphemes[first++]);
    auto last = graphemes.size();
    while (last > first && used + utf16_units(graphemes[last - 1]) <= room)
        used += utf16_units(graphemes[--last]);
    std::string out;
    for (std::size_t at = 0; at < first; ++at)
        out += graphemes[at];
    out += unicode::ellipsis;
    for (auto at = last; at < graphemes.size(); ++at)
        out += graphemes[at];
    return out;
}

namespace {

// A piece of mrkdwn that must not be cut: <…>, an entity, or one grapheme.
std::string_view next_atom(std::string_view source) {
    if (source.front() == '<') return source.substr(0, source.find('>') + 1);
    if (source.front() == '&') return source.substr(0, source.find(';') + 1);
    return unicode::Graphemes{source}.next();
}

}  // namespace

std::string shortened_markup(const std::string& source, std::size_t units) {
    if (utf16_units(source) <= units) return source;
    std::string out;
    std::size_t used = 2;  // the ellipsis and a closing *
    bool bold = false;
    for (std::string_view rest = source; !rest.empty();) {
        const auto atom = next_atom(rest);
        used += utf16_units(atom);
        if (used > units) break;
        // A star of theirs has zero-width spaces around it and forms no pair.
        if (atom == "*" && !out.ends_with(unicode::zero_width_space)) bold = !bold;
        out += atom;
        rest.remove_prefix(atom.size());
    }
    out += unicode::ellipsis;
    if (bold) out += '*';
    return out;
}

Markdown MarkdownMaker::markdown(std::string source) {
    Markdown made;
    made.source_ = std::move(source);
    return made;
}

Plain MarkdownMaker::plain(std::string text) {
    Plain made;
    made.text_ = std::move(text);
    return made;
}

Part::Part(const Markdown& made) : text_{made.source()}, kind_{Kind::markdown} {}

Markdown md(
    Part a, Part b, Part c, Part d, Part e, Part f, Part g, Part h, Part i, Part j, Part k, Part l
) {
    std::string source;
    for (const auto& part : {a, b, c, d, e, f, g, h, i, j, k, l}) {
        if (part.kind() == Part::Kind::theirs) {
            source += neutralised(part.text());
        } else {
            source += part.text();
        }
    }
    return MarkdownMaker::markdown(std::move(source));
}

Plain plain(Part a, Part b, Part c, Part d, Part e, Part f) {
    std::string text;
    for (const auto& part : {a, b, c, d, e, f}) {
        if (part.kind() == Part::Kind::markdown) throw std::logic_error{"Markdown in plain text"};
        text += part.kind() == Part::Kind::theirs ? cleaned(part.text()) : std::string{part.text()};
    }
    return MarkdownMaker::plain(std::move(text));
}

Markdown joined(const std::vector<Markdown>& parts, Literal separator) {
    std::string source;
    for (const auto& part : parts) {
        if (&part != &parts.front()) source += separator.text();
        source += part.source();
    }
    return MarkdownMaker::markdown(std::move(source));
}

Markdown mention(const policy::SlackUserId& user) {
    for (const char c : user.value) {
        if (!is_word(c)) return md("someone");
    }
    if (user.value.empty()) return md("someone");
    return MarkdownMaker::markdown("<@" + user.value + ">");
}

std::string utc(policy::Instant at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{at - day};
    std::array<char, 64> out{};
    std::snprintf(
        out.data(),
        out.size(),
        "%04d-%02u-%02u %02d:%02d UTC",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count())
    );
    return out.data();
}

Markdown date(policy::Instant at, DateStyle style) {
    const auto* format = style == DateStyle::day ? "{date_short}" : "{date_short} at {time}";
    return MarkdownMaker::markdown(
        "<!date^" + std::to_string(policy::seconds_since_epoch(at)) + "^" + format + "|" + utc(at) +
        ">"
    );
}

namespace {

// A URL as it may stand between < and |; empty if it is none that people should follow.
std::string link_target(const std::string& url) {
    constexpr std::size_t longest = 2000;
    const bool known =
        url.starts_with("https://") || url.starts_with("http://") || url.starts_with("slack://");
    if (!known || url.size() > longest) return {};
    std::string out;
    for (const char c : url) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte >= 0x7f || c == '<' || c == '>' || c == '|' || c == '"' ||
            c == '`') {
            constexpr std::string_view hex = "0123456789ABCDEF";
            out += {'%', hex[byte >> 4], hex[byte & 15]};
        } else if (c == '&') {
            out += "&amp;";
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

Markdown link_to(const std::string& url, Part label) {
    if (label.kind() == Part::Kind::markdown) throw std::logic_error{"Markdown as a link's label"};
    auto shown = md(label);
    const auto target = link_target(url);
    if (target.empty() || shown.empty()) return shown;
    auto inside = shown.source();
    for (auto at = inside.find('|'); at != std::string::npos; at = inside.find('|', at)) {
        inside.replace(at, 1, "¦");
    }
    return MarkdownMaker::markdown("<" + target + "|" + inside + ">");
}

Markdown bold(Part text) {
    const auto inside = md(text);
    return inside.empty() ? md("–") : md("*", inside, "*");
}

Markdown quoted(const std::string& user_text, std::size_t units) {
    const auto lines = neutralised(shortened(cleaned(user_text, Lines::kept), units), Lines::kept);
    if (lines.empty()) return {};
    std::string source = ">";
    for (const char c : lines) {
        source += c;
        if (c == '\n') source += '>';
    }
    return MarkdownMaker::markdown(std::move(source));
}

std::string number(std::int64_t n) {
    auto digits = std::to_string(n);
    const std::size_t first = n < 0 ? 1 : 0;
    for (auto at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string count(std::int64_t n, Literal noun) {
    auto text = number(n) + " " + std::string{noun.text()};
    if (n != 1) text += 's';
    return text;
}

std::string count(std::int64_t n, Literal noun, Literal plural) {
    return number(n) + " " + std::string{(n == 1 ? noun : plural).text()};
}

}  // namespace blocks
