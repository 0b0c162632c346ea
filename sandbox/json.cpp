// The only file of the sandbox that knows RapidJSON: its reader fills our tree, its writer prints
// it.
#include "sandbox/json.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

namespace sandbox {

namespace {

constexpr std::size_t deepest = 100;

const Json null_value;
const std::string no_text;
const Json::Array no_items;
const Json::Object no_members;

// Builds the tree from the reader's events: the open containers form a stack.
class Builder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
 public:
    bool Null() { return put(nullptr); }
    bool Bool(bool value) { return put(value); }
    bool Int(int value) { return put(value); }
    bool Uint(unsigned value) { return put(value); }
    bool Int64(std::int64_t value) { return put(value); }
    bool Uint64(std::uint64_t value) {
        if (value > INT64_MAX) return put(static_cast<double>(value));
        return put(static_cast<std::int64_t>(value));
    }
    bool Double(double value) { return put(value); }
    bool String(const char* text, rapidjson::SizeType size, bool) {
        return put(std::string(text, size));
    }
    bool StartObject() { return open(Json::object()); }
    bool Key(const char* text, rapidjson::SizeType size, bool) {
        names_.back().assign(text, size);
        return true;
    }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool StartArray() { return open(Json::array()); }
    bool EndArray(rapidjson::SizeType) { return close(); }

    Json take() { return std::move(root_); }

 private:
    bool put(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (open_.back().is_array()) {
            open_.back().items_of().push_back(std::move(value));
        } else {
            open_.back().members_of().push_back({names_.back(), std::move(value)});
        }
        return true;
    }
    bool open(Json container) {
        if (open_.size() >= deepest) return false;
        open_.push_back(std::move(container));
        names_.emplace_back();
        return true;
    }
    bool close() {
        Json done = std::move(open_.back());
        open_.pop_back();
        names_.pop_back();
        return put(std::move(done));
    }

    Json root_;
    std::vector<Json> open_;
    std::vector<std::string> names_;
};

template <class Writer>
void write(Writer& writer, const Json& value) {
    if (value.is_object()) {
        writer.StartObject();
        for (const Json::Member& member : value.members()) {
            writer.Key(member.name.data(), static_cast<unsigned>(member.name.size()));
            write(writer, member.value);
        }
        writer.EndObject();
    } else if (value.is_array()) {
        writer.StartArray();
        for (const Json& item : value.items())
            write(writer, item);
        writer.EndArray();
    } else if (value.is_string()) {
        writer.String(value.string().data(), static_cast<unsigned>(value.string().size()));
    } else if (value.is_bool()) {
        writer.Bool(value.boolean());
    } else if (value.is_integer()) {
        writer.Int64(value.integer());
    } else if (value.is_number()) {
        writer.Double(value.number());
    } else {
        writer.Null();
    }
}

bool same_members(const Json& a, const Json& b) {
    if (a.size() != b.size()) return false;
    return std::all_of(a.members().begin(), a.members().end(), [&](const Json::Member& member) {
        const Json* other = b.find(member.name);
        return other && member.value == *other;
    });
}

}  // namespace

// Out of line: the members' type is not complete before the class is.
Json::Json() : value_{nullptr} {}
Json::Json(std::nullptr_t) : value_{nullptr} {}
Json::Json(bool value) : value_{value} {}
Json::Json(int value) : value_{static_cast<std::int64_t>(value)} {}
Json::Json(unsigned value) : value_{static_cast<std::int64_t>(value)} {}
Json::Json(std::int64_t value) : value_{value} {}
Json::Json(std::size_t value) : value_{static_cast<std::int64_t>(value)} {}
Json::Json(double value) : value_{value} {}
Json::Json(const char* value) : value_{std::string(value)} {}
Json::Json(std::string_view value) : value_{std::string(value)} {}
Json::Json(std::string value) : value_{std::move(value)} {}
Json::Json(const Json& other) = default;
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

Json Json::array(std::initializer_list<Json> items) {
    Json made;
    made.value_ = Array(items);
    return made;
}

