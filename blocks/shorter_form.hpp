// Approve for a shorter time: the reviewer picks an earlier end.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

struct ShorterForm {
    std::string key;  // private_metadata: the task
    Person beneficiary = {};
    std::vector<GrantName> items = {};
    std::optional<policy::Instant> ends = {};  // as it would end now; none: never
    std::optional<PurposeAsked> purpose = {};
    bool needs_comment = false;                   // the policy wants a word with an approval
    std::optional<policy::Instant> extends = {};  // it is held until then already
};
View shorter_form(const ShorterForm& model);

// The date's input, for `errors` and `state`; its action_id is ids::shorter_end.
BlockId shorter_end_block();

}  // namespace blocks
