#include "store/audit.hpp"

#include "store/audit_chain.hpp"
#include "store/digest.hpp"
#include "store/query.hpp"

namespace store {
namespace {

// A field with its length before it, so that no two different entries have the same text.
void add_field(std::string& text, const std::string& field) {
    text += std::to_string(field.size());
    text += ':';
    text += field;
}

}  // namespace

std::string value_digest(const std::string& salt, const std::string& value) {
    return sha256(salt + value);
}

std::string chained_text(
    std::int64_t seq,
    const AuditEntry& entry,
    const std::vector<ChainedValue>& values,
    const std::string& previous
) {
    std::string text;
    add_field(text, previous);
    add_field(text, std::to_string(seq));
    add_field(text, std::to_string(policy::seconds_since_epoch(entry.at)));
    add_field(text, entry.actor);
    add_field(text, entry.on_behalf_of.value_or(""));
    add_field(text, entry.act);
    add_field(text, entry.subject);
    add_field(text, std::to_string(entry.policy_version));
    for (const auto& value : values) {
        add_field(text, value.name);
        add_field(text, value.personal ? "1" : "0");
        add_field(text, value.digest);
    }
    return text;
}

std::string chain_hash(const std::string& key, const std::string& text) {
    return key.empty() ? sha256(text) : hmac_sha256(key, text);
}

std::vector<ChainedValue> chained_values(Tx& tx, std::int64_t seq) {
    std::vector<ChainedValue> values;
    Query rows(
        tx,
        "SELECT name, personal, salt, digest, value FROM audit_values WHERE seq = ? ORDER BY "
        "position",
        seq
    );
    while (rows.next()) {
        values.push_back(
            {rows.get<std::string>(0),
             rows.get<bool>(1),
             rows.get<std::string>(2),
             rows.get<std::string>(3),
             rows.get<std::optional<std::string>>(4)}
        );
    }
    return values;
}

std::string audit_name(policy::EmployeeId id) {
    return "employee:" + std::to_string(id.value);
}
std::string audit_name(policy::RequestId id) {
    return "request:" + std::to_string(id.value);
}
std::string audit_name(policy::ItemId id) {
    return "item:" + std::to_string(id.value);
}
std::string audit_name(policy::TaskId id) {
    return "task:" + std::to_string(id.value);
}

AuditHead audit_head(Tx& tx) {
    Query head(tx, "SELECT count, hash FROM audit_head WHERE one = 1");
    head.next();
    return {head.get<std::int64_t>(0), head.get<std::string>(1)};
}

std::int64_t append_audit(Tx& tx, const AuditEntry& entry) {
    const auto head = audit_head(tx);
    const auto seq = head.count + 1;
    std::vector<ChainedValue> values;
    for (const auto& fact : entry.values) {
        const auto salt = random_salt();
        values.push_back(
            {fact.name, fact.personal, salt, value_digest(salt, fact.value), fact.value}
        );
    }
    const auto hash = chain_hash(tx.audit_key(), chained_text(seq, entry, values, head.hash));
    change(
        tx,
        R"sql(INSERT INTO audit_entries
            (seq, at, actor, on_behalf_of, act, subject, policy_version, keyed, previous_hash, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
        seq,
        entry.at,
        entry.actor,
        entry.on_behalf_of,
        entry.act,
        entry.subject,
        entry.policy_version,
        !tx.audit_key().empty(),
        head.hash,
        hash
    );
    int position = 0;
    for (const auto& value : values) {
        change(
            tx,
            R"sql(INSERT INTO audit_values (seq, position, name, personal, salt, value, digest)
                VALUES (?, ?, ?, ?, ?, ?, ?))sql",
            seq,
            position++,
            value.name,
            value.personal,
            value.salt,
            value.text,
            value.digest
        );
    }
    change(tx, "UPDATE audit_head SET count = ?, hash = ? WHERE one = 1", seq, hash);
    return seq;
}

void vouch_with_key(Tx& tx, policy::Instant now) {
    if (tx.audit_key().empty()) return;
    const auto keyed = first<bool>(tx, "SELECT keyed FROM audit_entries ORDER BY seq DESC LIMIT 1");
    if (keyed.value_or(true)) return;
    append_audit(
        tx,
        {now, "system", "audit.keyed", "audit", {{"entries", std::to_string(audit_head(tx).count)}}}
    );
}

bool erase_audit_value(Tx& tx, std::int64_t seq, int position, const AuditEntry& because) {
    const int erased = change(
        tx,
        R"sql(UPDATE audit_values SET value = NULL
            WHERE seq = ? AND position = ? AND personal = 1 AND value IS NOT NULL)sql",
        seq,
        position
    );
    if (erased == 0) return false;
    auto entry = because;
    entry.act = "audit_value.erased";
    entry.subject = "audit_value:" + std::to_string(seq) + ":" + std::to_string(position);
    append_audit(tx, entry);
    return true;
}

std::vector<AuditRecord> audit_trail(Tx& tx, const std::string& subject) {
    std::vector<AuditRecord> trail;
    Query rows(
        tx,
        R"sql(SELECT seq, at, actor, on_behalf_of, act, subject, policy_version, hash
            FROM audit_entries WHERE subject = ? ORDER BY seq)sql",
        subject
    );
    while (rows.next()) {
        AuditRecord record;
        record.seq = rows.get<std::int64_t>(0);
        record.entry = {
            rows.get<policy::Instant>(1),
            rows.get<std::string>(2),
            rows.get<std::string>(4),
            rows.get<std::string>(5),
            {},
            rows.get<std::optional<std::string>>(3),
            rows.get<std::int64_t>(6)};
        record.hash = rows.get<std::string>(7);
        for (const auto& value : chained_values(tx, record.seq)) {
            record.entry.values.push_back({value.name, value.text.value_or(""), value.personal});
        }
        trail.push_back(std::move(record));
    }
    return trail;
}

}  // namespace store
