// What people of one job title hold, for a reviewer: from the counts that are kept
// (title_counts.hpp).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// Of the active holders of a title: how many hold the connection that the fewest of them hold, and
// the one that the most do.
struct TitleHolding {
    std::int64_t people = 0;
    std::int64_t fewest = 0;
    std::int64_t most = 0;

    bool operator==(const TitleHolding&) const = default;
};
// Nothing for a title that nobody active has, or without connections. `without` is one of the
// title's active holders who is left out: what the others hold.
std::optional<TitleHolding> title_holding(
    Tx& tx,
    std::string_view title,
    const std::vector<policy::ConnectionId>& connections,
    std::optional<policy::EmployeeId> without = {}
);

}  // namespace store
