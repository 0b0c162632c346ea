#include "store/messages.hpp"

#include <array>
#include <utility>

#include "store/digest.hpp"
#include "store/query.hpp"

namespace store {
namespace {

constexpr std::array<std::pair<MessageKind, std::string_view>, 6> kinds{{
    {MessageKind::review_card, "review_card"},
    {MessageKind::manual_card, "manual_card"},
    {MessageKind::tracker, "tracker"},
    {MessageKind::outcome, "outcome"},
    {MessageKind::beneficiary_notice, "beneficiary_notice"},
    {MessageKind::direct_reply, "direct_reply"},
}};

std::int64_t count(Millis at) {
    return at.time_since_epoch().count();
}

}  // namespace

std::string_view word(MessageKind kind) {
    for (const auto& [value, text] : kinds) {
        if (value == kind) return text;
    }
    return "";
}

std::optional<MessageKind> message_kind(std::string_view text) {
    for (const auto& [value, known] : kinds) {
        if (known == text) return value;
    }
    return std::nullopt;
}

void want_message(
    Tx& tx,
    MessageKind kind,
    std::int64_t subject,
    policy::EmployeeId recipient,
    Priority priority,
    Millis now
) {
    change(
        tx,
        R"sql(INSERT INTO messages (key, kind, subject_id, recipient_id, priority, next_at_ms, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (kind, subject_id, recipient_id) DO UPDATE SET wanted = messages.wanted + 1)sql",
        random_salt(),
        word(kind),
        subject,
        recipient,
        static_cast<int>(priority),
        count(now),
        count(now) / 1000
    );
}

void touch_message(Tx& tx, MessageKind kind, std::int64_t subject) {
    change(
        tx,
        "UPDATE messages SET wanted = wanted + 1 WHERE subject_id = ? AND kind = ?",
        subject,
        word(kind)
    );
}

std::vector<MessageRow> take_due_messages(Tx& tx, Millis now, int most) {
    std::vector<MessageRow> due;
    {
        Query rows(
            tx,
            R"sql(SELECT id, key, kind, subject_id, recipient_id, priority, wanted, channel, ts, attempts
                FROM messages
                WHERE shown < wanted AND given_up = 0 AND sending IS NULL AND next_at_ms <= ?
                ORDER BY priority, next_at_ms, id LIMIT ?)sql",
            count(now),
            most
        );
        while (rows.next()) {
            MessageRow row;
            row.id = rows.get<policy::MessageId>(0);
            row.key = rows.get<std::string>(1);
            row.kind = message_kind(rows.get<std::string>(2)).value();
            row.subject = rows.get<std::int64_t>(3);
            row.recipient = rows.get<policy::EmployeeId>(4);
            row.priority = static_cast<Priority>(rows.get<int>(5));
            row.wanted = rows.get<std::int64_t>(6);
            row.channel = rows.get<std::optional<std::string>>(7);
            row.ts = rows.get<std::optional<std::string>>(8);
            row.attempts = rows.get<int>(9);
            due.push_back(std::move(row));
        }
    }
    for (auto& row : due) {
        row.look_first = first<bool>(tx, "SELECT maybe_posted FROM messages WHERE id = ?", row.id)
                             .value_or(false);
        change(
            tx, "UPDATE messages SET sending = wanted, attempts = attempts + 1 WHERE id = ?", row.id
        );
    }
    return due;
}

std::optional<Millis> next_message_due(Tx& tx) {
    const auto at = first<std::optional<std::int64_t>>(
        tx,
        "SELECT MIN(next_at_ms) FROM messages WHERE shown < wanted AND given_up = 0 AND sending IS "
        "NULL"
    );
    if (!at || !*at) return std::nullopt;
    return Millis{std::chrono::milliseconds{**at}};
}

std::int64_t wanted_version(Tx& tx, policy::MessageId id) {
    return first<std::int64_t>(tx, "SELECT wanted FROM messages WHERE id = ?", id).value_or(0);
}

void message_shown(
    Tx& tx,
    policy::MessageId id,
    std::int64_t shown,
    const std::string& channel,
    const std::string& ts,
    Millis now
) {
    change(
        tx,
        R"sql(UPDATE messages SET shown = ?, channel = ?, ts = ?, sending = NULL, maybe_posted = 0, attempts = 0,
                last_error = '', posted_at = COALESCE(posted_at, ?)
            WHERE id = ?)sql",
        shown,
        channel,
        ts,
        count(now) / 1000,
        id
    );
}

void message_failed(
    Tx& tx, policy::MessageId id, const std::string& error, Millis next_at, bool maybe_posted
) {
    change(
        tx,
        R"sql(UPDATE messages SET sending = NULL, maybe_posted = ?, last_error = ?, next_at_ms = ?
            WHERE id = ?)sql",
        maybe_posted,
        error,
        count(next_at),
        id
    );
}

void message_given_up(Tx& tx, policy::MessageId id, const std::string& error) {
    change(
        tx,
        "UPDATE messages SET sending = NULL, given_up = 1, last_error = ? WHERE id = ?",
        error,
        id
    );
}

void message_dropped(Tx& tx, policy::MessageId id) {
    change(tx, "UPDATE messages SET sending = NULL, shown = wanted WHERE id = ?", id);
}

int recover_messages(Tx& tx) {
    return change(
        tx,
        "UPDATE messages SET sending = NULL, maybe_posted = (ts IS NULL) WHERE sending IS NOT NULL"
    );
}

OutboxCounts outbox_counts(Tx& tx) {
    OutboxCounts counts;
    counts.waiting = first<std::int64_t>(
                         tx, "SELECT COUNT(*) FROM messages WHERE shown < wanted AND given_up = 0"
    )
                         .value_or(0);
    counts.given_up =
        first<std::int64_t>(tx, "SELECT COUNT(*) FROM messages WHERE given_up = 1").value_or(0);
    return counts;
}

}  // namespace store
