// The rules for text and elements; limits.cpp adds those for blocks and surfaces. For limits.cpp
// only.
#pragma once

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/blocks/limits.hpp"

namespace limits {

using Value = rapidjson::Value;
using Keys = std::set<std::string>;

inline std::string_view text_of(const Value& value) {
    return {value.GetString(), value.GetStringLength()};
}

inline const Value* find(const Value& object, std::string_view key) {
    for (auto m = object.MemberBegin(); m != object.MemberEnd(); ++m) {
        if (text_of(m->name) == key) return &m->value;
    }
    return nullptr;
}

inline std::string string_at(const Value& object, std::string_view key) {
    const auto* value = find(object, key);
    return value && value->IsString() ? std::string{text_of(*value)} : std::string{};
}

inline std::string serialized(const Value& value) {
    rapidjson::StringBuffer out;
    rapidjson::Writer<rapidjson::StringBuffer> writer{out};
    value.Accept(writer);
    return out.GetString();
}

class Elements {
 public:
    std::vector<std::string> found;

    void bad(const std::string& what) { found.push_back(where_ + ": " + what); }

    void keys(const Value& object, const Keys& required, const Keys& optional) {
        std::map<std::string, int> seen;
        for (auto m = object.MemberBegin(); m != object.MemberEnd(); ++m) {
            const std::string key{text_of(m->name)};
            if (++seen[key] > 1) bad("key twice: " + key);
            if (m->value.IsNull()) bad("null: " + key);
            if (!required.contains(key) && !optional.contains(key)) bad("unknown key " + key);
        }
        for (const auto& key : required) {
            if (!seen.contains(key)) bad("missing key " + key);
        }
    }

    void length(const Value& object, std::string_view key, std::size_t least, std::size_t most) {
        const auto* value = find(object, key);
        if (!value) return;
        if (!value->IsString()) return bad(std::string{key} + " is not a string");
        const auto n = units(text_of(*value));
        if (n < least || n > most) bad(std::string{key} + " has " + std::to_string(n) + " units");
    }

    void boolean(const Value& object, std::string_view key) {
        const auto* value = find(object, key);
        if (value && !value->IsBool()) bad(std::string{key} + " is not a boolean");
    }

    void plain(const Value& object, std::string_view key, std::size_t most) {
        const auto* value = find(object, key);
        if (!value) return;
        const Within within{*this, std::string{key}};
        if (!value->IsObject()) return bad("not a text object");
        keys(*value, {"type", "text"}, {"emoji"});
        if (string_at(*value, "type") != "plain_text") bad("not plain_text");
        length(*value, "text", 1, most);
        blank(*value);
    }

    void any_text(const Value& object, std::string_view key, std::size_t most) {
        const auto* value = find(object, key);
        if (value && value->IsObject() && string_at(*value, "type") == "plain_text") {
            return plain(object, key, most);
        }
        if (value) {
            const Within within{*this, std::string{key}};
            markdown(*value, most);
        }
    }

    void markdown(const Value& value, std::size_t most) {
        if (!value.IsObject()) return bad("not a text object");
        keys(value, {"type", "text"}, {"verbatim"});
        if (string_at(value, "type") != "mrkdwn") bad("not mrkdwn");
        length(value, "text", 1, most);
        blank(value);
        const auto text = string_at(value, "text");
        source(text);
        // Our own rule: what looks like a link or a mention is not made one.
        const auto* verbatim = find(value, "verbatim");
        if (!verbatim || !verbatim->IsTrue()) bad("mrkdwn that is not verbatim");
    }

