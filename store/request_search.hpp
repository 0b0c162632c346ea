// Requests of the whole company, for operators.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// `person`: the requester or the beneficiary.
struct RequestSelection {
    std::optional<bool> closed = {};
    std::optional<policy::EmployeeId> person = {};
    std::optional<std::int64_t> limit = {};
};

struct FoundRequests {
    std::vector<policy::RequestId> ids;  // the newest first
    std::int64_t total = 0;              // without the limit
};
FoundRequests find_requests(Tx& tx, const RequestSelection& selection);

}  // namespace store
