#include "store/mails.hpp"

#include <array>
#include <utility>

#include "store/digest.hpp"
#include "store/query.hpp"

namespace store {
namespace {

constexpr std::array<std::pair<MailKind, std::string_view>, 1> kinds{{
    {MailKind::campaign_prompt, "campaign_prompt"},
}};

std::int64_t count(Millis at) {
    return at.time_since_epoch().count();
}

}  // namespace

std::string_view word(MailKind kind) {
    for (const auto& [value, text] : kinds) {
        if (value == kind) return text;
    }
    return "";
}

std::optional<MailKind> mail_kind(std::string_view text) {
    for (const auto& [value, known] : kinds) {
        if (known == text) return value;
    }
    return std::nullopt;
}

void want_mail(
    Tx& tx, MailKind kind, std::int64_t subject, policy::EmployeeId recipient, Millis now
) {
    change(
        tx,
        R"sql(INSERT INTO mails (key, kind, subject_id, recipient_id, next_at_ms, created_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (kind, subject_id, recipient_id) DO NOTHING)sql",
        random_salt(),
        word(kind),
        subject,
        recipient,
        count(now),
        count(now) / 1000
    );
}

std::vector<MailRow> take_due_mails(Tx& tx, Millis now, int most) {
    std::vector<MailRow> due;
    {
        Query rows(
            tx,
            R"sql(SELECT id, key, kind, subject_id, recipient_id, attempts, created_at FROM mails
                WHERE state = 'waiting' AND next_at_ms <= ? ORDER BY next_at_ms, id LIMIT ?)sql",
            count(now),
            most
        );
        while (rows.next()) {
            MailRow row;
            row.id = rows.get<MailId>(0);
            row.key = rows.get<std::string>(1);
            row.kind = mail_kind(rows.get<std::string>(2)).value();
            row.subject = rows.get<std::int64_t>(3);
            row.recipient = rows.get<policy::EmployeeId>(4);
            row.attempts = rows.get<int>(5) + 1;
            row.created = rows.get<policy::Instant>(6);
            due.push_back(row);
        }
    }
    for (const auto& row : due) {
        change(
            tx,
            "UPDATE mails SET state = 'sending', attempts = ? WHERE id = ?",
            row.attempts,
            row.id
        );
    }
    return due;
}

std::optional<Millis> next_mail_due(Tx& tx) {
    const auto at = first<std::int64_t>(
        tx, "SELECT next_at_ms FROM mails WHERE state = 'waiting' ORDER BY next_at_ms LIMIT 1"
    );
    if (!at) return std::nullopt;
    return Millis{std::chrono::milliseconds{*at}};
}

void mail_sent(Tx& tx, MailId id, policy::Instant now) {
    change(
        tx, "UPDATE mails SET state = 'sent', sent_at = ?, last_error = '' WHERE id = ?", now, id
    );
}

void mail_dropped(Tx& tx, MailId id) {
    change(tx, "UPDATE mails SET state = 'dropped' WHERE id = ?", id);
}

void mail_failed(Tx& tx, MailId id, const std::string& error, Millis next_at) {
    change(
        tx,
        "UPDATE mails SET state = 'waiting', last_error = ?, next_at_ms = ? WHERE id = ?",
        error,
        count(next_at),
        id
    );
}

void mail_given_up(Tx& tx, MailId id, const std::string& error) {
    change(tx, "UPDATE mails SET state = 'given_up', last_error = ? WHERE id = ?", error, id);
}

void mail_put_back(Tx& tx, MailId id) {
    change(tx, "UPDATE mails SET state = 'waiting', attempts = attempts - 1 WHERE id = ?", id);
}

int recover_mails(Tx& tx) {
    return change(tx, "UPDATE mails SET state = 'waiting' WHERE state = 'sending'");
}

MailCounts mail_counts(Tx& tx) {
    MailCounts counts;
    Query rows(
        tx,
        R"sql(SELECT COALESCE(SUM(CASE WHEN state = 'given_up' THEN 0 ELSE 1 END), 0),
                COALESCE(SUM(CASE WHEN state = 'given_up' THEN 1 ELSE 0 END), 0)
            FROM mails WHERE state IN ('waiting', 'sending', 'given_up'))sql"
    );
    if (rows.next()) counts = {rows.get<std::int64_t>(0), rows.get<std::int64_t>(1)};
    return counts;
}

}  // namespace store
