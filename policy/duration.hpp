// How long access may last: permanent, or until an instant that is within what every chosen
// connection allows.
#pragma once

#include <optional>

#include "policy/ids.hpp"

namespace policy {

// What the form says.
struct Duration {
    bool temporary = false;
    std::optional<Instant> ends = {};  // of a temporary one, once it is chosen

    bool operator==(const Duration&) const = default;
};

// What a selection allows.
struct DurationRules {
    struct Limit {
        ConnectionId connection;
        Seconds longest{0};
    };
    std::optional<Limit> limit = {};  // the shortest that a connection has of its own
    bool inherits = false;            // some connection has none: the setting counts for it
    Seconds longest{0};               // the setting

    void add(ConnectionId connection, std::optional<Seconds> own);
};

enum class DurationFault {
    no_end,           // temporary, without an end
    passed,           // the end is not in the future
    too_long,         // longer than `longest`
    never_permanent,  // a connection has a longest duration of its own: `longest`
};
struct DurationProblem {
    DurationFault fault;
    std::optional<ConnectionId> connection = {};  // that limits; none: the setting does
    Seconds longest{0};
};

// What is wrong with a duration. The setting bounds what is temporary, and forbids nothing that is
// permanent.
std::optional<DurationProblem> judge_duration(
    const Duration& duration, Instant now, const DurationRules& rules
);

}  // namespace policy
