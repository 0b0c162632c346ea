// Preferences: which notifications a person wants, as far as the tenant leaves it to them.
#pragma once

#include <string>
#include <vector>

#include "blocks/kit.hpp"

namespace blocks {

// A kind of notification: the word that its box carries, and whether it comes.
struct NotificationChoice {
    std::string value;
    Plain name;
    Plain explanation;
    bool on = true;
};

struct Preferences {
    std::vector<NotificationChoice> choices = {};  // at most ten
    std::vector<Plain> always = {};                // what cannot be switched off
};
View preferences(const Preferences& model);

// For `state`; the action_id is the block's.
BlockId notifications_block();

}  // namespace blocks
