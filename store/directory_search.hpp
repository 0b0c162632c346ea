// The index behind search_employees: which words lead to whom. The only file that knows how we
// search people, so that another engine may do it otherwise.
#pragma once

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// Makes the index hold the words of all active versions of this person, seen or on their way, and
// no others. To be called whenever a version of the person was written or deleted.
void refresh_search(Tx& tx, policy::EmployeeId id);

}  // namespace store
