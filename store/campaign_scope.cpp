#include "store/campaign_scope.hpp"

#include "store/query.hpp"

namespace store {
namespace {

// Where a kind's names stand.
struct Place {
    std::string table;
    std::string column;
    std::string among;
};
Place place_of(ScopeKind kind) {
    switch (kind) {
        case ScopeKind::integration:
            return {"current_integrations", "name", "name <> ''"};
        case ScopeKind::resource:
            return {"resources", "name", "name <> ''"};
        case ScopeKind::department:
            return {"current_employees", "department", "department <> '' AND status = 'active'"};
        case ScopeKind::title:
            break;
    }
    return {"current_employees", "title", "title <> '' AND status = 'active'"};
}

// As a pattern of LIKE that stands for nothing but itself.
std::string escaped(std::string_view text) {
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

}  // namespace

std::vector<ScopeName> search_scope_names(
    Tx& tx, ScopeKind kind, std::string_view query, int limit
) {
    const auto [table, column, among] = place_of(kind);
    std::vector<ScopeName> all;
    Query rows(
        tx,
        "SELECT " + column + ", MIN(id) FROM " + table + " WHERE " + among + " AND LOWER(" +
            column + ") LIKE LOWER(?) ESCAPE '\\' GROUP BY " + column + " ORDER BY " + column +
            " LIMIT ?",
        escaped(query),
        limit
    );
    while (rows.next())
        all.push_back({rows.get<std::string>(0), rows.get<std::int64_t>(1)});
    return all;
}

bool is_scope_name(Tx& tx, ScopeKind kind, std::string_view name) {
    const auto [table, column, among] = place_of(kind);
    return first<int>(
               tx,
               "SELECT 1 FROM " + table + " WHERE " + among + " AND LOWER(" + column +
                   ") = LOWER(?) LIMIT 1",
               name
    )
        .has_value();
}

std::optional<std::string> scope_name(Tx& tx, ScopeKind kind, std::int64_t id) {
    const auto [table, column, among] = place_of(kind);
    return first<std::string>(
        tx, "SELECT " + column + " FROM " + table + " WHERE id = ? AND " + among, id
    );
}

}  // namespace store
