// How an audit entry becomes the text that its hash covers: shared by appending and verifying.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/audit.hpp"

namespace store {

// A value as it stands in the database; `text` is empty once erased.
struct ChainedValue {
    std::string name;
    bool personal = false;
    std::string salt;
    std::string digest;
    std::optional<std::string> text;
};

// The values of an entry, in order.
std::vector<ChainedValue> chained_values(Tx& tx, std::int64_t seq);

// The salted digest that stands for a value in the chain.
std::string value_digest(const std::string& salt, const std::string& value);

// Ids and digests of an entry with the hash before it, each field with its length, never a value
// itself.
std::string chained_text(
    std::int64_t seq,
    const AuditEntry& entry,
    const std::vector<ChainedValue>& values,
    const std::string& previous
);

// SHA-256 of `text`, or its HMAC when `key` is not empty.
std::string chain_hash(const std::string& key, const std::string& text);

}  // namespace store
