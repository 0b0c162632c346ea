#include "store/catalogue.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "store/directory_rows.hpp"
#include "store/directory_words.hpp"
#include "store/query.hpp"
#include "store/search_memory.hpp"

namespace store {
namespace {

const std::string by_name = " ORDER BY n.name, n.id, c.resource, c.privilege, c.project, c.id";

std::size_t at_most(int limit) {
    return static_cast<std::size_t>(std::max(limit, 0));
}

std::unordered_map<std::int64_t, std::int64_t> holders_of_titles(Tx& tx) {
    std::unordered_map<std::int64_t, std::int64_t> holders;
    Query rows(tx, "SELECT title_id, holders FROM current_title_counts WHERE connection_id = 0");
    while (rows.next())
        holders.emplace(rows.get<std::int64_t>(0), rows.get<std::int64_t>(1));
    return holders;
}

}  // namespace

std::vector<TitleCount> search_titles(Tx& tx, std::string_view query, int limit) {
    const auto index = tx.statements().memory().titles(tx);
    const auto found = index->find(folded_words(query), index->size());
    const auto holders = holders_of_titles(tx);
    struct Candidate {
        std::int64_t id = 0;
        int distance = 0;
        std::int64_t holders = 0;
    };
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < found.ids.size(); ++i) {
        const auto known = holders.find(found.ids[i]);
        if (known == holders.end()) continue;
        candidates.push_back({found.ids[i], found.distances[i], known->second});
    }
    // Equally good ones stand in the order of the alphabet already.
    std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
        return a.distance != b.distance ? a.distance < b.distance : a.holders > b.holders;
    });
    if (candidates.size() > at_most(limit)) candidates.resize(at_most(limit));
    std::vector<TitleCount> titles;
    for (const auto& one : candidates) {
        auto title =
            first<std::string>(tx, "SELECT title FROM titles WHERE id = ?", one.id).value();
        titles.push_back({std::move(title), one.holders});
    }
    return titles;
}

std::optional<TitleCount> find_title(Tx& tx, std::string_view title) {
    const auto holders = first<std::int64_t>(
        tx,
        R"sql(SELECT n.holders FROM titles t JOIN current_title_counts n ON n.title_id = t.id
            WHERE t.title = ? AND n.connection_id = 0)sql",
        title
    );
    if (!holders) return std::nullopt;
    return TitleCount{std::string(title), *holders};
}

TitleAccess title_connections(Tx& tx, std::string_view title, double share) {
    TitleAccess access;
    const auto known = find_title(tx, title);
    if (!known) return access;
    access.holders = known->holders;
    // A share of 2/3 of 3 holders is 2 of them, whatever the last digit of the product says.
    const auto least =
        static_cast<std::int64_t>(std::ceil(share * static_cast<double>(known->holders) - 1e-6));
    std::unordered_map<policy::ConnectionId, std::int64_t> holders;
    Query counts(
        tx,
        R"sql(SELECT n.connection_id, n.holders FROM titles t JOIN current_title_counts n ON n.title_id = t.id
            WHERE t.title = ? AND n.holders >= ? AND n.connection_id <> 0)sql",
        title,
        std::max<std::int64_t>(least, 1)
    );
    while (counts.next())
        holders.emplace(counts.get<policy::ConnectionId>(0), counts.get<std::int64_t>(1));
    Query rows(
        tx,
        connection_columns +
            R"sql(WHERE c.id IN (SELECT n.connection_id FROM titles t
                JOIN current_title_counts n ON n.title_id = t.id
                WHERE t.title = ? AND n.holders >= ? AND n.connection_id <> 0))sql" +
            by_name,
        title,
        std::max<std::int64_t>(least, 1)
    );
    while (rows.next()) {
        auto connection = read_connection(rows);
        const auto count = holders.at(connection.id);
        access.connections.push_back({std::move(connection), count});
    }
    return access;
}

ConnectionPage search_connections(
    Tx& tx, std::string_view query, int limit, const std::set<policy::ConnectionId>& without
) {
    std::vector<std::int64_t> left_out;
    for (const auto id : without)
        left_out.push_back(id.value);
    const auto index = tx.statements().memory().connections(tx);
    const auto found = index->find(folded_words(query), at_most(limit), left_out);
    ConnectionPage page;
    page.total = found.total;
    for (const auto id : found.ids) {
        Query rows(tx, connection_columns + "WHERE c.id = ? AND c.requestable = 1", id);
        if (rows.next()) page.rows.push_back(read_connection(rows));
    }
    return page;
}

DirectoryNames directory_names(Tx& tx) {
    const auto names = [&](const std::string& select) {
        std::set<std::string> all;
        Query rows(tx, select);
        while (rows.next())
            all.insert(lower(rows.get<std::string>(0)));
        return all;
    };
    return {
        names("SELECT DISTINCT title FROM current_employees WHERE status = 'active'"),
        names("SELECT DISTINCT department FROM current_employees WHERE status = 'active'"),
        names("SELECT DISTINCT resource FROM current_connections")};
}

}  // namespace store
