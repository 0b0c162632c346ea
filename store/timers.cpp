#include "store/timers.hpp"

#include <array>
#include <utility>

#include "store/query.hpp"

namespace store {
namespace {

constexpr auto kinds = std::to_array<std::pair<TimerKind, std::string_view>>({
    {TimerKind::task_reminder, "task_reminder"},
    {TimerKind::task_overdue, "task_overdue"},
    {TimerKind::task_escalation, "task_escalation"},
    {TimerKind::request_expiring, "request_expiring"},
    {TimerKind::request_expiring_for, "request_expiring_for"},
    {TimerKind::request_expiry, "request_expiry"},
    {TimerKind::purpose_start, "purpose_start"},
    {TimerKind::access_end, "access_end"},
    {TimerKind::campaign_start, "campaign_start"},
    {TimerKind::campaign_reminder, "campaign_reminder"},
    {TimerKind::campaign_reminder_for, "campaign_reminder_for"},
    {TimerKind::campaign_escalation, "campaign_escalation"},
    {TimerKind::campaign_late_for, "campaign_late_for"},
    {TimerKind::campaign_overdue, "campaign_overdue"},
    {TimerKind::campaign_overdue_for, "campaign_overdue_for"},
    {TimerKind::campaign_over_for, "campaign_over_for"},
    {TimerKind::campaign_hand_on, "campaign_hand_on"},
    {TimerKind::campaign_prompt, "campaign_prompt"},
    {TimerKind::campaign_recurrence, "campaign_recurrence"},
    {TimerKind::undelivered, "undelivered"},
    {TimerKind::sync_due, "sync_due"},
});

// Whose timers come next: nobody's before anybody's, then the person who waits longest.
std::optional<policy::EmployeeId> whose_turn(Tx& tx, policy::Instant now) {
    const auto nobodys = first<std::int64_t>(
        tx, "SELECT 1 FROM timers WHERE person_id = 0 AND due_at <= ? LIMIT 1", now
    );
    if (nobodys) return policy::EmployeeId{};
    return first<policy::EmployeeId>(
        tx, "SELECT person_id FROM timers WHERE due_at <= ? ORDER BY due_at, person_id LIMIT 1", now
    );
}

}  // namespace

std::string_view word(TimerKind kind) {
    for (const auto& [value, text] : kinds) {
        if (value == kind) return text;
    }
    return "";
}

std::optional<TimerKind> timer_kind(std::string_view text) {
    for (const auto& [value, known] : kinds) {
        if (known == text) return value;
    }
    return std::nullopt;
}

void set_timer(Tx& tx, const TimerRow& timer) {
    change(
        tx,
        R"sql(INSERT INTO timers (kind, subject_id, person_id, due_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (subject_id, kind, person_id) DO UPDATE SET due_at = excluded.due_at)sql",
        word(timer.kind),
        timer.subject,
        timer.person,
        timer.due
    );
}

std::optional<policy::Instant> drop_timer(
    Tx& tx, TimerKind kind, std::int64_t subject, policy::EmployeeId person
) {
    return first<policy::Instant>(
        tx,
        "DELETE FROM timers WHERE kind = ? AND subject_id = ? AND person_id = ? RETURNING due_at",
        word(kind),
        subject,
        person
    );
}

void drop_timers(Tx& tx, TimerKind kind, std::int64_t subject) {
    change(tx, "DELETE FROM timers WHERE kind = ? AND subject_id = ?", word(kind), subject);
}

std::optional<policy::Instant> find_timer(
    Tx& tx, TimerKind kind, std::int64_t subject, policy::EmployeeId person
) {
    return first<policy::Instant>(
        tx,
        "SELECT due_at FROM timers WHERE kind = ? AND subject_id = ? AND person_id = ?",
        word(kind),
        subject,
        person
    );
}

std::optional<policy::Instant> next_timer_due(Tx& tx) {
    return first<policy::Instant>(tx, "SELECT due_at FROM timers ORDER BY due_at LIMIT 1");
}

DueTimers due_timers(Tx& tx, policy::Instant now, int most) {
    DueTimers due;
    const auto whose = whose_turn(tx, now);
    if (!whose) return due;
    const int limit = *whose ? most : 1;
    Query rows(
        tx,
        R"sql(SELECT kind, subject_id, person_id, due_at FROM timers
            WHERE person_id = ? AND due_at <= ? ORDER BY due_at, kind, subject_id LIMIT ?)sql",
        *whose,
        now,
        limit + 1
    );
    while (rows.next()) {
        if (static_cast<int>(due.rows.size()) == limit) {
            due.more = true;
            break;
        }
        due.rows.push_back(
            {timer_kind(rows.get<std::string>(0)).value(),
             rows.get<std::int64_t>(1),
             rows.get<policy::EmployeeId>(2),
             rows.get<policy::Instant>(3)}
        );
    }
    return due;
}

void postpone_timer(Tx& tx, const TimerRow& timer, policy::Instant until) {
    change(
        tx,
        "UPDATE timers SET due_at = ? WHERE kind = ? AND subject_id = ? AND person_id = ?",
        until,
        word(timer.kind),
        timer.subject,
        timer.person
    );
}

}  // namespace store
