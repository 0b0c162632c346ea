// The modals that ask why: an approval where the policy wants it, a denial, and a manual task that
// could not be done.
#pragma once

#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

struct CommentForm {
    std::string key;  // private_metadata: the task
    Person beneficiary = {};
    std::vector<GrantName> items = {};
    policy::Action action = policy::Action::grant;
};
View approve_comment(const CommentForm& model);
View deny_comment(const CommentForm& model);
View could_not_comment(const CommentForm& model);
// The same of one item of several: private_metadata names it, too.
View could_not_item(const CommentForm& model);

// The field for a word with an approval, where the policy asks for it.
Block approval_comment();

// The comment's input, for `errors` and `state`; its action_id is ids::comment.
BlockId comment_block();

}  // namespace blocks