    // Only whole tokens of the kinds we send, only the three entities.
    void source(std::string_view text) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            const auto rest = text.substr(at);
            if (rest.front() == '&') {
                const bool entity = rest.starts_with("&amp;") || rest.starts_with("&lt;") ||
                                    rest.starts_with("&gt;");
                if (!entity) bad("unescaped &");
            } else if (rest.front() == '<') {
                const auto end = rest.find('>');
                if (end == std::string_view::npos) return bad("unclosed <");
                token(rest.substr(1, end - 1));
                at += end;
            } else if (rest.front() == '>' && at > 0 && text[at - 1] != '\n') {
                bad("unescaped > inside a line");
            }
        }
    }

    void token(std::string_view token) {
        const auto bar = token.find('|');
        if (token.find('<') != std::string_view::npos) return bad("< inside a token");
        if (token.starts_with('@')) {
            const auto id = token.substr(1);
            const bool good = !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) {
                return std::isupper(c) || std::isdigit(c);
            });
            if (!good) bad("mention of " + std::string{id});
        } else if (token.starts_with("!date^")) {
            if (std::count(token.begin(), token.end(), '^') != 2 || bar == std::string_view::npos ||
                bar + 1 == token.size()) {
                bad("date token " + std::string{token});
            }
        } else if (token.starts_with("https://") || token.starts_with("http://") || token.starts_with("slack://")) {
            if (bar == std::string_view::npos || bar + 1 == token.size())
                bad("link without a label");
            if (token.find('|', bar + 1) != std::string_view::npos) bad("| in a link's label");
            if (token.substr(0, bar).find_first_of(" \n\t") != std::string_view::npos)
                bad("space in a URL");
        } else {
            bad("token <" + std::string{token} + ">");
        }
    }

    void blank(const Value& text_object) {
        const auto text = string_at(text_object, "text");
        if (text.find_first_not_of(" \n\t") == std::string::npos) bad("blank text");
    }

    void option(const Value& value, bool boxes) {
        if (!value.IsObject()) return bad("option is not an object");
        keys(value, {"text", "value"}, {"description"});
        boxes ? any_text(value, "text", 75) : plain(value, "text", 75);
        boxes ? any_text(value, "description", 75) : plain(value, "description", 75);
        length(value, "value", 1, 75);  // our own limit; Slack: 150
    }

    void options(const Value& element, std::size_t most, bool boxes) {
        const auto* list = find(element, "options");
        if (!list) return;
        if (!list->IsArray()) return bad("options is not an array");
        if (list->Empty() || list->Size() > most) bad(std::to_string(list->Size()) + " options");
        std::set<std::string> known;
        std::set<std::string> values;
        for (const auto& one : list->GetArray()) {
            option(one, boxes);
            known.insert(serialized(one));
            if (!values.insert(string_at(one, "value")).second) bad("option value twice");
        }
        if (const auto* initial = find(element, "initial_option")) {
            if (!known.contains(serialized(*initial))) bad("initial_option is none of the options");
        }
        if (const auto* initial = find(element, "initial_options")) {
            if (!initial->IsArray() || initial->Empty()) return bad("initial_options empty");
            for (const auto& one : initial->GetArray()) {
                if (!known.contains(serialized(one))) bad("initial option is none of the options");
            }
        }
    }

    void style(const Value& object) {
        const auto style = string_at(object, "style");
        if (find(object, "style") && style != "primary" && style != "danger") bad("style " + style);
    }

    void confirm(const Value& object) {
        const auto* value = find(object, "confirm");
        if (!value) return;
        const Within within{*this, "confirm"};
        if (!value->IsObject()) return bad("not an object");
        keys(*value, {"title", "text", "confirm", "deny"}, {"style"});
        plain(*value, "title", 100);
        any_text(*value, "text", 300);
        plain(*value, "confirm", 30);
        plain(*value, "deny", 30);
        style(*value);
    }

    void element(const Value& value, const Keys& allowed) {
        if (!value.IsObject()) return bad("element is not an object");
        const auto type = string_at(value, "type");
        const Within within{*this, type};
        if (!allowed.contains(type)) return bad("not allowed here");
        length(value, "action_id", 1, 255);
        if (!actions_.insert(string_at(value, "action_id")).second)
            bad("action_id twice in a block");
        length(value, "accessibility_label", 1, 75);
        plain(value, "placeholder", 150);
        confirm(value);
        if (type == "button") {
            keys(
                value,
                {"type", "action_id", "text"},
                {"value", "url", "style", "confirm", "accessibility_label"}
            );
            plain(value, "text", 75);
            length(value, "value", 1, 2000);
            length(value, "url", 1, 3000);
            style(value);
        } else if (type == "static_select") {
            keys(
                value,
                {"type", "action_id", "options"},
                {"initial_option", "placeholder", "confirm"}
            );
            options(value, 100, false);
        } else if (type == "external_select") {
            keys(
                value,
                {"type", "action_id"},
                {"initial_option", "placeholder", "confirm", "min_query_length"}
            );
            if (const auto* initial = find(value, "initial_option")) option(*initial, false);
        } else if (type == "multi_external_select") {
            keys(
                value,
                {"type", "action_id"},
                {"initial_options", "placeholder", "confirm", "min_query_length"}
            );
            const auto* initial = find(value, "initial_options");
            if (initial && (!initial->IsArray() || initial->Empty() || initial->Size() > 100))
                return bad("initial_options");
            std::set<std::string> values;
            for (rapidjson::SizeType i = 0; initial && i < initial->Size(); ++i) {
                option((*initial)[i], false);
                if (!values.insert(string_at((*initial)[i], "value")).second)
                    bad("an initial option twice");
            }
        } else if (type == "checkboxes") {
            keys(value, {"type", "action_id", "options"}, {"initial_options", "confirm"});
            options(value, 10, true);
        } else if (type == "radio_buttons") {
            keys(value, {"type", "action_id", "options"}, {"initial_option", "confirm"});
            options(value, 10, true);
        } else if (type == "overflow") {
            keys(value, {"type", "action_id", "options"}, {"confirm"});
            options(value, 5, false);
        } else if (type == "datetimepicker") {
            keys(value, {"type", "action_id"}, {"initial_date_time", "confirm"});
            const auto* initial = find(value, "initial_date_time");
            if (initial && serialized(*initial).size() != 10) bad("initial_date_time");
        } else if (type == "plain_text_input") {
            keys(
                value,
                {"type", "action_id"},
                {"multiline", "min_length", "max_length", "initial_value", "placeholder"}
            );
            const auto* most = find(value, "max_length");
            if (most && (!most->IsInt() || most->GetInt() < 1 || most->GetInt() > 3000))
                bad("max_length");
            length(
                value,
                "initial_value",
                1,
                most && most->IsInt() ? static_cast<std::size_t>(most->GetInt()) : 3000
            );
        }
    }

 protected:
    class Within {
     public:
        Within(Elements& checker, const std::string& where)
            : checker_{checker}, before_{checker.where_} {
            checker.where_ += "/" + where;
        }
        ~Within() { checker_.where_ = before_; }

     private:
        Elements& checker_;
        std::string before_;
    };

    std::string where_;
    std::set<std::string> actions_;  // of the block that is looked at
};

}  // namespace limits
