// A purpose: a named piece of work and the access that it takes, asked for as a whole.
#pragma once

#include <optional>
#include <string>

#include "policy/ids.hpp"

namespace policy {

using PurposeId = Id<struct PurposeTag>;

struct Purpose {
    PurposeId id;
    std::string name;
    std::string description;
    std::optional<Seconds> pre_expiry_notice = {};  // none: as the settings say, like the next
    std::optional<Seconds> longest_duration = {};
    std::string department;  // whom it is meant for, empty for anybody; like the next two
    std::string title;
    std::string team;
    std::optional<EmployeeId> owner = {};
    bool active = true;  // only an active one is offered

    bool operator==(const Purpose&) const = default;
};

}  // namespace policy
