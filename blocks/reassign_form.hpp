// Reassign: to whom a review goes, and a note to them.
#pragma once

#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"
#include "policy/stand_in.hpp"

namespace blocks {

struct ReassignForm {
    std::string key;  // private_metadata: the task
    Person beneficiary = {};
    std::vector<GrantName> items = {};
};
View reassign_form(const ReassignForm& model);

// The inputs, for `errors` and `state`; block and action share the name.
BlockId colleague_block();
BlockId note_block();

// Why a colleague cannot take a review over, to stand at their field.
std::string sentence(policy::TakeOverObjection why, const std::string& name);

}  // namespace blocks
