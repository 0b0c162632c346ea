// A request form that was closed before it was sent, offered again.
#pragma once

#include <optional>
#include <string>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"
#include "policy/model.hpp"

namespace blocks {

struct FormOffer {
    std::string key;                  // private_metadata: the draft
    Person beneficiary = {};          // is_reader: for oneself
    std::optional<Person> like = {};  // like whom, if chosen
    std::string title = {};           // or like which job title
    policy::Instant changed = {};
    std::optional<policy::Action> custom = {};  // Custom: to get or to lose access
    std::int64_t chosen = 0;                    // of Custom: access grants chosen one by one
};
View form_offer(const FormOffer& model);

// The form's draft is not there any more, or not this person's.
View form_gone();
// In the place of a form that has become a request already, from another window.
View form_sent();

}  // namespace blocks
