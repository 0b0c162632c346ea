// Which kinds of notification a person has switched off. Whether they may stands in the settings.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// The kinds that a tenant may let people switch off. All others always come.
enum class Notification {
    reminders,        // of tasks that wait
    overdue,          // tasks that are overdue
    expiring,         // requests that will expire
    ending_access,    // access that will end
    requested_for_me  // somebody asks for access for me
};
inline constexpr std::array all_notifications{
    Notification::reminders,
    Notification::overdue,
    Notification::expiring,
    Notification::ending_access,
    Notification::requested_for_me};

// The word in columns, settings and forms ("reminders" …), and back.
std::string_view word(Notification kind);
std::optional<Notification> notification(std::string_view word);

using Notifications = std::set<Notification>;

Notifications switched_off(Tx& tx, policy::EmployeeId person);
bool is_off(Tx& tx, policy::EmployeeId person, Notification kind);
// Replaces what was chosen before.
void switch_off(Tx& tx, policy::EmployeeId person, const Notifications& kinds);

}  // namespace store
