// The bounded parser: RapidJSON in situ and iterative, between it and the document a handler that
// ends the parse at the first level too deep and at the first key that stands twice.
#include "bot/json_read.hpp"

#include <rapidjson/reader.h>
#include <utf8.h>

#include <algorithm>
#include <cstring>

namespace bot::json {

namespace {

using Document = rapidjson::Document;
using Stream = rapidjson::InsituStringStream;
using Size = rapidjson::SizeType;

// Room for a usual payload; larger ones take more from the heap and give it back.
constexpr std::size_t pool_bytes = 65'536;
// RapidJSON's own check of the encoding takes longer than all the rest of the parse: see is_utf8().
constexpr unsigned parse_flags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag;

// Slack's payloads are ASCII but for names and texts: eight bytes at a time, until one is not.
bool is_utf8(std::string_view text) {
    constexpr std::uint64_t not_ascii = 0x8080'8080'8080'8080;
    std::uint64_t word = 0;
    while (text.size() >= sizeof word) {
        std::memcpy(&word, text.data(), sizeof word);
        if ((word & not_ascii) != 0) break;
        text.remove_prefix(sizeof word);
    }
    return utf8::is_valid(text.begin(), text.end());
}

bool has_twins(
    std::vector<std::string_view>::iterator first, std::vector<std::string_view>::iterator last
) {
    // Most objects are small; sorting keeps an object of a million keys from costing a day.
    if (last - first <= 12) {
        for (auto one = first; one != last; ++one) {
            if (std::find(one + 1, last, *one) != last) return true;
        }
        return false;
    }
    std::sort(first, last);
    return std::adjacent_find(first, last) != last;
}

// RapidJSON 1.1 writes the escape of a lone low surrogate as bytes that are not UTF-8. Only a text
// with such an escape, alone or in a pair, needs its strings looked through.
bool may_hide_surrogates(std::string_view json) {
    for (auto at = json.find('\\'); at != std::string_view::npos; at = json.find('\\', at + 2)) {
        const auto escape = json.substr(at + 1, 2);
        if (escape == "ud" || escape == "uD") return true;
    }
    return false;
}

bool has_surrogate(std::string_view text) {
    for (auto at = text.find('\xed'); at != std::string_view::npos;
         at = text.find('\xed', at + 1)) {
        if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xa0) return true;
    }
    return false;
}

// Passes everything on to the document and watches depth and keys.
class Watch {
 public:
    Watch(Document& document, std::vector<std::string_view>& keys, bool look_for_surrogates)
        : document_{document}, keys_{keys}, look_for_surrogates_{look_for_surrogates} {}

    bool too_deep() const { return too_deep_; }
    bool twins() const { return twins_; }
    bool surrogate() const { return surrogate_; }

    // NOLINTBEGIN(readability-identifier-naming): the names are RapidJSON's
    bool Null() { return document_.Null(); }
    bool Bool(bool b) { return document_.Bool(b); }
    bool Int(int i) { return document_.Int(i); }
    bool Uint(unsigned i) { return document_.Uint(i); }
    bool Int64(std::int64_t i) { return document_.Int64(i); }
    bool Uint64(std::uint64_t i) { return document_.Uint64(i); }
    bool Double(double d) { return document_.Double(d); }
    bool RawNumber(const char* s, Size n, bool copy) { return document_.RawNumber(s, n, copy); }
    bool String(const char* s, Size n, bool copy) {
        return whole({s, n}) && document_.String(s, n, copy);
    }
    bool StartObject() { return enter() && document_.StartObject(); }
    bool Key(const char* s, Size n, bool copy) {
        keys_.emplace_back(s, n);
        return whole({s, n}) && document_.Key(s, n, copy);
    }
    bool EndObject(Size members) {
        --depth_;
        const auto first = keys_.end() - static_cast<std::ptrdiff_t>(members);
        if (has_twins(first, keys_.end())) {
            twins_ = true;
            return false;
        }
        keys_.erase(first, keys_.end());
        return document_.EndObject(members);
    }
    bool StartArray() { return enter() && document_.StartArray(); }
    bool EndArray(Size elements) {
        --depth_;
        return document_.EndArray(elements);
    }
    // NOLINTEND(readability-identifier-naming)

