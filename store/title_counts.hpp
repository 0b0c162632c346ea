// How many active people each job title has and how many of them hold what, kept right in the
// transaction of every change: of one grant, of one person, and of what an import stages. As with
// all versions there is a seen state and a coming one, and the switch makes the coming one seen.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/ids.hpp"
#include "store/import.hpp"

namespace store {

using TitleId = policy::Id<struct TitleTag>;

// What a change of one person's grants of one connection does to the counts: made before the
// change, told after it. `holder` as in directory_rows.hpp; service accounts count nowhere.
class GrantChange {
 public:
    GrantChange(Tx& tx, std::int64_t holder, policy::ConnectionId connection);
    void done();

 private:
    struct Held {
        bool now = false;
        bool then = false;
    };
    Held held() const;

    Tx& tx_;
    std::int64_t holder_;
    policy::ConnectionId connection_;
    Held before_;
};

// The same for an import, which changes what is coming only: the holder's open grant has begun, or
// ended; to be called after it. For one unit of work: remembers what it has read of the last
// holder.
class ComingCounts {
 public:
    ComingCounts(Tx& tx, const Staging& staging) : tx_(tx), generation_(staging.generation) {}
    void begun(std::int64_t holder, policy::ConnectionId connection);
    void ended(std::int64_t holder, policy::ConnectionId connection);

 private:
    void step(std::int64_t holder, policy::ConnectionId connection, int by);

    Tx& tx_;
    std::int64_t generation_;
    std::set<TitleId> noted_;  // for cleaning
    std::int64_t holder_ = 0;
    std::optional<TitleId> title_;      // of the holder, for connections up to counted_to_
    std::optional<TitleId> old_title_;  // for the others
    std::int64_t counted_to_ = 0;
};

// What the end of a person's employment does to the counts: made before, told after. How many
// connections it touched.
class PersonChange {
 public:
    PersonChange(Tx& tx, policy::EmployeeId employee);
    int done();

 private:
    Tx& tx_;
    policy::EmployeeId employee_;
    std::optional<TitleId> now_;
    std::optional<TitleId> then_;
};

// An import has staged another title for a person, or none; an inactive person's is ''. What they
// hold is counted for it by settle_titles, because it may be much. Part of stage().
void stage_title(
    Tx& tx, policy::EmployeeId employee, const std::string& from, const std::string& to
);

// Counts what those people hold for their new titles, after the last row. Blocks.
void settle_titles(Gate& gate, const Staging& staging);

// A part of clean_imports; false if there is more to do.
bool clean_title_counts(Tx& tx, Slice& slice);

}  // namespace store
