// Faults that a test plants in the Web API: which calls fail next, how, and how often.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandbox/json.hpp"

namespace sandbox {

enum class FaultKind {
    slow,         // answered `ms` later
    http_500,     // an error page instead of JSON
    not_json,     // 200 with something else
    lost_answer,  // done, then the connection is closed without an answer
    reset,        // closed before anything is done
    rate_limit,   // 429 with `retry_after`
    error,        // ok:false with `error`
};

struct Fault {
    std::string method;  // or "*"
    FaultKind kind = FaultKind::http_500;
    std::int64_t ms = 0;
    std::int64_t retry_after = 1;
    std::string error = "internal_error";
    std::int64_t times = 1;

    Json json() const;
};

class Faults {
 public:
    // From a control call; throws std::invalid_argument with a sentence.
    void plant(const Json& description);
    void clear() { planted_.clear(); }
    // The fault that this call meets, if any; it counts as one of its times.
    std::optional<Fault> strike(const std::string& method);
    Json json() const;

 private:
    std::vector<Fault> planted_;
};

}  // namespace sandbox
