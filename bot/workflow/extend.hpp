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
// items as they would be, pending; none where somebody has asked to remove it, or nobody can ask
// for it any more. Only the holder extends.
struct Extension {
    store::RequestRow request;
    std::vector<store::ItemRow> items;
    policy::Instant ends;        // of what is held now, the first; each of `items` has its own
    policy::Instant last_end;    // and the last
    policy::Instant latest;      // what the rules allow from now on
    bool asked_already = false;  // of all that nobody has asked to remove
    bool not_offered = false;    // some of it cannot be asked for any more, nor extended
};
std::optional<Extension> extension_of(const Act& act, policy::RequestId id);
// Those of its items that would last longer: the others are not asked for.
std::vector<store::ItemRow> lasting_longer(
    const std::vector<store::ItemRow>& items, policy::Instant new_end
);

enum class ExtendProblem {
    gone,           // nothing of it is held any more, or it is somebody else's
    asked_already,  // more time is asked for, and nobody has decided yet
    removal_asked,  // somebody wants it removed
    not_later,      // the new end is not after the present one, or has passed
    too_long,       // `latest` says until when it is possible
    reason_missing,
    reason_too_short,    // `connection` asks for `length` characters
    reason_not_matched,  // `connection` asks for `pattern`
    not_offered,         // it cannot be asked for any more
    nobody_may_decide
};
struct ExtendRefused {
    ExtendProblem problem = ExtendProblem::gone;
    std::optional<policy::Instant> latest = {};
    policy::ConnectionId connection = {};
    int length = 0;
    std::string pattern = {};
};
using ExtendOutcome = std::variant<policy::RequestId, ExtendRefused>;

ExtendOutcome extend(
    const Act& act, policy::RequestId id, policy::Instant new_end, const std::string& reason
);

// Items on their way to be granted: what the person holds already needs nobody's hands, it lasts
// longer at once, and never shorter. The others are returned.
std::vector<store::ItemRow> extend_held(
    const Act& act, const store::RequestRow& request, std::vector<store::ItemRow> items
);

}  // namespace bot::workflow
