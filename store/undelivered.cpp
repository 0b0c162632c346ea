#include "store/undelivered.hpp"

#include "store/query.hpp"

namespace store {

std::optional<std::int64_t> gather_undelivered(Tx& tx, policy::Instant now) {
    const auto any = first<std::int64_t>(
        tx,
        "SELECT 1 FROM messages WHERE given_up = 1 AND digest_id = 0 AND kind <> ? LIMIT 1",
        word(MessageKind::undelivered)
    );
    if (!any) return std::nullopt;
    const auto digest = first<std::int64_t>(
        tx, "INSERT INTO undelivered_digests (at) VALUES (?) RETURNING id", now
    );
    change(
        tx,
        "UPDATE messages SET digest_id = ? WHERE given_up = 1 AND digest_id = 0 AND kind <> ?",
        digest,
        word(MessageKind::undelivered)
    );
    return digest;
}

UndeliveredDigest find_undelivered(Tx& tx, std::int64_t digest, int most) {
    UndeliveredDigest found;
    found.total =
        first<std::int64_t>(
            tx, "SELECT COUNT(*) FROM messages WHERE given_up = 1 AND digest_id = ?", digest
        )
            .value_or(0);
    Query rows(
        tx,
        R"sql(SELECT kind, recipient_id, last_error FROM messages
            WHERE given_up = 1 AND digest_id = ? ORDER BY id LIMIT ?)sql",
        digest,
        most
    );
    while (rows.next()) {
        found.messages.push_back(
            {message_kind(rows.get<std::string>(0)).value(),
             rows.get<policy::EmployeeId>(1),
             rows.get<std::string>(2)}
        );
    }
    return found;
}

}  // namespace store