Json Json::object(std::initializer_list<Member> members) {
    Json made;
    made.value_ = Object(members);
    return made;
}

bool Json::boolean(bool otherwise) const {
    const bool* value = std::get_if<bool>(&value_);
    return value ? *value : otherwise;
}

std::int64_t Json::integer(std::int64_t otherwise) const {
    if (const auto* value = std::get_if<std::int64_t>(&value_)) return *value;
    if (const auto* value = std::get_if<double>(&value_)) return static_cast<std::int64_t>(*value);
    return otherwise;
}

double Json::number(double otherwise) const {
    if (const auto* value = std::get_if<double>(&value_)) return *value;
    if (const auto* value = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*value);
    return otherwise;
}

const std::string& Json::string() const {
    const auto* value = std::get_if<std::string>(&value_);
    return value ? *value : no_text;
}

const Json::Array& Json::items() const {
    const auto* value = std::get_if<Array>(&value_);
    return value ? *value : no_items;
}

const Json::Object& Json::members() const {
    const auto* value = std::get_if<Object>(&value_);
    return value ? *value : no_members;
}

std::size_t Json::size() const {
    return is_object() ? members().size() : items().size();
}

const Json* Json::find(std::string_view name) const {
    for (const Member& member : members())
        if (member.name == name) return &member.value;
    return nullptr;
}

Json* Json::find(std::string_view name) {
    return const_cast<Json*>(std::as_const(*this).find(name));
}

const Json& Json::at(std::string_view name) const {
    const Json* value = find(name);
    return value ? *value : null_value;
}

Json& Json::set(std::string_view name, Json value) {
    if (Json* present = find(name)) {
        *present = std::move(value);
    } else {
        members_of().push_back({std::string(name), std::move(value)});
    }
    return *this;
}

void Json::erase(std::string_view name) {
    std::erase_if(members_of(), [&](const Member& member) { return member.name == name; });
}

Json& Json::add(Json item) {
    return items_of().emplace_back(std::move(item));
}

Json::Array& Json::items_of() {
    if (!is_array()) value_ = Array{};
    return std::get<Array>(value_);
}

Json::Object& Json::members_of() {
    if (!is_object()) value_ = Object{};
    return std::get<Object>(value_);
}

bool operator==(const Json& a, const Json& b) {
    if (a.is_object() && b.is_object()) return same_members(a, b);
    if (a.is_number() && b.is_number() && a.is_integer() != b.is_integer())
        return a.number() == b.number();
    if (a.value_.index() != b.value_.index()) return false;
    if (a.is_array()) {
        return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end());
    }
    if (a.is_string()) return a.string() == b.string();
    if (a.is_integer()) return a.integer() == b.integer();
    if (a.is_number()) return a.number() == b.number();
    return a.boolean() == b.boolean();
}

std::optional<Json> parse_json(std::string_view text, std::string* fault) {
    Builder builder;
    rapidjson::Reader reader;
    rapidjson::MemoryStream bytes(text.data(), text.size());
    rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
    constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag |
                               rapidjson::kParseValidateEncodingFlag;
    const auto result = reader.Parse<flags>(stream, builder);
    if (!result.IsError()) return builder.take();
    if (fault) {
        *fault = rapidjson::GetParseError_En(result.Code());
        *fault += " (at byte " + std::to_string(result.Offset()) + ")";
    }
    return std::nullopt;
}

std::string write_json(const Json& value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    write(writer, value);
    return {buffer.GetString(), buffer.GetSize()};
}

std::string write_slack_json(const Json& value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::ASCII<>> writer(buffer
    );
    write(writer, value);
    std::string text;
    text.reserve(buffer.GetSize() + buffer.GetSize() / 16);
    // A slash can only stand inside a string, and the writer never escapes one.
    for (const char* at = buffer.GetString(); at != buffer.GetString() + buffer.GetSize(); ++at) {
        if (*at == '/') text += '\\';
        text += *at;
    }
    return text;
}

}  // namespace sandbox
