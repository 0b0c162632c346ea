// What a policy denies at once, with its sentences: as a message, and as lines of the form.
#pragma once

#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

// What one clause denies.
struct DeniedByPolicy {
    std::string sentence;  // what the policy has to say to the requester
    std::vector<GrantName> items = {};
};

struct PolicyDenial {
    std::string request_key;
    Person requester = {};    // is_reader: the message goes to the requester
    Person beneficiary = {};  // is_reader: to the beneficiary
    std::vector<DeniedByPolicy> denied = {};
    policy::Instant at = {};
};
Message policy_denial(const PolicyDenial& model);

// "2 access grants in AWS: Contractors get no access to production."
Markdown denied_line(const DeniedByPolicy& denied);

}  // namespace blocks
