// JSON for programs that read what a command prints: an object or an array, written member by
// member.
#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <utf8.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bot {

class JsonText {
 public:
    void begin_object() { writer_.StartObject(); }
    void begin_object(const char* name) { key(name), writer_.StartObject(); }
    void end_object() { writer_.EndObject(); }
    void begin_array() { writer_.StartArray(); }
    void begin_array(const char* name) { key(name), writer_.StartArray(); }
    void end_array() { writer_.EndArray(); }

    void key(const char* name) { writer_.Key(name); }
    // What comes from outside need not be UTF-8.
    void value(std::string_view text) {
        const auto valid = utf8::replace_invalid(std::string(text));
        writer_.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
    }
    void field(const char* name, std::string_view text) { key(name), value(text); }
    void field(const char* name, const char* text) { key(name), value(text); }
    void field(const char* name, const std::string& text) { key(name), value(text); }
    void field(const char* name, std::int64_t number) { key(name), writer_.Int64(number); }
    void field(const char* name, bool truth) { key(name), writer_.Bool(truth); }
    template <class T>
    void field(const char* name, const std::optional<T>& known) {
        if (known) {
            field(name, *known);
        } else {
            key(name);
            writer_.Null();
        }
    }

    std::string text() const { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
    rapidjson::StringBuffer buffer_;
    rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace bot