 private:
    bool enter() {
        too_deep_ = ++depth_ > deepest;
        return !too_deep_;
    }
    bool whole(std::string_view text) {
        surrogate_ = look_for_surrogates_ && has_surrogate(text);
        return !surrogate_;
    }

    Document& document_;
    std::vector<std::string_view>& keys_;
    bool look_for_surrogates_;
    std::size_t depth_ = 0;
    bool too_deep_ = false;
    bool twins_ = false;
    bool surrogate_ = false;
};

}  // namespace

struct Parser::Machine {
    std::vector<char> memory = std::vector<char>(pool_bytes);
    Document::AllocatorType pool{memory.data(), memory.size()};
    std::vector<std::string_view> keys;
    rapidjson::Reader reader;
    std::optional<Document> document;
};

Parser::Parser() : machine_{new Machine} {}
Parser::~Parser() {
    delete machine_;
}

const Value* Parser::parse(char* text, std::size_t size) {
    if (!is_utf8({text, size})) {
        fault_ = Fault::invalid_utf8;
        return nullptr;
    }
    auto& document = machine_->document;
    auto& reader = machine_->reader;
    auto& keys = machine_->keys;
    document.reset();
    machine_->pool.Clear();
    if (keys.capacity() > 4096) std::vector<std::string_view>{}.swap(keys);
    keys.clear();

    document.emplace(&machine_->pool);
    Watch watch{*document, keys, may_hide_surrogates({text, size})};
    Stream stream{text};
    auto generate = [&](Document&) { return !reader.Parse<parse_flags>(stream, watch).IsError(); };
    document->Populate(generate);

    if (watch.too_deep()) {
        fault_ = Fault::too_deep;
    } else if (watch.twins()) {
        fault_ = Fault::duplicate_key;
    } else if (watch.surrogate() || reader.GetParseErrorCode() == rapidjson::kParseErrorStringUnicodeSurrogateInvalid) {
        fault_ = Fault::invalid_utf8;
    } else if (reader.HasParseError() || stream.Tell() != size) {
        fault_ = Fault::syntax;  // also: a NUL byte ends the stream before the text
    } else {
        return &*document;
    }
    return nullptr;
}

const Value* find(const Value& object, std::string_view key) {
    if (!object.IsObject()) return nullptr;
    for (auto member = object.MemberBegin(); member != object.MemberEnd(); ++member) {
        const std::string_view name{member->name.GetString(), member->name.GetStringLength()};
        if (name == key) return member->value.IsNull() ? nullptr : &member->value;
    }
    return nullptr;
}

const Value* find_object(const Value& object, std::string_view key) {
    const auto* value = find(object, key);
    return value && value->IsObject() ? value : nullptr;
}

const Value* find_array(const Value& object, std::string_view key) {
    const auto* value = find(object, key);
    return value && value->IsArray() ? value : nullptr;
}

std::optional<std::string_view> find_text(const Value& object, std::string_view key) {
    const auto* value = find(object, key);
    if (!value || !value->IsString()) return std::nullopt;
    return std::string_view{value->GetString(), value->GetStringLength()};
}

std::string text(const Value& object, std::string_view key) {
    return std::string{find_text(object, key).value_or("")};
}

std::optional<bool> find_truth(const Value& object, std::string_view key) {
    const auto* value = find(object, key);
    if (!value) return std::nullopt;
    if (value->IsBool()) return value->GetBool();
    const auto word = find_text(object, key);
    if (word && *word == "true") return true;
    if (word && *word == "false") return false;
    return std::nullopt;
}

bool truth(const Value& object, std::string_view key) {
    return find_truth(object, key).value_or(false);
}

std::optional<std::int64_t> find_integer(const Value& object, std::string_view key) {
    const auto* value = find(object, key);
    if (!value || !value->IsInt64()) return std::nullopt;
    return value->GetInt64();
}

std::vector<std::string> texts(const Value& object, std::string_view key) {
    std::vector<std::string> found;
    const auto* array = find_array(object, key);
    if (!array) return found;
    for (const auto& element : array->GetArray()) {
        if (element.IsString()) found.emplace_back(element.GetString(), element.GetStringLength());
    }
    return found;
}

}  // namespace bot::json
