#include "store/offers.hpp"

#include <algorithm>
#include <map>

#include "policy/word_index.hpp"
#include "store/directory.hpp"
#include "store/directory_rows.hpp"
#include "store/directory_words.hpp"
#include "store/query.hpp"

namespace store {
namespace {

const std::string lacking = R"sql(WHERE c.integration_id = ? AND c.requestable = 1
    AND c.id NOT IN (SELECT connection_id FROM current_grants WHERE holder_id = ?) )sql";

}  // namespace

std::vector<policy::ConnectionId> held_connections(Tx& tx, policy::EmployeeId employee) {
    std::vector<policy::ConnectionId> held;
    Query rows(
        tx,
        R"sql(SELECT DISTINCT connection_id FROM current_grants WHERE holder_id = ?
            ORDER BY connection_id)sql",
        employee
    );
    while (rows.next())
        held.push_back(rows.get<policy::ConnectionId>(0));
    return held;
}

std::vector<Holding> holdings_of(Tx& tx, policy::EmployeeId employee) {
    std::map<policy::ConnectionId, std::vector<policy::IdentityId>> accounts;
    {
        Query rows(
            tx,
            R"sql(SELECT connection_id, identity_id FROM current_grants WHERE holder_id = ?
                ORDER BY connection_id, identity_id)sql",
            employee
        );
        while (rows.next()) {
            accounts[rows.get<policy::ConnectionId>(0)].push_back(rows.get<policy::IdentityId>(1));
        }
    }
    std::vector<Holding> holdings;
    for (auto& connection : connections_of(tx, employee)) {
        auto by = std::move(accounts[connection.id]);
        holdings.push_back({std::move(connection), std::move(by)});
    }
    return holdings;
}

LackingCount count_lacking(Tx& tx, policy::IntegrationId application, policy::EmployeeId employee) {
    LackingCount count;
    const std::string all = "SELECT COUNT(*) FROM current_connections c ";
    count.lacking = first<std::int64_t>(tx, all + lacking, application, employee).value();
    count.requestable =
        first<std::int64_t>(
            tx, all + "WHERE c.integration_id = ? AND c.requestable = 1", application
        )
            .value();
    return count;
}

std::vector<policy::Connection> lacking_of(
    Tx& tx,
    policy::IntegrationId application,
    policy::EmployeeId employee,
    std::int64_t offset,
    std::int64_t limit
) {
    std::vector<policy::Connection> page;
    Query rows(
        tx,
        connection_columns + lacking +
            "ORDER BY c.privileged, c.resource, c.privilege, c.project, c.id LIMIT ? OFFSET ?",
        application,
        employee,
        limit,
        offset
    );
    while (rows.next())
        page.push_back(read_connection(rows));
    return page;
}

std::vector<policy::Integration> search_integrations(Tx& tx, std::string_view query, int limit) {
    auto all = integrations(tx);
    policy::WordIndex index;
    for (std::size_t at = 0; at < all.size(); ++at)
        index.add(static_cast<std::int64_t>(at), {folded_words(all[at].name)});
    std::vector<policy::Integration> found;
    const auto most = static_cast<std::size_t>(std::max(limit, 0));
    for (const auto at : index.find(folded_words(query), most).ids)
        found.push_back(std::move(all[static_cast<std::size_t>(at)]));
    return found;
}

}  // namespace store
