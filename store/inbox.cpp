#include "store/inbox.hpp"

#include "store/query.hpp"

namespace store {

std::optional<std::string> answered(Tx& tx, const std::string& key) {
    return first<std::string>(tx, "SELECT answer FROM inbox WHERE key = ?", key);
}

bool record_delivery(
    Tx& tx, const std::string& key, policy::Instant received_at, const std::string& answer
) {
    return change(
               tx,
               "INSERT INTO inbox (key, received_at, answer) VALUES (?, ?, ?) ON CONFLICT (key) DO "
               "NOTHING",
               key,
               received_at,
               answer
           ) == 1;
}

int forget_deliveries(Tx& tx, policy::Instant before, int most) {
    return change(
        tx,
        "DELETE FROM inbox WHERE key IN (SELECT key FROM inbox WHERE received_at < ? ORDER BY "
        "received_at LIMIT ?)",
        before,
        most
    );
}

}  // namespace store
