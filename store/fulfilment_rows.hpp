// How a job's row is selected and read: shared by what changes jobs and what chooses them, inside
// store only.
#pragma once

#include <optional>
#include <string>

#include "store/fulfilment.hpp"
#include "store/query.hpp"

namespace store {

inline std::int64_t count(Millis at) {
    return at.time_since_epoch().count();
}
inline Millis millis(std::int64_t count) {
    return Millis{std::chrono::milliseconds{count}};
}

// "SELECT … FROM fulfilment_jobs j": add a WHERE on `j`.
const std::string& job_select();
// The row that `job_select` yields.
JobRow read_job(const Query& rows);

template <class... Args>
std::optional<JobRow> one_job(Tx& tx, const std::string& which, const Args&... args) {
    Query rows(tx, job_select() + which, args...);
    if (!rows.next()) return std::nullopt;
    return read_job(rows);
}

}  // namespace store
