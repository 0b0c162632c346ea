#include "store/told_items.hpp"

#include "store/query.hpp"

namespace store {

policy::ItemId told_with(
    Tx& tx, MessageKind kind, policy::ItemId item, policy::EmployeeId recipient
) {
    return first<policy::ItemId>(
               tx,
               R"sql(SELECT o.id FROM request_items i
                   JOIN request_items o ON o.request_id = i.request_id AND o.state = i.state
                       AND o.changed_at = i.changed_at
                   JOIN messages m ON m.kind = ? AND m.subject_id = o.id AND m.recipient_id = ?
                   WHERE i.id = ? ORDER BY o.id LIMIT 1)sql",
               word(kind),
               recipient,
               item
    )
        .value_or(item);
}

}  // namespace store
