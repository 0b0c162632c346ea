// Section 6.1 of the protocol sheet: content types, charsets, and where a token may stand.
#include "sandbox/arguments.hpp"

#include <charconv>

#include "sandbox/encoding.hpp"

namespace sandbox {

namespace {

struct ContentType {
    std::string type;
    std::string charset;
    bool has_charset = false;
};

ContentType content_type(const HttpRequest& request) {
    ContentType out;
    const std::string* header = find_header(request.headers, "content-type");
    if (!header) return out;
    const std::vector<std::string> parts = split(*header, ';');
    out.type = lower_case(trimmed(parts.front()));
    for (std::size_t i = 1; i < parts.size(); ++i) {
        std::string part = lower_case(trimmed(parts[i]));
        if (!part.starts_with("charset=")) continue;
        out.has_charset = true;
        out.charset = part.substr(8);
        std::erase(out.charset, '"');
    }
    return out;
}

// False at a broken percent sign.
bool add_fields(Json& values, std::string_view encoded) {
    const auto fields = decode_form(encoded);
    if (!fields) return false;
    for (const auto& [name, value] : *fields)
        values.set(name, value);
    return true;
}

void read_json(
    const HttpRequest& request, const ContentType& type, ReadArguments& out, Json& values
) {
    if (!type.has_charset) out.warning = "missing_charset";
    auto body = parse_json(request.body);
    if (!body) {
        out.error = "invalid_json";
    } else if (!body->is_object()) {
        out.error = "json_not_object";
    } else {
        if (!values.empty()) out.misuse = "query arguments beside a JSON body";
        if (body->has("token")) out.misuse = "a token inside a JSON body, where it does not count";
        values = std::move(*body);
    }
}

void read_form(
    const HttpRequest& request, const ContentType& type, ReadArguments& out, Json& values
) {
    if (type.has_charset) out.warning = "superfluous_charset";
    if (!add_fields(values, request.body)) {
        out.error = "invalid_form_data";
    } else if (values.has("token")) {
        out.token = values.text("token");
        values.erase("token");
    }
}

void read_body(const HttpRequest& request, ReadArguments& out, Json& values) {
    const ContentType type = content_type(request);
    if (type.has_charset && type.charset != "utf-8" && type.charset != "iso-8859-1") {
        out.error = "invalid_charset";
    } else if (type.type == "application/json") {
        read_json(request, type, out, values);
    } else if (type.type == "application/x-www-form-urlencoded") {
        read_form(request, type, out, values);
    } else if (type.type.empty()) {
        if (!request.body.empty()) out.error = "missing_post_type";
    } else {
        out.error = "invalid_post_type";
    }
}

}  // namespace

bool Arguments::has(std::string_view name) const {
    return !values_.at(name).is_null();
}

std::string Arguments::text(std::string_view name) const {
    const Json& value = values_.at(name);
    if (value.is_string() || value.is_null()) return value.string();
    return write_json(value);
}

bool Arguments::flag(std::string_view name, bool otherwise) const {
    if (!has(name)) return otherwise;
    const std::string value = text(name);
    return value == "true" || value == "1";
}

std::optional<std::int64_t> Arguments::number(std::string_view name) const {
    const Json& value = values_.at(name);
    if (value.is_integer()) return value.integer();
    const std::string& digits = value.string();
    std::int64_t number = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, fault] = std::from_chars(digits.data(), end, number);
    if (fault != std::errc() || stop != end) return std::nullopt;
    return number;
}

std::optional<Json> Arguments::structure(std::string_view name) const {
    const Json& value = values_.at(name);
    if (value.is_null()) return std::nullopt;
    if (value.is_string()) return parse_json(value.string());
    return value;
}

ReadArguments read_arguments(const HttpRequest& request) {
    ReadArguments out;
    Json values = Json::object();
    if (!add_fields(values, request.query())) out.error = "invalid_form_data";
    if (values.has("token")) {
        out.misuse = "a token in the query string";
        values.erase("token");
    }
    if (request.method == "POST" && out.error.empty()) read_body(request, out, values);
    if (const std::string* header = find_header(request.headers, "authorization")) {
        if (header->starts_with("Bearer ")) out.token = header->substr(7);
    }
    out.arguments = Arguments(std::move(values));
    return out;
}

}  // namespace sandbox
