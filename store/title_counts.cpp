#include "store/title_counts.hpp"

#include <limits>

#include "store/directory_rows.hpp"
#include "store/query.hpp"

namespace store {
namespace {

// The row that counts the holders of the title themselves.
constexpr policy::ConnectionId themselves{0};

// By how much a count changes, as seen now and as it will be after the switch of an import.
struct By {
    int now = 0;
    int then = 0;
};

// ---- Counts ----

void write(
    Tx& tx,
    TitleId title,
    policy::ConnectionId connection,
    std::int64_t to,
    std::int64_t from,
    std::int64_t holders
) {
    if (holders == 0) {
        change(
            tx,
            "DELETE FROM title_counts WHERE title_id = ? AND connection_id = ? AND to_gen = ?",
            title,
            connection,
            to
        );
        return;
    }
    change(
        tx,
        R"sql(INSERT INTO title_counts (title_id, connection_id, to_gen, from_gen, holders) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (title_id, connection_id, to_gen)
                DO UPDATE SET from_gen = excluded.from_gen, holders = excluded.holders)sql",
        title,
        connection,
        to,
        from,
        holders
    );
}

// Cleaning looks for staged rows under these titles only.
void note_staged(Tx& tx, TitleId title, std::int64_t generation) {
    change(
        tx,
        R"sql(INSERT INTO staged_titles (title_id, generation) VALUES (?, ?)
            ON CONFLICT (title_id) DO UPDATE SET generation = excluded.generation
                WHERE staged_titles.generation <> excluded.generation)sql",
        title,
        generation
    );
}

// Most of an import's steps: the count that is coming has a row of its own already.
bool step_staged(
    Tx& tx, TitleId title, policy::ConnectionId connection, std::int64_t generation, int by
) {
    const auto holders = first<std::int64_t>(
        tx,
        R"sql(UPDATE title_counts SET holders = holders + ?
            WHERE title_id = ? AND connection_id = ? AND to_gen = 0 AND from_gen > ? RETURNING holders)sql",
        by,
        title,
        connection,
        generation
    );
    if (holders == 0) write(tx, title, connection, 0, 0, 0);
    return holders.has_value();
}

// A count in both states. Where they agree one row serves both.
struct Count {
    std::int64_t now = 0;
    std::int64_t then = 0;
    bool split = false;  // a row of the seen state stands beside the coming one
};

Count read(Tx& tx, TitleId title, policy::ConnectionId connection, std::int64_t generation) {
    Count count;
    Query rows(
        tx,
        R"sql(SELECT to_gen, from_gen, holders FROM title_counts
            WHERE title_id = ? AND connection_id = ? AND (to_gen = 0 OR to_gen > ?) ORDER BY to_gen)sql",
        title,
        connection,
        generation
    );
    while (rows.next()) {
        const bool open = rows.get<std::int64_t>(0) == 0;
        const auto holders = rows.get<std::int64_t>(2);
        if (open) count.then = holders;
        if (!open || rows.get<std::int64_t>(1) <= generation) count.now = holders;
        count.split = count.split || !open;
    }
    return count;
}

// `noted`: titles that cleaning knows of already.
void step_in(
    Tx& tx,
    std::int64_t generation,
    TitleId title,
    policy::ConnectionId connection,
    By by,
    std::set<TitleId>& noted
) {
    if (by.now == 0 && by.then == 0) return;
    const auto next = generation + 1;
    if (by.now == 0 && step_staged(tx, title, connection, generation, by.then)) return;
    auto count = read(tx, title, connection, generation);
    count.now += by.now;
    count.then += by.then;
    if (count.now == count.then) {
        if (count.split) write(tx, title, connection, next, 0, 0);
        write(tx, title, connection, 0, generation, count.now);
        return;
    }
    if (noted.insert(title).second) note_staged(tx, title, next);
    if (count.now != 0 || count.split) write(tx, title, connection, next, generation, count.now);
    write(tx, title, connection, 0, next, count.then);
}

void step(Tx& tx, TitleId title, policy::ConnectionId connection, By by) {
    std::set<TitleId> noted;
    step_in(tx, current_generation(tx), title, connection, by, noted);
}

// ---- Whose title counts ----

// The title under which a person's grant of a connection is counted, seen and coming; nothing for
// people without a title and for those who have left.
std::optional<TitleId> title_now(Tx& tx, policy::EmployeeId employee) {
    return first<TitleId>(
        tx,
        R"sql(SELECT t.id FROM current_employees e JOIN titles t ON t.title = e.title
            WHERE e.id = ? AND e.status = 'active')sql",
        employee
    );
}

std::optional<TitleId> title_then(Tx& tx, policy::EmployeeId employee) {
    return first<TitleId>(
        tx,
        R"sql(SELECT t.id FROM employee_versions v JOIN titles t ON t.title = v.title
            WHERE v.employee_id = ? AND v.to_gen = 0 AND v.status = 'active')sql",
        employee
    );
}

// A person whose grants settle_titles has not counted anew, or not all.
struct TitleMove {
    policy::EmployeeId employee;
    std::optional<TitleId> old_title;
    policy::ConnectionId counted_to;
};

