// The audit trail: every decision and state change writes its entry in its own transaction. Entries
// are chained by hash, so an altered, missing or reordered one is found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// A fact of an entry: "before", "after", "comment" … `personal` ones can be erased later.
struct AuditValue {
    std::string name;
    std::string value;
    bool personal = false;
};

// Who did what to what. `actor` is "employee:ID", "cli:LOGIN" or "system"; `subject` is
// "request:ID", "item:ID", "import:users" …; `act` is a noun and a past participle
// ("request.submitted").
struct AuditEntry {
    policy::Instant at;
    std::string actor;
    std::string act;
    std::string subject;
    std::vector<AuditValue> values = {};
    std::optional<std::string> on_behalf_of = {};
    std::int64_t policy_version = 0;
};

// How an actor or subject is written in entries.
std::string audit_name(policy::EmployeeId id);
std::string audit_name(policy::RequestId id);
std::string audit_name(policy::ItemId id);
std::string audit_name(policy::TaskId id);

// Appends an entry, returns its number (1, 2, …).
std::int64_t append_audit(Tx& tx, const AuditEntry& entry);

// The number of entries and the last one's hash: what `audit verify --head COUNT:HASH` compares.
struct AuditHead {
    std::int64_t count = 0;
    std::string hash;
    bool operator==(const AuditHead&) const = default;
};
AuditHead audit_head(Tx& tx);

// If a key is set and the last entry has none, appends a keyed entry that vouches for all before
// it. Called at the start of the daemon: from then on an unkeyed end of the trail is a forgery.
void vouch_with_key(Tx& tx, policy::Instant now);

// Erases a personal value and appends the entry that records it. False if there is no such value.
bool erase_audit_value(Tx& tx, std::int64_t seq, int position, const AuditEntry& because);

// Reads the whole chain (with a key: it must end keyed, and nothing unkeyed may follow a keyed
// entry); returns one sentence for each thing that is wrong (none: it holds), at
// most `most`. `kept` is a head kept elsewhere: the chain must contain it.
std::vector<std::string> verify_audit(
    Tx& tx, const std::optional<AuditHead>& kept = {}, std::size_t most = 20
);

// An entry as read back, erased values empty.
struct AuditRecord {
    std::int64_t seq = 0;
    AuditEntry entry;
    std::string hash;
};

// All entries about `subject`, oldest first.
std::vector<AuditRecord> audit_trail(Tx& tx, const std::string& subject);

}  // namespace store
