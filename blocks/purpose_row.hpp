// An approved purpose with Start or Stop: the same in the Home tab and in the message that tells of
// it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"
#include "policy/purpose.hpp"

namespace blocks {

struct AssignedPurpose {
    std::string key;  // the request
    PurposeAsked purpose = {};
    std::vector<GrantName> items = {};  // what it takes, as far as it was approved
    policy::PurposeStanding standing = policy::PurposeStanding::assigned;
    std::optional<policy::Instant> until = {};     // its end, once it was started
    std::optional<policy::Instant> start_by = {};  // its end unless it is started, until it is
    bool active = true;                            // false: it cannot be started any more
};

// `place` tells several rows of one view apart.
std::vector<Block> purpose_row(const AssignedPurpose& model, const std::string& place);

// Stop, which is asked about twice.
Button stop_button(const std::string& key, const std::vector<GrantName>& items);

// Tells the holder that the purpose can be started, and later how it stands.
Message purpose_assigned(const AssignedPurpose& model);

// Tells the holder that it has ended because they did not start it in time.
Message purpose_ended(const AssignedPurpose& model);

}  // namespace blocks
