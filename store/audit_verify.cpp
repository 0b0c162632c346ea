// Reads the audit chain from its first entry to its head and says each thing that does not fit.
#include <unordered_map>

#include "store/audit.hpp"
#include "store/audit_chain.hpp"
#include "store/query.hpp"

namespace store {
namespace {

// Collects sentences up to a limit, so that a ruined chain does not print a million lines.
class Findings {
 public:
    explicit Findings(std::size_t most) : most_(most) {}
    void add(std::string sentence) {
        if (sentences_.size() < most_) sentences_.push_back(std::move(sentence));
    }
    bool full() const { return sentences_.size() >= most_; }
    std::vector<std::string> take() { return std::move(sentences_); }

 private:
    std::size_t most_;
    std::vector<std::string> sentences_;
};

std::string entry_name(std::int64_t seq) {
    return "entry " + std::to_string(seq);
}

// Every "audit_value:SEQ:POSITION" that some entry says was erased, and by which entry.
std::unordered_map<std::string, std::int64_t> recorded_erasures(Tx& tx) {
    std::unordered_map<std::string, std::int64_t> erasures;
    Query rows(
        tx, "SELECT subject, seq FROM audit_entries WHERE act = 'audit_value.erased' ORDER BY seq"
    );
    while (rows.next())
        erasures.emplace(rows.get<std::string>(0), rows.get<std::int64_t>(1));
    return erasures;
}

void check_value(
    const ChainedValue& value,
    std::int64_t seq,
    int position,
    const std::unordered_map<std::string, std::int64_t>& erasures,
    Findings& findings
) {
    if (value.text) {
        if (value_digest(value.salt, *value.text) != value.digest) {
            findings.add(entry_name(seq) + ": its value \"" + value.name + "\" was altered");
        }
        return;
    }
    const auto erased =
        erasures.find("audit_value:" + std::to_string(seq) + ":" + std::to_string(position));
    if (erased == erasures.end() || erased->second <= seq) {
        findings.add(
            entry_name(seq) + ": its value \"" + value.name +
            "\" is gone and no later entry records its erasure"
        );
    }
}

}  // namespace

std::vector<std::string> verify_audit(
    Tx& tx, const std::optional<AuditHead>& kept, std::size_t most
) {
    Findings findings(most);
    const auto erasures = recorded_erasures(tx);
    std::int64_t expected = 1;
    std::string previous;
    std::int64_t last_keyed = 0;
    bool kept_seen = !kept || (kept->count == 0 && kept->hash.empty());
    Query rows(
        tx,
        R"sql(SELECT seq, at, actor, on_behalf_of, act, subject, policy_version, previous_hash, hash, keyed
            FROM audit_entries ORDER BY seq)sql"
    );
    while (rows.next() && !findings.full()) {
        const auto seq = rows.get<std::int64_t>(0);
        if (seq != expected) {
            findings.add(
                seq == expected + 1 ? entry_name(expected) + " is missing"
                                    : "entries " + std::to_string(expected) + " to " +
                                          std::to_string(seq - 1) + " are missing"
            );
        }
        const AuditEntry entry{
            rows.get<policy::Instant>(1),
            rows.get<std::string>(2),
            rows.get<std::string>(4),
            rows.get<std::string>(5),
            {},
            rows.get<std::optional<std::string>>(3),
            rows.get<std::int64_t>(6)};
        const auto values = chained_values(tx, seq);
        const auto hash = rows.get<std::string>(8);
        const bool keyed = rows.get<bool>(9);
        if (seq == expected && rows.get<std::string>(7) != previous) {
            findings.add(
                entry_name(seq) +
                " does not follow the entry before it: one of the two was altered or moved"
            );
        }
        if (keyed && tx.audit_key().empty()) {
            findings.add(
                entry_name(seq) + " was written with LATCHKEY_KEY: set it to verify the trail"
            );
            break;
        }
        if (!keyed && last_keyed == seq - 1 && last_keyed > 0) {
            findings.add(
                entry_name(seq) +
                " has no HMAC although the one before it has: it was written without "
                "LATCHKEY_KEY, or forged"
            );
        }
        if (keyed) last_keyed = seq;
        const auto text = chained_text(seq, entry, values, rows.get<std::string>(7));
        if (chain_hash(keyed ? tx.audit_key() : std::string(), text) != hash) {
            findings.add(entry_name(seq) + " was altered");
        }
        int position = 0;
        for (const auto& value : values)
            check_value(value, seq, position++, erasures, findings);
        if (kept && seq == kept->count) {
            kept_seen = true;
            if (hash != kept->hash) {
                findings.add(entry_name(seq) + " is not the one whose hash was kept elsewhere");
            }
        }
        previous = hash;
        expected = seq + 1;
    }
    if (findings.full()) return findings.take();
    if (!tx.audit_key().empty() && expected > 1 && last_keyed != expected - 1) {
        findings.add(
            "the trail ends without an HMAC although LATCHKEY_KEY is set: start the daemon with "
            "the key "
            "once if it is new, else the trail was forged"
        );
    }
    const auto head = audit_head(tx);
    if (head.count != expected - 1) {
        findings.add(
            "the head counts " + std::to_string(head.count) + " entries, the trail ends with " +
            std::to_string(expected - 1) + ": the last ones were removed or added"
        );
    } else if (head.hash != previous) {
        findings.add("the head's hash is not that of the last entry");
    }
    if (!kept_seen) {
        findings.add(
            "the trail ends before entry " + std::to_string(kept->count) +
            ", whose hash was kept elsewhere"
        );
    }
    return findings.take();
}

}  // namespace store
