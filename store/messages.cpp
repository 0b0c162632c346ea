#include "store/messages.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "store/digest.hpp"
#include "store/query.hpp"

namespace store {
namespace {

constexpr auto kinds = std::to_array<std::pair<MessageKind, std::string_view>>({
    {MessageKind::review_card, "review_card"},
    {MessageKind::manual_card, "manual_card"},
    {MessageKind::tracker, "tracker"},
    {MessageKind::outcome, "outcome"},
    {MessageKind::expired, "expired"},
    {MessageKind::beneficiary_notice, "beneficiary_notice"},
    {MessageKind::policy_denial, "policy_denial"},
    {MessageKind::direct_reply, "direct_reply"},
    {MessageKind::extended, "extended"},
    {MessageKind::due_notice, "due_notice"},
    {MessageKind::undelivered, "undelivered"},
    {MessageKind::items_denied, "items_denied"},
    {MessageKind::purpose_assigned, "purpose_assigned"},
    {MessageKind::purpose_ended, "purpose_ended"},
    {MessageKind::question, "question"},
    {MessageKind::carried_out, "carried_out"},
    {MessageKind::not_carried_out, "not_carried_out"},
    {MessageKind::campaign_card, "campaign_card"},
    {MessageKind::campaign_outcome, "campaign_outcome"},
    {MessageKind::campaign_ended, "campaign_ended"},
    {MessageKind::campaign_prompt, "campaign_prompt"},
    {MessageKind::campaign_question, "campaign_question"},
    {MessageKind::second_user, "second_user"},
    {MessageKind::sync_failed, "sync_failed"},
    {MessageKind::sync_recovered, "sync_recovered"},
});

// Cards of campaigns change with every click of their reviewer: edited at most so often.
constexpr std::chrono::minutes campaign_card_pause{1};

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
            ON CONFLICT (kind, subject_id, recipient_id) DO UPDATE SET wanted = messages.wanted + 1,
                attempts = CASE WHEN given_up = 1 THEN 0 ELSE attempts END,
                next_at_ms = CASE WHEN given_up = 1 THEN excluded.next_at_ms ELSE next_at_ms END, given_up = 0, digest_id = 0)sql",
        random_salt(),
        word(kind),
        subject,
        recipient,
        static_cast<int>(priority),
        count(now),
        count(now) / 1000
    );
}

void touch_message(Tx& tx, MessageKind kind, std::int64_t subject, policy::EmployeeId actor) {
    change(
        tx,
        R"sql(UPDATE messages SET wanted = wanted + 1, answers = CASE WHEN recipient_id = ? THEN 1 ELSE answers END
            WHERE subject_id = ? AND kind = ?)sql",
        actor,
        subject,
        word(kind)
    );
}

namespace {

MessageRow read_message(const Query& rows) {
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
    if (rows.get<bool>(10))
        row.maybe_sent = Millis{std::chrono::milliseconds{rows.get<std::int64_t>(11)}};
    row.answers = row.ts && rows.get<bool>(12);
    return row;
}

// Urgency by urgency: each is a range of an index, however much waits.
void add_due(
    Tx& tx, const std::string& which, Millis now, std::size_t most, std::vector<MessageRow>& due
) {
    for (const auto priority : {Priority::urgent, Priority::normal, Priority::bulk}) {
        if (due.size() >= most) return;
        Query rows(
            tx,
            "SELECT id, key, kind, subject_id, recipient_id, priority, wanted, channel, ts, "
            "attempts, maybe_posted, maybe_sent_at_ms, answers FROM messages WHERE shown < wanted "
            "AND given_up = 0 AND sending IS NULL AND priority = ? AND next_at_ms <= ? AND " +
                which + " ORDER BY next_at_ms, id LIMIT ?",
            static_cast<int>(priority),
            count(now),
            most - due.size()
        );
        while (rows.next())
            due.push_back(read_message(rows));
    }
}

}  // namespace

std::vector<MessageRow> take_due_messages(Tx& tx, Millis now, int most, int most_edits) {
    std::vector<MessageRow> due;
    const auto all = static_cast<std::size_t>(std::max(most, 0));
    add_due(tx, "ts IS NULL", now, all, due);
    add_due(tx, "ts IS NOT NULL AND answers = 1", now, all, due);
    const auto edits = due.size() + static_cast<std::size_t>(std::max(most_edits, 0));
    add_due(tx, "ts IS NOT NULL AND answers = 0", now, std::min(all, edits), due);
    for (const auto& row : due) {
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
                last_error = '', posted_at = COALESCE(posted_at, ?),
                answers = CASE WHEN wanted > ? THEN answers ELSE 0 END,
                next_at_ms = CASE WHEN kind = 'campaign_card' THEN ? ELSE next_at_ms END
            WHERE id = ?)sql",
        shown,
        channel,
        ts,
        count(now) / 1000,
        shown,
        count(now + campaign_card_pause),
        id
    );
}

void message_failed(
    Tx& tx,
    policy::MessageId id,
    const std::string& error,
    Millis next_at,
    std::optional<Millis> maybe_sent
) {
    change(
        tx,
        R"sql(UPDATE messages SET sending = NULL, maybe_posted = ?, maybe_sent_at_ms = ?, last_error = ?,
                next_at_ms = ? WHERE id = ?)sql",
        maybe_sent.has_value(),
        maybe_sent ? count(*maybe_sent) : 0,
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

int recover_messages(Tx& tx, Millis now) {
    return change(
        tx,
        R"sql(UPDATE messages SET sending = NULL, maybe_posted = (ts IS NULL), maybe_sent_at_ms = ?
            WHERE sending IS NOT NULL)sql",
        count(now)
    );
}

int revive_messages(Tx& tx, policy::EmployeeId recipient, Millis now) {
    return change(
        tx,
        R"sql(UPDATE messages SET given_up = 0, digest_id = 0, attempts = 0, next_at_ms = ?
            WHERE recipient_id = ? AND given_up = 1)sql",
        count(now),
        recipient
    );
}

OutboxCounts outbox_counts(Tx& tx) {
    OutboxCounts counts;
    // Those that are due, and those on their way: each has an index.
    for (const std::string which : {"sending IS NULL", "sending IS NOT NULL"}) {
        counts.waiting +=
            first<std::int64_t>(
                tx,
                "SELECT COUNT(*) FROM messages WHERE shown < wanted AND given_up = 0 AND " + which
            )
                .value_or(0);
    }
    counts.given_up =
        first<std::int64_t>(tx, "SELECT COUNT(*) FROM messages WHERE given_up = 1").value_or(0);
    return counts;
}

}  // namespace store
