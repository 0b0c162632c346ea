// The text of a message, from the rows of its subject as they are when it is sent.
#pragma once

#include <optional>
#include <string>

#include "blocks/kit.hpp"
#include "policy/ids.hpp"
#include "store/messages.hpp"

namespace bot {

// What the settings give to every message.
struct RenderRules {
    std::string tasks_url;  // target of My tasks; empty: a button that opens the list
};

// Nothing if there is nothing to say any more.
std::optional<blocks::Message> render(
    store::Tx& tx, const store::MessageRow& row, const RenderRules& rules, policy::Instant now
);

}  // namespace bot
