#include "store/slack_users.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "store/directory.hpp"
#include "store/directory_people.hpp"
#include "store/directory_words.hpp"
#include "store/query.hpp"

namespace store {
namespace {

constexpr std::array<std::pair<SlackMatch, std::string_view>, 9> matches{{
    {SlackMatch::matched, ""},
    {SlackMatch::unknown_email, "unknown_email"},
    {SlackMatch::no_email, "no_email"},
    {SlackMatch::bot, "bot"},
    {SlackMatch::deleted, "deleted"},
    {SlackMatch::guest, "guest"},
    {SlackMatch::stranger, "stranger"},
    {SlackMatch::unconfirmed_email, "unconfirmed_email"},
    {SlackMatch::second_user, "second_user"},
}};

std::string_view word(SlackMatch match) {
    for (const auto& [value, text] : matches) {
        if (value == match) return text;
    }
    return "";
}

SlackMatch slack_match(const std::string& word) {
    for (const auto& [value, text] : matches) {
        if (text == word) return value;
    }
    return SlackMatch::unknown_email;
}

const std::string user_columns = R"sql(
    SELECT team_id, user_id, email, name, tz, tz_offset, deleted, bot, guest, stranger, email_confirmed, updated,
        employee_id, refused
    FROM slack_users )sql";

// A row as stored: the user, whom it is linked to, why not.
struct Stored {
    policy::SlackUser user;
    std::optional<policy::EmployeeId> employee = {};
    SlackMatch match = SlackMatch::matched;
};

Stored read_stored(const Query& rows) {
    Stored stored;
    stored.user.team = rows.get<policy::TeamId>(0);
    stored.user.user = rows.get<policy::SlackUserId>(1);
    stored.user.email = rows.get<std::string>(2);
    stored.user.name = rows.get<std::string>(3);
    stored.user.tz = rows.get<std::string>(4);
    stored.user.tz_offset = rows.get<int>(5);
    stored.user.deleted = rows.get<bool>(6);
    stored.user.bot = rows.get<bool>(7);
    stored.user.guest = rows.get<bool>(8);
    stored.user.stranger = rows.get<bool>(9);
    stored.user.email_confirmed = rows.get<std::optional<bool>>(10);
    stored.user.updated = rows.get<policy::Instant>(11);
    stored.employee = rows.get<std::optional<policy::EmployeeId>>(12);
    stored.match = slack_match(rows.get<std::string>(13));
    return stored;
}

std::optional<Stored> find_stored(
    Tx& tx, const policy::TeamId& team, const policy::SlackUserId& user
) {
    Query rows(tx, user_columns + "WHERE team_id = ? AND user_id = ?", team, user);
    if (!rows.next()) return std::nullopt;
    return read_stored(rows);
}

// What the user alone says, before anybody looks at the address.
SlackMatch fit(const policy::SlackUser& user) {
    if (user.bot) return SlackMatch::bot;
    if (user.stranger) return SlackMatch::stranger;
    if (user.deleted) return SlackMatch::deleted;
    if (user.guest) return SlackMatch::guest;
    if (user.email.empty()) return SlackMatch::no_email;
    if (!user.email_confirmed.value_or(true)) return SlackMatch::unconfirmed_email;
    return SlackMatch::matched;
}

bool taken_by_another(Tx& tx, policy::EmployeeId employee, const policy::SlackUser& user) {
    return first<bool>(
               tx,
               "SELECT 1 FROM slack_users WHERE employee_id = ? AND NOT (team_id = ? AND user_id = "
               "?)",
               employee,
               user.team,
               user.user
    )
        .value_or(false);
}

void write(Tx& tx, const Stored& row) {
    const auto& user = row.user;
    change(
        tx,
        R"sql(INSERT INTO slack_users (team_id, user_id, email, name, tz, tz_offset, deleted, bot, guest, stranger,
                email_confirmed, updated, employee_id, refused)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (team_id, user_id) DO UPDATE SET email = excluded.email, name = excluded.name,
                tz = excluded.tz, tz_offset = excluded.tz_offset, deleted = excluded.deleted, bot = excluded.bot,
                guest = excluded.guest, stranger = excluded.stranger, email_confirmed = excluded.email_confirmed,
                updated = excluded.updated, employee_id = excluded.employee_id, refused = excluded.refused)sql",
        user.team,
        user.user,
        user.email,
        user.name,
        user.tz,
        user.tz_offset,
        user.deleted,
        user.bot,
        user.guest,
        user.stranger,
        user.email_confirmed,
        user.updated,
        row.employee,
        word(row.match)
    );
}

// How a row reads to the outside: a link to an address that nobody of ours has yet is no match.
SlackOutcome outcome_of(Tx& tx, const Stored& row) {
    SlackOutcome outcome;
    outcome.match = row.match;
    if (!row.employee) return outcome;
    if (find_employee(tx, *row.employee)) {
        outcome.employee = row.employee;
    } else {
        outcome.match = SlackMatch::unknown_email;
    }
    return outcome;
}

