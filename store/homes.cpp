#include "store/homes.hpp"

#include "store/query.hpp"

namespace store {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// product.md section 3: within a minute, for those who opened it in the last ten.
constexpr auto recent = minutes{10};
constexpr auto soon = seconds{30};

std::int64_t count(Millis at) {
    return at.time_since_epoch().count();
}

const std::string home_columns = R"sql(
    SELECT team_id, user_id, requests_tab, tasks_page, requests_page, wanted, attempts, tasks_filter,
        syncs_page, ending_page, purposes_page, campaigns_page, campaign_tasks_page
    FROM homes )sql";

HomeRow read_home(const Query& rows) {
    HomeRow home;
    home.team = rows.get<policy::TeamId>(0);
    home.user = rows.get<policy::SlackUserId>(1);
    home.completed_tab = rows.get<std::string>(2) == "completed";
    home.tasks_page = rows.get<int>(3);
    home.requests_page = rows.get<int>(4);
    home.wanted = rows.get<std::int64_t>(5);
    home.attempts = rows.get<int>(6);
    home.tasks_filter = task_filter(rows.get<std::string>(7)).value_or(TaskFilter::all);
    home.syncs_page = rows.get<int>(8);
    home.ending_page = rows.get<int>(9);
    home.purposes_page = rows.get<int>(10);
    home.campaigns_page = rows.get<int>(11);
    home.campaign_tasks_page = rows.get<int>(12);
    return home;
}

}  // namespace

void home_opened(Tx& tx, const policy::TeamId& team, const policy::SlackUserId& user, Millis now) {
    change(
        tx,
        R"sql(INSERT INTO homes (team_id, user_id, opened_at, next_at_ms) VALUES (?, ?, ?, ?)
            ON CONFLICT (team_id, user_id) DO UPDATE SET
                opened_at = excluded.opened_at, next_at_ms = excluded.next_at_ms,
                wanted = homes.wanted + 1, attempts = 0)sql",
        team,
        user,
        count(now) / 1000,
        count(now)
    );
}

void home_stale(Tx& tx, policy::EmployeeId employee, HomePublish when, Millis now) {
    const bool at_once = when == HomePublish::at_once;
    const auto due = at_once ? now : now + soon;
    const auto opened_since = at_once ? Millis{} : now - recent;
    change(
        tx,
        R"sql(UPDATE homes SET
                wanted = wanted + 1, attempts = 0,
                next_at_ms = CASE WHEN shown < wanted AND next_at_ms < ? THEN next_at_ms ELSE ? END
            WHERE opened_at >= ?
                AND (team_id, user_id) IN (SELECT team_id, user_id FROM slack_users WHERE employee_id = ?))sql",
        count(due),
        count(due),
        count(opened_since) / 1000,
        employee
    );
}

void turn_home(Tx& tx, const HomeRow& home, Millis now) {
    change(
        tx,
        R"sql(UPDATE homes SET
                requests_tab = ?, tasks_filter = ?, tasks_page = ?, requests_page = ?, syncs_page = ?,
                ending_page = ?, purposes_page = ?, campaigns_page = ?, campaign_tasks_page = ?,
                opened_at = ?, next_at_ms = ?,
                wanted = wanted + 1, attempts = 0
            WHERE team_id = ? AND user_id = ?)sql",
        home.completed_tab ? "completed" : "open",
        word(home.tasks_filter),
        home.tasks_page,
        home.requests_page,
        home.syncs_page,
        home.ending_page,
        home.purposes_page,
        home.campaigns_page,
        home.campaign_tasks_page,
        count(now) / 1000,
        count(now),
        home.team,
        home.user
    );
}

std::optional<HomeRow> find_home(
    Tx& tx, const policy::TeamId& team, const policy::SlackUserId& user
) {
    Query rows(tx, home_columns + "WHERE team_id = ? AND user_id = ?", team, user);
    if (!rows.next()) return std::nullopt;
    return read_home(rows);
}

std::vector<HomeRow> due_homes(Tx& tx, Millis now, int most) {
    std::vector<HomeRow> due;
    Query rows(
        tx,
        home_columns + "WHERE shown < wanted AND next_at_ms <= ? ORDER BY next_at_ms LIMIT ?",
        count(now),
        most
    );
    while (rows.next())
        due.push_back(read_home(rows));
    return due;
}

std::optional<Millis> next_home_due(Tx& tx) {
    const auto at = first<std::optional<std::int64_t>>(
        tx, "SELECT MIN(next_at_ms) FROM homes WHERE shown < wanted"
    );
    if (!at || !*at) return std::nullopt;
    return Millis{std::chrono::milliseconds{**at}};
}

void home_shown(Tx& tx, const HomeRow& home) {
    change(
        tx,
        "UPDATE homes SET shown = ?, attempts = 0 WHERE team_id = ? AND user_id = ? AND shown < ?",
        home.wanted,
        home.team,
        home.user,
        home.wanted
    );
}

void home_failed(Tx& tx, const HomeRow& home, Millis next_at) {
    change(
        tx,
        R"sql(UPDATE homes SET attempts = attempts + 1, next_at_ms = ?
            WHERE team_id = ? AND user_id = ? AND wanted = ?)sql",
        count(next_at),
        home.team,
        home.user,
        home.wanted
    );
}

void home_given_up(Tx& tx, const HomeRow& home) {
    home_shown(tx, home);
}

}  // namespace store
