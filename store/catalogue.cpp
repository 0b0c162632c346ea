#include "store/catalogue.hpp"

#include <algorithm>
#include <cmath>

#include "policy/search.hpp"
#include "store/directory_rows.hpp"
#include "store/directory_words.hpp"
#include "store/query.hpp"

namespace store {
namespace {

const std::string by_name = " ORDER BY n.name, n.id, c.resource, c.privilege, c.project, c.id";

// Something found and how far it is from what was typed.
template <class Thing>
struct Found {
    int distance = 0;
    Thing thing;
};

}  // namespace

std::vector<TitleCount> search_titles(Tx& tx, std::string_view query, int limit) {
    const auto typed = folded_words(query);
    std::vector<Found<TitleCount>> found;
    Query rows(
        tx,
        R"sql(SELECT title, COUNT(*) FROM current_employees WHERE status = 'active' AND title <> ''
            GROUP BY title)sql"
    );
    while (rows.next()) {
        auto title = rows.get<std::string>(0);
        const auto distance = policy::distance(typed, {folded_words(title)});
        if (distance) found.push_back({*distance, {std::move(title), rows.get<std::int64_t>(1)}});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        if (a.distance != b.distance) return a.distance < b.distance;
        if (a.thing.holders != b.thing.holders) return a.thing.holders > b.thing.holders;
        return a.thing.title < b.thing.title;
    });
    std::vector<TitleCount> titles;
    for (auto& one : found) {
        if (titles.size() >= static_cast<std::size_t>(std::max(limit, 0))) break;
        titles.push_back(std::move(one.thing));
    }
    return titles;
}

std::optional<TitleCount> find_title(Tx& tx, std::string_view title) {
    const auto holders = first<std::int64_t>(
        tx, "SELECT COUNT(*) FROM current_employees WHERE status = 'active' AND title = ?", title
    );
    if (title.empty() || holders.value_or(0) == 0) return std::nullopt;
    return TitleCount{std::string(title), *holders};
}

TitleAccess title_connections(Tx& tx, std::string_view title, double share) {
    TitleAccess access;
    const auto known = find_title(tx, title);
    if (!known) return access;
    access.holders = known->holders;
    const auto least =
        static_cast<std::int64_t>(std::ceil(share * static_cast<double>(access.holders) - 1e-9));
    std::vector<std::pair<policy::ConnectionId, std::int64_t>> counts;
    Query rows(
        tx,
        R"sql(SELECT g.connection_id, COUNT(DISTINCT g.holder_id) AS holders FROM current_employees e
            JOIN current_grants g ON g.holder_id = e.id WHERE e.status = 'active' AND e.title = ?
            GROUP BY g.connection_id)sql",
        title
    );
    while (rows.next()) {
        const auto holders = rows.get<std::int64_t>(1);
        if (holders < std::max<std::int64_t>(least, 1)) continue;
        Query one(tx, connection_columns + "WHERE c.id = ?", rows.get<policy::ConnectionId>(0));
        if (one.next()) access.connections.push_back({read_connection(one), holders});
    }
    const auto name = [](const TitleConnection& held) {
        const auto& c = held.connection;
        return std::tie(
            c.integration_name, c.integration.value, c.resource, c.privilege, c.project, c.id.value
        );
    };
    std::sort(access.connections.begin(), access.connections.end(), [&](auto& a, auto& b) {
        return name(a) < name(b);
    });
    return access;
}

ConnectionPage search_connections(
    Tx& tx, std::string_view query, int limit, const std::set<policy::ConnectionId>& without
) {
    const auto typed = folded_words(query);
    std::vector<Found<policy::Connection>> found;
    Query rows(tx, connection_columns + "WHERE c.requestable = 1" + by_name);
    while (rows.next()) {
        auto connection = read_connection(rows);
        if (without.contains(connection.id)) continue;
        const auto distance = policy::distance(
            typed,
            {folded_words(connection.integration_name),
             folded_words(connection.resource),
             folded_words(connection.privilege)}
        );
        if (distance) found.push_back({*distance, std::move(connection)});
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return a.distance < b.distance;
    });
    ConnectionPage page;
    page.total = static_cast<std::int64_t>(found.size());
    for (auto& one : found) {
        if (page.rows.size() >= static_cast<std::size_t>(std::max(limit, 0))) break;
        page.rows.push_back(std::move(one.thing));
    }
    return page;
}

ConnectionPage connections_of_integration(
    Tx& tx,
    policy::IntegrationId integration,
    int offset,
    int limit,
    const std::set<policy::ConnectionId>& without
) {
    ConnectionPage page;
    Query rows(
        tx,
        connection_columns + "WHERE c.integration_id = ? AND c.requestable = 1" + by_name,
        integration
    );
    while (rows.next()) {
        if (without.contains(rows.get<policy::ConnectionId>(0))) continue;
        const auto at = page.total++;
        if (at >= offset && at < std::int64_t{offset} + limit) {
            page.rows.push_back(read_connection(rows));
        }
    }
    return page;
}

}  // namespace store
