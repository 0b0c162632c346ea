// Items that come to a state together are one message, of which one of them is the subject.
#pragma once

#include "policy/ids.hpp"
#include "store/messages.hpp"

namespace store {

// Of those that came to the state of `item` when it did, the one about which `recipient` is, or
// was, to be told in this way; `item` itself if none is.
policy::ItemId told_with(
    Tx& tx, MessageKind kind, policy::ItemId item, policy::EmployeeId recipient
);

}  // namespace store
