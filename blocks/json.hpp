// Writes JSON: objects field by field, in the order given. Private to the kit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace blocks::json {

// A JSON string with its quotes.
std::string string(std::string_view text);
// An array of values that are JSON already.
std::string array(const std::vector<std::string>& values);

// An array of what `json_of` makes of each element.
template <class Elements, class Make>
std::string array_of(const Elements& elements, Make json_of) {
    std::vector<std::string> values;
    values.reserve(elements.size());
    for (const auto& element : elements)
        values.push_back(json_of(element));
    return array(values);
}

class Object {
 public:
    Object& text(std::string_view key, std::string_view value);
    Object& flag(std::string_view key, bool value);
    Object& number(std::string_view key, std::int64_t value);
    // A value that is JSON already.
    Object& raw(std::string_view key, std::string_view value);

    // The whole object; it cannot be added to afterwards.
    std::string done();

 private:
    std::string out_ = "{";
};

}  // namespace blocks::json
