// Reading foreign JSON without surprises: a bounded parse, and look-ups that answer "not there" for
// what is missing, null or of another type. For .cpp files of bot only.
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::json {

using Value = rapidjson::Value;

inline constexpr std::size_t deepest = 64;

enum class Fault { syntax, invalid_utf8, too_deep, duplicate_key };

// Parses in place, iteratively, on memory that is reused from one parse to the next. A value lives
// until the next parse, and its strings lie in the text that was given.
class Parser {
 public:
    Parser();
    ~Parser();
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    // `text` must be followed by a NUL that is not counted, and is overwritten. nullptr on a fault.
    const Value* parse(char* text, std::size_t size);
    Fault fault() const { return fault_; }

 private:
    struct Machine;
    Machine* machine_;
    Fault fault_ = Fault::syntax;
};

// A member that is there and not null; nullptr for anything that is not an object.
const Value* find(const Value& object, std::string_view key);
const Value* find_object(const Value& object, std::string_view key);
const Value* find_array(const Value& object, std::string_view key);
// A string; nothing for a missing one, empty only for an empty one.
std::optional<std::string_view> find_text(const Value& object, std::string_view key);
// A string, empty if there is none.
std::string text(const Value& object, std::string_view key);
// true, or "true" as some payloads write it.
bool truth(const Value& object, std::string_view key);
std::optional<bool> find_truth(const Value& object, std::string_view key);
std::optional<std::int64_t> find_integer(const Value& object, std::string_view key);
// The strings of an array.
std::vector<std::string> texts(const Value& object, std::string_view key);

}  // namespace bot::json
