#include "store/preferences.hpp"

#include "store/query.hpp"

namespace store {

std::string_view word(Notification kind) {
    switch (kind) {
        case Notification::reminders:
            return "reminders";
        case Notification::overdue:
            return "overdue";
        case Notification::expiring:
            return "expiring";
        case Notification::ending_access:
            return "ending_access";
        case Notification::requested_for_me:
            return "requested_for_me";
    }
    return "";
}

std::optional<Notification> notification(std::string_view text) {
    for (const auto kind : all_notifications) {
        if (word(kind) == text) return kind;
    }
    return std::nullopt;
}

Notifications switched_off(Tx& tx, policy::EmployeeId person) {
    Notifications kinds;
    Query rows(tx, "SELECT kind FROM notifications_off WHERE employee_id = ?", person);
    while (rows.next()) {
        if (const auto kind = notification(rows.get<std::string>(0))) kinds.insert(*kind);
    }
    return kinds;
}

bool is_off(Tx& tx, policy::EmployeeId person, Notification kind) {
    return first<std::int64_t>(
               tx,
               "SELECT 1 FROM notifications_off WHERE employee_id = ? AND kind = ?",
               person,
               word(kind)
    )
        .has_value();
}

void switch_off(Tx& tx, policy::EmployeeId person, const Notifications& kinds) {
    change(tx, "DELETE FROM notifications_off WHERE employee_id = ?", person);
    for (const auto kind : kinds) {
        change(
            tx,
            "INSERT INTO notifications_off (employee_id, kind) VALUES (?, ?)",
            person,
            word(kind)
        );
    }
}

}  // namespace store