// Whoever stood second in line for this address may have it now.
void rematch_second(Tx& tx, const std::string& email) {
    std::vector<policy::SlackUser> waiting;
    {
        Query rows(
            tx,
            user_columns + "WHERE email = ? AND refused = ?",
            email,
            word(SlackMatch::second_user)
        );
        while (rows.next())
            waiting.push_back(read_stored(rows).user);
    }
    for (const auto& user : waiting)
        upsert_slack_user(tx, user);
}

}  // namespace

SlackOutcome upsert_slack_user(Tx& tx, const policy::SlackUser& user) {
    const auto known = find_stored(tx, user.team, user.user);
    if (known && known->user.updated > user.updated) return outcome_of(tx, *known);
    Stored row{user};
    row.user.email = user.email.empty() && known ? known->user.email : lower(user.email);
    row.match = fit(row.user);
    std::optional<policy::EmployeeId> taken;
    if (row.match == SlackMatch::matched) {
        const auto employee = employee_by_address(tx, row.user.email);
        if (taken_by_another(tx, employee, row.user)) {
            row.match = SlackMatch::second_user;
            taken = employee;
        } else {
            row.employee = employee;
        }
    }
    write(tx, row);
    auto outcome = outcome_of(tx, row);
    if (taken) outcome.employee = taken;
    outcome.news = !known || known->match != row.match || known->employee != row.employee;
    if (known && known->employee && known->employee != row.employee &&
        find_employee(tx, *known->employee)) {
        outcome.ended = known->employee;
        rematch_second(tx, known->user.email);
    }
    return outcome;
}

std::optional<policy::SlackUser> find_slack_user(
    Tx& tx, const policy::TeamId& team, const policy::SlackUserId& user
) {
    auto stored = find_stored(tx, team, user);
    if (!stored) return std::nullopt;
    return std::move(stored->user);
}

WhoIs who_is(Tx& tx, const policy::TeamId& team, const policy::SlackUserId& user) {
    const auto stored = find_stored(tx, team, user);
    if (!stored) return UnknownUser{};
    if (stored->user.stranger) return OutsiderUser{};
    if (stored->user.deleted) return DeactivatedUser{};
    if (stored->user.guest) return GuestUser{};
    if (!stored->employee) return UnknownUser{stored->match};
    auto employee = find_employee(tx, *stored->employee);
    if (!employee) return UnknownUser{SlackMatch::unknown_email};
    if (!employee->active) return TerminatedEmployee{std::move(*employee)};
    return KnownEmployee{std::move(*employee)};
}

SlackContact slack_user_of(Tx& tx, policy::EmployeeId employee) {
    {
        Query rows(tx, user_columns + "WHERE employee_id = ?", employee);
        if (rows.next()) return {Reach::reachable, read_stored(rows).user};
    }
    Query rows(
        tx,
        user_columns +
            R"sql(WHERE email = (SELECT email FROM employees WHERE id = ?) AND bot = 0 AND stranger = 0
                AND refused IN ('deleted', 'guest', 'unconfirmed_email')
                ORDER BY updated DESC, user_id LIMIT 1)sql",
        employee
    );
    if (!rows.next()) return {};
    auto user = read_stored(rows).user;
    const auto reach = user.deleted ? Reach::deactivated : Reach::refused;
    return {reach, std::move(user)};
}

std::optional<std::int64_t> note_second_user(
    Tx& tx, const policy::SlackUser& user, policy::EmployeeId employee, policy::Instant now
) {
    return first<std::int64_t>(
        tx,
        R"sql(INSERT INTO second_users (team_id, user_id, employee_id, noticed_at) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING RETURNING id)sql",
        user.team,
        user.user,
        employee,
        now
    );
}

std::optional<SecondUser> find_second_user(Tx& tx, std::int64_t id) {
    Query rows(tx, "SELECT user_id, employee_id FROM second_users WHERE id = ?", id);
    if (!rows.next()) return std::nullopt;
    return SecondUser{id, rows.get<policy::SlackUserId>(0), rows.get<policy::EmployeeId>(1)};
}

void keep_unanswered(Tx& tx, const UnansweredMessage& message) {
    change(
        tx,
        R"sql(INSERT INTO unanswered_messages (team_id, user_id, ts, received_at) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING)sql",
        message.team,
        message.user,
        message.ts,
        message.received_at
    );
}

std::vector<UnansweredMessage> unanswered_messages(Tx& tx) {
    std::vector<UnansweredMessage> waiting;
    Query rows(
        tx,
        "SELECT team_id, user_id, ts, received_at FROM unanswered_messages ORDER BY received_at, ts"
    );
    while (rows.next()) {
        waiting.push_back(
            {rows.get<policy::TeamId>(0),
             rows.get<policy::SlackUserId>(1),
             rows.get<std::string>(2),
             rows.get<policy::Instant>(3)}
        );
    }
    return waiting;
}

void forget_unanswered(Tx& tx, const UnansweredMessage& message) {
    change(
        tx,
        "DELETE FROM unanswered_messages WHERE team_id = ? AND user_id = ? AND ts = ?",
        message.team,
        message.user,
        message.ts
    );
}

}  // namespace store
