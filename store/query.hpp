// One statement of SQL with typed parameters and columns. Statements are compiled once per
// connection and reused: compiling costs more than most of our lookups.
#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

class SearchMemory;

// The compiled statements of one connection, by their text. Used by that connection's thread only.
// The memory for searches is shared by all connections to a database.
class Statements {
 public:
    Statements(SQLite::Database& db, std::shared_ptr<SearchMemory> memory)
        : db_(db), memory_(std::move(memory)) {}

    SearchMemory& memory() { return *memory_; }

    // A statement that nobody uses now; give it back with `put_back`.
    std::unique_ptr<SQLite::Statement> take(const std::string& sql);
    void put_back(const std::string& sql, std::unique_ptr<SQLite::Statement> statement);

 private:
    SQLite::Database& db_;
    std::shared_ptr<SearchMemory> memory_;
    std::unordered_map<std::string, std::vector<std::unique_ptr<SQLite::Statement>>> idle_;
};

// Runs once over its rows:
//     Query rows(tx, "SELECT id, name FROM t WHERE at > ?", now);
//     while (rows.next()) use(rows.get<RequestId>(0), rows.get<std::string>(1));
// Parameters bind in order: integers, text, ids, instants, durations in seconds, bools, optionals
// (NULL).
class Query {
 public:
    template <class... Args>
    Query(Tx& tx, std::string sql, const Args&... args)
        : tx_(tx), sql_(std::move(sql)), statement_(tx.statements().take(sql_)) {
        int index = 0;
        (bind(++index, args), ...);
    }
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    // Moves to the next row; false after the last.
    bool next() { return statement_->executeStep(); }

    // Runs a change to its end; how many rows it changed.
    int run();

    template <class T>
    T get(int column) const {
        return convert(statement_->getColumn(column), static_cast<T*>(nullptr));
    }

 private:
    void bind(int index, std::integral auto value) {
        statement_->bind(index, static_cast<std::int64_t>(value));
    }
    void bind(int index, const std::string& value) { statement_->bind(index, value); }
    void bind(int index, std::string_view value) { statement_->bind(index, std::string(value)); }
    void bind(int index, const char* value) { statement_->bind(index, value); }
    void bind(int index, policy::Instant at) {
        statement_->bind(index, policy::seconds_since_epoch(at));
    }
    void bind(int index, policy::Seconds seconds) {
        statement_->bind(index, static_cast<std::int64_t>(seconds.count()));
    }
    template <class Tag>
    void bind(int index, policy::Id<Tag> id) {
        statement_->bind(index, id.value);
    }
    void bind(int index, const policy::SlackUserId& id) { statement_->bind(index, id.value); }
    void bind(int index, const policy::TeamId& id) { statement_->bind(index, id.value); }
    template <class T>
    void bind(int index, const std::optional<T>& value) {
        if (value) {
            bind(index, *value);
        } else {
            statement_->bind(index);
        }
    }

    template <std::integral T>
    static T convert(const SQLite::Column& column, T*) {
        return static_cast<T>(column.getInt64());
    }
    static bool convert(const SQLite::Column& column, bool*) { return column.getInt64() != 0; }
    static std::string convert(const SQLite::Column& column, std::string*) {
        return column.getString();
    }
    static policy::Instant convert(const SQLite::Column& column, policy::Instant*) {
        return policy::instant(column.getInt64());
    }
    static policy::SlackUserId convert(const SQLite::Column& column, policy::SlackUserId*) {
        return {column.getString()};
    }
    static policy::TeamId convert(const SQLite::Column& column, policy::TeamId*) {
        return {column.getString()};
    }
    template <class Tag>
    static policy::Id<Tag> convert(const SQLite::Column& column, policy::Id<Tag>*) {
        return {column.getInt64()};
    }
    template <class T>
    static std::optional<T> convert(const SQLite::Column& column, std::optional<T>*) {
        if (column.isNull()) return std::nullopt;
        return convert(column, static_cast<T*>(nullptr));
    }

    Tx& tx_;
    std::string sql_;
    std::unique_ptr<SQLite::Statement> statement_;
};

// The first column of the first row, or nothing.
template <class T, class... Args>
std::optional<T> first(Tx& tx, std::string sql, const Args&... args) {
    Query query(tx, std::move(sql), args...);
    if (!query.next()) return std::nullopt;
    return query.get<T>(0);
}

// Runs one change; how many rows it changed.
template <class... Args>
int change(Tx& tx, std::string sql, const Args&... args) {
    return Query(tx, std::move(sql), args...).run();
}

// Inserts one row by a statement that ends in RETURNING id; the new id.
template <class IdType, class... Args>
IdType insert(Tx& tx, std::string sql, const Args&... args) {
    return *first<IdType>(tx, std::move(sql), args...);
}

}  // namespace store
