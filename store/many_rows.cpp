#include "store/many_rows.hpp"

#include <algorithm>

#include "store/query.hpp"

namespace store {
namespace {

constexpr std::size_t at_a_time = 64;

std::string statement_of(const ManyRows& what, std::size_t rows) {
    auto sql = what.before;
    auto parameter = what.common;
    for (std::size_t i = 0; i < rows; ++i) {
        sql += i == 0 ? " " : ", ";
        for (const char letter : what.row) {
            if (letter == '#') {
                sql += '?' + std::to_string(++parameter);
            } else {
                sql += letter;
            }
        }
    }
    return sql + ' ' + what.after;
}

}  // namespace

std::int64_t insert_rows(
    Tx& tx,
    const ManyRows& what,
    const std::vector<std::int64_t>& ids,
    const std::function<void(SQLite::Statement&)>& bind_common
) {
    const auto own = static_cast<std::size_t>(what.own);
    std::int64_t changed = 0;
    for (std::size_t at = 0; at < ids.size();) {
        const auto rows = std::min(at_a_time, (ids.size() - at) / own);
        const auto sql = statement_of(what, rows);
        auto statement = tx.statements().take(sql);
        bind_common(*statement);
        for (std::size_t i = 0; i < rows * own; ++i)
            statement->bind(what.common + 1 + static_cast<int>(i), ids[at + i]);
        changed += statement->exec();
        tx.statements().put_back(sql, std::move(statement));
        at += rows * own;
    }
    return changed;
}

}  // namespace store
