// The one file of blocks that knows RapidJSON: it quotes strings.
#include "blocks/json.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace blocks::json {

std::string string(std::string_view text) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
    return {buffer.GetString(), buffer.GetSize()};
}

std::string array(const std::vector<std::string>& values) {
    std::string out = "[";
    for (const auto& value : values) {
        if (out.size() > 1) out += ',';
        out += value;
    }
    return out + ']';
}

Object& Object::text(std::string_view key, std::string_view value) {
    return raw(key, string(value));
}

Object& Object::flag(std::string_view key, bool value) {
    return raw(key, value ? "true" : "false");
}

Object& Object::number(std::string_view key, std::int64_t value) {
    return raw(key, std::to_string(value));
}

Object& Object::raw(std::string_view key, std::string_view value) {
    if (out_.size() > 1) out_ += ',';
    out_ += string(key);
    out_ += ':';
    out_ += value;
    return *this;
}

std::string Object::done() {
    out_ += '}';
    return std::move(out_);
}

}  // namespace blocks::json
