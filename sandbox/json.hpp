// JSON as a plain value that is copied, compared and taken apart like any other: RapidJSON reads
// and writes the text, this keeps the tree. Members stay in the order in which they were written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sandbox {

class Json {
 public:
    using Array = std::vector<Json>;
    struct Member;
    using Object = std::vector<Member>;

    Json();
    Json(std::nullptr_t);
    Json(bool value);
    Json(int value);
    Json(unsigned value);
    Json(std::int64_t value);
    Json(std::size_t value);
    Json(double value);
    Json(const char* value);
    Json(std::string_view value);
    Json(std::string value);
    Json(const Json& other);
    Json(Json&& other) noexcept;
    Json& operator=(const Json& other);
    Json& operator=(Json&& other) noexcept;
    ~Json();
    static Json array(std::initializer_list<Json> items = {});
    static Json object(std::initializer_list<Member> members = {});

    bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
    bool is_bool() const { return std::holds_alternative<bool>(value_); }
    bool is_integer() const { return std::holds_alternative<std::int64_t>(value_); }
    bool is_number() const { return is_integer() || std::holds_alternative<double>(value_); }
    bool is_string() const { return std::holds_alternative<std::string>(value_); }
    bool is_array() const { return std::holds_alternative<Array>(value_); }
    bool is_object() const { return std::holds_alternative<Object>(value_); }

    // The value, or `otherwise` if it is of another type.
    bool boolean(bool otherwise = false) const;
    std::int64_t integer(std::int64_t otherwise = 0) const;
    double number(double otherwise = 0) const;
    const std::string& string() const;  // empty if it is not a string

    // The items of an array or the members of an object; none if it is another type.
    const Array& items() const;
    const Object& members() const;
    std::size_t size() const;
    bool empty() const { return size() == 0; }

    // nullptr if this is no object or lacks the member.
    const Json* find(std::string_view name) const;
    Json* find(std::string_view name);
    bool has(std::string_view name) const { return find(name) != nullptr; }
    // A null value if this is no object or lacks the member.
    const Json& at(std::string_view name) const;
    // The string member `name`, or empty.
    const std::string& text(std::string_view name) const { return at(name).string(); }

    // Sets a member; a value that is no object becomes one. Returns *this.
    Json& set(std::string_view name, Json value);
    void erase(std::string_view name);
    // Appends an item; a value that is no array becomes one. Returns the new item.
    Json& add(Json item);
    // For changing in place; a value of another type becomes an empty one first.
    Array& items_of();
    Object& members_of();

    // Deep equality; the order of members does not matter, 1 equals 1.0.
    friend bool operator==(const Json& a, const Json& b);

 private:
    std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> value_;
};

struct Json::Member {
    std::string name;
    Json value;
};

// Parses a whole text: nullopt if it is not JSON, not UTF-8, or deeper than 100 levels. With
// `fault`, says what and at which byte.
std::optional<Json> parse_json(std::string_view text, std::string* fault = nullptr);

// Compact UTF-8.
std::string write_json(const Json& value);
// As Slack writes it: ASCII only, with `\/` for `/`.
std::string write_slack_json(const Json& value);

}  // namespace sandbox
