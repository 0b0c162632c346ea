// Many rows inserted in a few statements: what a statement costs beside its rows, the indexes'
// conditions above all, is paid once for a batch.
#pragma once

#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "store/gate.hpp"

namespace store {

struct ManyRows {
    std::string before;  // "INSERT INTO t (a, b, c) VALUES"
    std::string row;     // "(?1, #, #)": ?1 and so on are common to all rows, # is a row's own id
    std::string after;   // "ON CONFLICT DO NOTHING", or nothing
    int common = 0;      // how many values are common
    int own = 0;         // how many # a row has
};

// Inserts a row for every `own` ids of `ids`, in their order; how many rows were changed.
std::int64_t insert_rows(
    Tx& tx,
    const ManyRows& what,
    const std::vector<std::int64_t>& ids,
    const std::function<void(SQLite::Statement&)>& bind_common
);

}  // namespace store
