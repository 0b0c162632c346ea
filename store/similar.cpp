#include "store/similar.hpp"

#include <algorithm>

#include "store/query.hpp"

namespace store {
namespace {

constexpr policy::ConnectionId the_holders_themselves{0};

std::int64_t holders(Tx& tx, std::string_view title, policy::ConnectionId connection) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT n.holders FROM titles t JOIN current_title_counts n ON n.title_id = t.id
                   WHERE t.title = ? AND n.connection_id = ?)sql",
               title,
               connection
    )
        .value_or(0);
}

bool holds(Tx& tx, policy::EmployeeId who, policy::ConnectionId connection) {
    return first<std::int64_t>(
               tx,
               "SELECT 1 FROM current_grants WHERE holder_id = ? AND connection_id = ? LIMIT 1",
               who,
               connection
    )
        .has_value();
}

}  // namespace

std::optional<TitleHolding> title_holding(
    Tx& tx,
    std::string_view title,
    const std::vector<policy::ConnectionId>& connections,
    std::optional<policy::EmployeeId> without
) {
    TitleHolding holding;
    holding.people = holders(tx, title, the_holders_themselves) - (without ? 1 : 0);
    if (holding.people <= 0 || connections.empty()) return std::nullopt;
    holding.fewest = holding.people;
    for (const auto connection : connections) {
        const bool own = without && holds(tx, *without, connection);
        const auto hold = std::max<std::int64_t>(holders(tx, title, connection) - (own ? 1 : 0), 0);
        holding.fewest = std::min(holding.fewest, hold);
        holding.most = std::max(holding.most, hold);
    }
    return holding;
}

}  // namespace store
