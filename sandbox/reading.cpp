// Drawing without a screen: texts in the order of the page. Ids, values and confirm dialogs are not
// on the page and so are left out.
#include "sandbox/reading.hpp"

#include <cctype>

#include "sandbox/elements.hpp"

namespace sandbox {

namespace {

// "@U1|x" and the like, without the angle brackets.
std::string read_reference(std::string_view inside, const Names& names) {
    const std::size_t bar = inside.find('|');
    const std::string_view target = inside.substr(0, bar);
    const std::string label(bar == inside.npos ? "" : inside.substr(bar + 1));
    if (target.starts_with('@'))
        return "@" + (names ? names(target.substr(1)) : std::string(target.substr(1)));
    if (!label.empty()) return label;
    if (target.starts_with('!')) return "@" + std::string(target.substr(1));
    if (target.starts_with("mailto:")) return std::string(target.substr(7));
    return std::string(target);
}

bool boundary(std::string_view text, std::size_t at) {
    if (at >= text.size()) return true;
    const auto c = static_cast<unsigned char>(text[at]);
    return c < 0x80 && !std::isalnum(c);
}

// Where the formatting that opens at `from` closes again on the same line; npos if it does not.
std::size_t closing(std::string_view text, std::size_t from) {
    const char mark = text[from];
    if (from + 1 >= text.size() || std::isspace(static_cast<unsigned char>(text[from + 1])))
        return text.npos;
    for (std::size_t at = from + 1; at < text.size() && text[at] != '\n'; ++at) {
        const bool after_blank = std::isspace(static_cast<unsigned char>(text[at - 1]));
        if (text[at] == mark && at > from + 1 && !after_blank && boundary(text, at + 1)) return at;
    }
    return text.npos;
}

std::string without_formatting(std::string_view text) {
    std::string out;
    std::string open_until(text.size(), '\0');  // marks that close an opened one
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool mark = text[i] == '*' || text[i] == '_' || text[i] == '~' || text[i] == '`';
        if (mark && open_until[i]) continue;
        const bool may_open = mark && (i == 0 || boundary(text, i - 1));
        const std::size_t end = may_open ? closing(text, i) : text.npos;
        if (end != text.npos) {
            open_until[end] = 1;
        } else {
            out += text[i];
        }
    }
    return out;
}

void add_line(std::string& text, const std::string& line) {
    if (line.empty()) return;
    text += line;
    text += '\n';
}

// The leaves of a rich text section stand on one line.
std::string rich_line(const Json& section, const Names& names) {
    std::string line;
    for (const Json& leaf : section.at("elements").items()) {
        const std::string& type = leaf.text("type");
        if (type == "user") {
            line += "@" + (names ? names(leaf.text("user_id")) : leaf.text("user_id"));
        } else if (type == "date") {
            line += leaf.text("fallback");
        } else if (type == "link" && !leaf.has("text")) {
            line += leaf.text("url");
        } else if (type == "emoji") {
            line += ":" + leaf.text("name") + ":";
        } else {
            line += leaf.text("text");
        }
    }
    return line;
}

bool rich_leaves(std::string_view type) {
    return type == "rich_text_section" || type == "rich_text_quote" ||
           type == "rich_text_preformatted";
}

void add_texts(const Json& value, const Names& names, Reading reading, std::string& text) {
    for (const Json& item : value.items())
        add_texts(item, names, reading, text);
    const std::string& type = value.text("type");
    if (rich_leaves(type)) {
        add_line(text, rich_line(value, names));
        return;
    }
    if (value.at("text").is_string() && !type.empty()) {
        add_line(text, reading == Reading::sent ? value.text("text") : shown(value, names));
        return;
    }
    for (const Json::Member& member : value.members()) {
        const bool drawn = member.name != "confirm" && !member.name.starts_with("initial_");
        // The confirm of a dialog is a text; that of an element is the dialog itself.
        if (member.name == "alt_text") add_line(text, member.value.string());
        if (drawn) add_texts(member.value, names, reading, text);
    }
}

void add_chosen(const Json& state, const Names& names, std::string& text) {
    const std::string& type = state.text("type");
    const Json& chosen = state.at(value_field(type));
    const bool people = type == "users_select" || type == "multi_users_select";
    auto add = [&](const Json& one) {
        if (!one.is_string()) {
            add_line(text, shown(one.at("text"), names));
        } else {
            add_line(text, people && names ? names(one.string()) : one.string());
        }
    };
    if (chosen.is_array()) {
        for (const Json& one : chosen.items())
            add(one);
    } else if (chosen.is_integer()) {
        add_line(text, std::to_string(chosen.integer()));
    } else if (!chosen.is_null()) {
        add(chosen);
    }
}

}  // namespace

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        if (rest.starts_with("&amp;")) {
            out += '&', i += 4;
        } else if (rest.starts_with("&lt;")) {
            out += '<', i += 3;
        } else if (rest.starts_with("&gt;")) {
            out += '>', i += 3;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string read_mrkdwn(std::string_view text, const Names& names) {
    std::string replaced;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t end = text[i] == '<' ? text.find('>', i) : text.npos;
        if (end == text.npos) {
            replaced += text[i];
        } else {
            replaced += read_reference(text.substr(i + 1, end - i - 1), names);
            i = end;
        }
    }
    return unescaped(without_formatting(replaced));
}

std::string shown(const Json& text_object, const Names& names) {
    const std::string& text = text_object.text("text");
    const std::string& type = text_object.text("type");
    if (type == "mrkdwn") return read_mrkdwn(text, names);
    return unescaped(text);
}

std::string visible_text(
    const Json& blocks, const Json& values, const Names& names, Reading reading
) {
    std::string text;
    add_texts(blocks, names, reading, text);
    for (const Json::Member& block : values.members())
        for (const Json::Member& action : block.value.members())
            add_chosen(action.value, names, text);
    return text;
}

}  // namespace sandbox
