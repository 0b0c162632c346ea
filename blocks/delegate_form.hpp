// Delegate: who reviews in my place, from when until when.
#pragma once

#include <optional>

#include "blocks/kit.hpp"
#include "blocks/request_form.hpp"

namespace blocks {

struct DelegateForm {
    std::optional<PersonChoice> delegate = {};  // as set; none: nobody yet
    std::optional<policy::Instant> from = {};
    std::optional<policy::Instant> until = {};
};
View delegate_form(const DelegateForm& model);

// The dates, for `errors` and `state`; block and action share the name. The colleague's block is
// that of Reassign.
BlockId from_block();
BlockId until_block();

}  // namespace blocks
