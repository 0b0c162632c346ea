// Extend: access for a time is asked for again until later, as a request like any other.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/workflow/act.hpp"
#include "store/requests.hpp"

namespace bot::workflow {

// What an extension of a request's access would ask for: a request as it would be submitted, and
// items as they would be, pending; none where somebody has asked to remove it. Only the holder
// extends.
struct Extension {
    store::RequestRow request;
    std::vector<store::ItemRow> items;
    policy::Instant ends;        // of what is held now
    policy::Instant latest;      // what the rules allow from now on
    bool asked_already = false;  // of all that nobody has asked to remove
};
std::optional<Extension> extension_of(const Act& act, policy::RequestId id);

enum class ExtendProblem {
    gone,           // nothing of it is held any more, or it is somebody else's
    asked_already,  // more time is asked for, and nobody has decided yet
    removal_asked,  // somebody wants it removed
    not_later,      // the new end is not after the present one, or has passed
    too_long,       // `latest` says until when it is possible
    reason_missing
};
struct ExtendRefused {
    ExtendProblem problem = ExtendProblem::gone;
    std::optional<policy::Instant> latest = {};
};
using ExtendOutcome = std::variant<policy::RequestId, ExtendRefused>;

ExtendOutcome extend(
    const Act& act, policy::RequestId id, policy::Instant new_end, const std::string& reason
);

// Items on their way to be granted: what the person holds already needs nobody's hands, it lasts
// longer at once. The others are returned.
std::vector<store::ItemRow> extend_held(
    const Act& act, const store::RequestRow& request, std::vector<store::ItemRow> items
);

}  // namespace bot::workflow