std::optional<TitleMove> move_where(Tx& tx, const std::string& condition, std::int64_t value) {
    Query rows(
        tx,
        "SELECT employee_id, old_title_id, counted_to FROM staged_title_moves WHERE " + condition,
        value
    );
    if (!rows.next()) return std::nullopt;
    return TitleMove{
        rows.get<policy::EmployeeId>(0),
        rows.get<std::optional<TitleId>>(1),
        rows.get<policy::ConnectionId>(2)};
}

std::optional<TitleMove> move_of(Tx& tx, policy::EmployeeId employee) {
    return move_where(tx, "employee_id = ?", employee.value);
}

// The coming title of one grant: still the old one where settle_titles has yet to come by.
std::optional<TitleId> title_then(
    Tx& tx, policy::EmployeeId employee, policy::ConnectionId connection
) {
    const auto move = move_of(tx, employee);
    if (move && connection > move->counted_to) return move->old_title;
    return title_then(tx, employee);
}

// ---- Who holds what ----

bool holds_then(Tx& tx, std::int64_t holder, policy::ConnectionId connection) {
    return first<bool>(
               tx,
               R"sql(SELECT 1 FROM grants WHERE holder_id = ? AND connection_id = ? AND to_gen = 0
                   LIMIT 1)sql",
               holder,
               connection
    )
        .has_value();
}

bool holds_now(Tx& tx, std::int64_t holder, policy::ConnectionId connection) {
    return first<bool>(
               tx,
               "SELECT 1 FROM current_grants WHERE holder_id = ? AND connection_id = ? LIMIT 1",
               holder,
               connection
    )
        .has_value();
}

std::vector<policy::ConnectionId> held(Tx& tx, const std::string& from, policy::EmployeeId holder) {
    std::vector<policy::ConnectionId> connections;
    Query rows(tx, "SELECT DISTINCT connection_id FROM " + from + " AND holder_id = ?", holder);
    while (rows.next())
        connections.push_back(rows.get<policy::ConnectionId>(0));
    return connections;
}

std::int64_t open_accounts(Tx& tx, std::int64_t holder, policy::ConnectionId connection) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT COUNT(*) FROM grants
                   WHERE holder_id = ? AND connection_id = ? AND to_gen = 0)sql",
               holder,
               connection
    )
        .value();
}

}  // namespace

GrantChange::GrantChange(Tx& tx, std::int64_t holder, policy::ConnectionId connection)
    : tx_(tx), holder_(holder), connection_(connection), before_(held()) {}

GrantChange::Held GrantChange::held() const {
    if (holder_ <= 0) return {};
    return {holds_now(tx_, holder_, connection_), holds_then(tx_, holder_, connection_)};
}

void GrantChange::done() {
    const auto after = held();
    const By by{int{after.now} - int{before_.now}, int{after.then} - int{before_.then}};
    if (by.now == 0 && by.then == 0) return;
    const policy::EmployeeId employee{holder_};
    const auto now = title_now(tx_, employee);
    const auto then = title_then(tx_, employee, connection_);
    if (now && now == then) return step(tx_, *now, connection_, by);
    if (now) step(tx_, *now, connection_, {by.now, 0});
    if (then) step(tx_, *then, connection_, {0, by.then});
}

void ComingCounts::begun(std::int64_t holder, policy::ConnectionId connection) {
    if (holder > 0 && open_accounts(tx_, holder, connection) == 1) step(holder, connection, 1);
}

void ComingCounts::ended(std::int64_t holder, policy::ConnectionId connection) {
    if (holder > 0 && !holds_then(tx_, holder, connection)) step(holder, connection, -1);
}

void ComingCounts::step(std::int64_t holder, policy::ConnectionId connection, int by) {
    if (holder != holder_) {
        const policy::EmployeeId employee{holder};
        const auto move = move_of(tx_, employee);
        holder_ = holder;
        title_ = title_then(tx_, employee);
        old_title_ = move ? move->old_title : title_;
        counted_to_ = move ? move->counted_to.value : 0;
    }
    const auto title = connection.value > counted_to_ ? old_title_ : title_;
    if (title) step_in(tx_, generation_, *title, connection, {0, by}, noted_);
}

PersonChange::PersonChange(Tx& tx, policy::EmployeeId employee)
    : tx_(tx),
      employee_(employee),
      now_(title_now(tx, employee)),
      then_(title_then(tx, employee)) {}

int PersonChange::done() {
    int steps = 0;
    const auto count = [&](std::optional<TitleId> title, policy::ConnectionId connection, By by) {
        if (title) step(tx_, *title, connection, by);
        ++steps;
    };
    const auto now = title_now(tx_, employee_);
    const auto then = title_then(tx_, employee_);
    if (now != now_) {
        count(now_, themselves, {-1, 0});
        count(now, themselves, {1, 0});
        for (const auto connection : held(tx_, "current_grants WHERE 1 = 1", employee_)) {
            count(now_, connection, {-1, 0});
            count(now, connection, {1, 0});
        }
    }
    if (then != then_) {
        const auto move = move_of(tx_, employee_);
        count(then_, themselves, {0, -1});
        count(then, themselves, {0, 1});
        for (const auto connection : held(tx_, "grants WHERE to_gen = 0", employee_)) {
            if (move && connection > move->counted_to) continue;
            count(then_, connection, {0, -1});
            count(then, connection, {0, 1});
        }
    }
    return steps;
}

