#include "store/due_notices.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "store/query.hpp"

namespace store {
namespace {

constexpr std::array<std::pair<DueKind, std::string_view>, 8> kinds{{
    {DueKind::request_expiring, "request_expiring"},
    {DueKind::task_overdue, "task_overdue"},
    {DueKind::campaign_overdue, "campaign_overdue"},
    {DueKind::campaign_over, "campaign_over"},
    {DueKind::access_ending, "access_ending"},
    {DueKind::campaign_late, "campaign_late"},
    {DueKind::task_reminder, "task_reminder"},
    {DueKind::campaign_reminder, "campaign_reminder"},
}};

std::optional<std::int64_t> gathering_for(Tx& tx, policy::EmployeeId person) {
    return first<std::int64_t>(
        tx, "SELECT id FROM due_notices WHERE person_id = ? AND gathering = 1", person
    );
}

}  // namespace

std::string_view word(DueKind kind) {
    for (const auto& [value, text] : kinds) {
        if (value == kind) return text;
    }
    return "";
}

std::optional<DueKind> due_kind(std::string_view text) {
    for (const auto& [value, known] : kinds) {
        if (known == text) return value;
    }
    return std::nullopt;
}

bool is_of_campaign(DueKind kind) {
    return kind == DueKind::campaign_overdue || kind == DueKind::campaign_over ||
           kind == DueKind::campaign_late || kind == DueKind::campaign_reminder;
}

Notification notification_of(DueKind kind) {
    switch (kind) {
        case DueKind::request_expiring:
            return Notification::expiring;
        case DueKind::task_overdue:
        case DueKind::campaign_overdue:
        case DueKind::campaign_over:
        case DueKind::campaign_late:
            return Notification::overdue;
        case DueKind::access_ending:
            return Notification::ending_access;
        case DueKind::task_reminder:
        case DueKind::campaign_reminder:
            return Notification::reminders;
    }
    return Notification::reminders;
}

void add_due_line(Tx& tx, policy::EmployeeId person, const DueLine& line, policy::Instant now) {
    auto notice = gathering_for(tx, person);
    if (!notice) {
        notice = first<std::int64_t>(
            tx,
            "INSERT INTO due_notices (person_id, at, gathering) VALUES (?, ?, 1) RETURNING id",
            person,
            now
        );
    }
    change(
        tx,
        R"sql(INSERT INTO due_notice_lines (notice_id, kind, subject_id) VALUES (?, ?, ?)
            ON CONFLICT DO NOTHING)sql",
        *notice,
        word(line.kind),
        line.subject
    );
}

void send_due_lines(Tx& tx, policy::EmployeeId person, Millis now) {
    const auto notice = gathering_for(tx, person);
    if (!notice) return;
    change(tx, "UPDATE due_notices SET gathering = 0 WHERE id = ?", *notice);
    const auto lines = find_due_notice(tx, *notice).value().lines;
    const bool bulk = std::all_of(lines.begin(), lines.end(), [](const DueLine& line) {
        return is_of_campaign(line.kind);
    });
    const auto priority = bulk ? Priority::bulk : Priority::normal;
    want_message(tx, MessageKind::due_notice, *notice, person, priority, now);
}

std::optional<DueNotice> find_due_notice(Tx& tx, std::int64_t id) {
    const auto person =
        first<policy::EmployeeId>(tx, "SELECT person_id FROM due_notices WHERE id = ?", id);
    if (!person) return std::nullopt;
    DueNotice notice{*person, {}};
    for (const auto& [kind, text] : kinds) {
        Query rows(
            tx,
            R"sql(SELECT subject_id FROM due_notice_lines WHERE notice_id = ? AND kind = ?
                ORDER BY subject_id)sql",
            id,
            text
        );
        while (rows.next())
            notice.lines.push_back({kind, rows.get<std::int64_t>(0)});
    }
    return notice;
}

void touch_due_notices(Tx& tx, DueKind kind, std::int64_t subject) {
    change(
        tx,
        R"sql(UPDATE messages SET wanted = wanted + 1
            WHERE kind = ? AND (ts IS NOT NULL OR sending IS NOT NULL) AND subject_id IN
                (SELECT notice_id FROM due_notice_lines WHERE kind = ? AND subject_id = ?))sql",
        word(MessageKind::due_notice),
        word(kind),
        subject
    );
}

}  // namespace store
