// Who acts: a Slack user as an employee who may use the bot, or the reason why not.
#pragma once

#include <string>
#include <variant>

#include "blocks/home.hpp"
#include "policy/model.hpp"
#include "store/gate.hpp"

namespace bot {

using Who = std::variant<policy::Employee, blocks::Refusal>;

// Decided from our own tables at the moment of the click (product.md section 2).
Who identify(store::Tx& tx, const policy::TeamId& team, const policy::SlackUserId& user);

}  // namespace bot
