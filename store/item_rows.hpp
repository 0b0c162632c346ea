// How a joined item row is selected and read: shared by requests and tasks, inside store only.
#pragma once

#include <string>

#include "store/query.hpp"
#include "store/requests.hpp"

namespace store {

// "SELECT … FROM request_items i JOIN …": add a WHERE on `i`.
const std::string& item_select();
// The row that `item_select` yields.
ItemRow read_item(const Query& rows);

}  // namespace store