namespace {

std::optional<TitleId> title_named(Tx& tx, const std::string& title) {
    if (title.empty()) return std::nullopt;
    const auto known = first<TitleId>(tx, "SELECT id FROM titles WHERE title = ?", title);
    if (known) return known;
    return insert<TitleId>(tx, "INSERT INTO titles (title) VALUES (?) RETURNING id", title);
}

constexpr std::int64_t all_counted = std::numeric_limits<std::int64_t>::max();

// Counts the person's next open grant for the new title; false if none is left.
bool move_one(Tx& tx, TitleMove& move, std::optional<TitleId> title) {
    const auto connection = first<policy::ConnectionId>(
        tx,
        R"sql(SELECT connection_id FROM grants WHERE holder_id = ? AND connection_id > ? AND to_gen = 0
            ORDER BY connection_id LIMIT 1)sql",
        move.employee,
        move.counted_to
    );
    if (!connection) return false;
    if (move.old_title) step(tx, *move.old_title, *connection, {0, -1});
    if (title) step(tx, *title, *connection, {0, 1});
    move.counted_to = *connection;
    return true;
}

void keep_move(Tx& tx, const TitleMove& move) {
    change(
        tx,
        "UPDATE staged_title_moves SET counted_to = ? WHERE employee_id = ?",
        move.counted_to,
        move.employee
    );
}

// As much of one person's move as the slice allows; true if it is done.
bool settle_move(Tx& tx, Slice& slice, TitleMove& move) {
    const auto title = title_then(tx, move.employee);
    bool more = true;
    while (more && slice.next())
        more = move_one(tx, move, title);
    if (!more) move.counted_to = policy::ConnectionId{all_counted};
    keep_move(tx, move);
    return !more;
}

}  // namespace

void stage_title(
    Tx& tx, policy::EmployeeId employee, const std::string& from, const std::string& to
) {
    if (from == to) return;
    const auto old_title = title_named(tx, from);
    const auto new_title = title_named(tx, to);
    if (old_title) step(tx, *old_title, themselves, {0, -1});
    if (new_title) step(tx, *new_title, themselves, {0, 1});
    // Who holds nothing is counted for the new title from here on.
    change(
        tx,
        R"sql(INSERT INTO staged_title_moves (employee_id, old_title_id, counted_to)
            SELECT ?, ?, 0 WHERE EXISTS (SELECT 1 FROM grants WHERE holder_id = ? AND to_gen = 0))sql",
        employee,
        old_title,
        employee
    );
}

void settle_titles(Gate& gate, const Staging& staging) {
    policy::EmployeeId done;
    run_slices(gate, [&](Tx& tx, Slice& slice) {
        require_staging(tx, staging);
        while (slice.next()) {
            auto move = move_where(tx, "employee_id > ? ORDER BY employee_id LIMIT 1", done.value);
            if (!move) return true;
            if (!settle_move(tx, slice, *move)) return false;
            done = move->employee;
        }
        return false;
    });
}

bool clean_title_counts(Tx& tx, Slice& slice) {
    const std::string limit = " LIMIT 300";
    const auto generation = current_generation(tx);
    if (change(
            tx,
            "DELETE FROM staged_title_moves WHERE employee_id IN (SELECT employee_id FROM "
            "staged_title_moves" +
                limit + ")"
        ) > 0) {
        return false;
    }
    // Those of a switched import are seen by now: nothing to take away.
    if (change(tx, "DELETE FROM staged_titles WHERE generation <= ?", generation) > 0) return false;
    while (const auto title = first<TitleId>(tx, "SELECT title_id FROM staged_titles LIMIT 1")) {
        if (!slice.next()) return false;
        const int gone = change(
            tx,
            R"sql(DELETE FROM title_counts WHERE to_gen = 0 AND title_id = ? AND connection_id IN
                    (SELECT connection_id FROM title_counts
                    WHERE title_id = ? AND to_gen = 0 AND from_gen > ? LIMIT 300)
                AND from_gen > ?)sql",
            *title,
            *title,
            generation,
            generation
        );
        if (gone > 0) return false;
        change(tx, "DELETE FROM staged_titles WHERE title_id = ?", *title);
    }
    const std::string those =
        "(title_id, connection_id, to_gen) IN (SELECT title_id, connection_id, to_gen FROM "
        "title_counts WHERE to_gen <> 0 AND to_gen ";
    if (change(
            tx,
            "UPDATE title_counts SET to_gen = 0 WHERE " + those + "> ?" + limit + ")",
            generation
        ) > 0) {
        return false;
    }
    return change(
               tx, "DELETE FROM title_counts WHERE " + those + "<= ?" + limit + ")", generation
           ) == 0;
}

}  // namespace store
