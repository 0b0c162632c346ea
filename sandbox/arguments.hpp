// The arguments of a Web API call, the same for JSON and form bodies: in forms, structures are
// JSON-encoded strings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/http.hpp"
#include "sandbox/json.hpp"

namespace sandbox {

class Arguments {
 public:
    Arguments() = default;
    explicit Arguments(Json values) : values_(std::move(values)) {}

    // Present and not null (null means the default).
    bool has(std::string_view name) const;
    // As text; numbers and booleans too. Empty if absent.
    std::string text(std::string_view name) const;
    bool flag(std::string_view name, bool otherwise = false) const;
    // nullopt if absent or no number.
    std::optional<std::int64_t> number(std::string_view name) const;
    // An object or array, decoded if it came as a string; nullopt if absent or not JSON.
    std::optional<Json> structure(std::string_view name) const;
    const Json& values() const { return values_; }

 private:
    Json values_ = Json::object();
};

// What was read from a request: the arguments, or Slack's error name for a body it cannot read.
struct ReadArguments {
    Arguments arguments = {};
    std::string token = {};    // from the Authorization header, else from the form
    std::string error = {};    // "invalid_json" …, empty if the body could be read
    std::string warning = {};  // "missing_charset" or "superfluous_charset"
    std::string misuse = {};   // a sentence, where Slack does not complain but a careful app would
};

ReadArguments read_arguments(const HttpRequest& request);

}  // namespace sandbox
