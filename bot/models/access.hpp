// Access that ends, as views show it.
#pragma once

#include <vector>

#include "blocks/access_row.hpp"
#include "blocks/purpose_row.hpp"
#include "bot/workflow/purposes.hpp"
#include "store/requests.hpp"

namespace bot::models {

// Items in the order of their ends and requests: one entry for what one request granted and what
// ends at one instant.
std::vector<blocks::EndingAccess> ending_access(
    store::Tx& tx, const std::vector<store::ItemRow>& items
);

// An approved purpose as its holder sees it.
blocks::AssignedPurpose assigned_purpose(const workflow::PurposeHeld& held);

}  // namespace bot::models
