// Reading back what was drawn, for tests that look for something in it.
#include <rapidjson/prettywriter.h>

#include <functional>

#include "tests/blocks/limits_elements.hpp"

namespace limits {

namespace {

void walk(const Value& value, const std::function<void(const Value&)>& see) {
    see(value);
    if (value.IsObject()) {
        for (auto m = value.MemberBegin(); m != value.MemberEnd(); ++m)
            walk(m->value, see);
    } else if (value.IsArray()) {
        for (const auto& one : value.GetArray())
            walk(one, see);
    }
}

}  // namespace

std::size_t units(std::string_view utf8) {
    std::size_t n = 0;
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80 || byte >= 0xc0) n += byte >= 0xf0 ? 2 : 1;
    }
    return n;
}

Texts texts(std::string_view json) {
    rapidjson::Document document;
    document.Parse(json.data(), json.size());
    Texts found;
    walk(document, [&](const Value& value) {
        if (!value.IsObject()) return;
        const auto type = string_at(value, "type");
        if (type == "mrkdwn") found.markdown.push_back(string_at(value, "text"));
        if (type == "plain_text") found.plain.push_back(string_at(value, "text"));
    });
    return found;
}

std::vector<std::string> tokens_of_text(std::string_view markdown) {
    std::vector<std::string> found;
    for (auto at = markdown.find('<'); at != std::string_view::npos;
         at = markdown.find('<', at + 1)) {
        const auto end = markdown.find('>', at);
        found.emplace_back(markdown.substr(at + 1, end - at - 1));
    }
    return found;
}

std::vector<std::string> tokens(std::string_view json) {
    std::vector<std::string> found;
    for (const auto& text : texts(json).markdown) {
        for (auto& token : tokens_of_text(text))
            found.push_back(std::move(token));
    }
    return found;
}

std::vector<std::string> values_of(std::string_view json, std::string_view key) {
    rapidjson::Document document;
    document.Parse(json.data(), json.size());
    std::vector<std::string> found;
    walk(document, [&](const Value& value) {
        if (!value.IsObject()) return;
        const auto* member = find(value, key);
        if (member)
            found.push_back(
                member->IsString() ? std::string{text_of(*member)} : serialized(*member)
            );
    });
    return found;
}

std::string pretty(std::string_view json) {
    rapidjson::Document document;
    document.Parse(json.data(), json.size());
    rapidjson::StringBuffer out;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer{out};
    writer.SetIndent(' ', 2);
    document.Accept(writer);
    return std::string{out.GetString()} + "\n";
}

}  // namespace limits
