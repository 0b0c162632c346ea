// Extend: access for a time, asked for again until later. A request like any other, so the form
// says who decides.
#pragma once

#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"
#include "blocks/policy_denial.hpp"

namespace blocks {

struct ExtendForm {
    std::string key;          // private_metadata: the request that granted it
    Person beneficiary = {};  // is_reader: for myself
    std::vector<GrantName> items = {};
    policy::Instant ends = {};      // of what is held now, the first
    policy::Instant proposed = {};  // what the picker shows first
    std::string reason = {};
    std::vector<Decider> deciders = {};
    std::vector<GrantName> at_once = {};      // what the policy approves at once
    std::vector<DeniedByPolicy> denied = {};  // and what it denies
    std::vector<PassedOver> passed_over = {};
    std::vector<policy::Instant> item_ends = {};  // of each of `items`, where they differ
};
View extend_form(const ExtendForm& model);

// For `errors` and `state`; each action_id is the block's.
BlockId new_end_block();
BlockId extend_reason_block();

}  // namespace blocks
