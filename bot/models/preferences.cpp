#include "bot/models/preferences.hpp"

namespace bot::models {
namespace {

using store::Notification;

blocks::NotificationChoice choice(Notification kind, bool on) {
    const std::string value{store::word(kind)};
    switch (kind) {
        case Notification::reminders:
            return {value, "Reminders", "Reviews and tasks that still wait for you.", on};
        case Notification::overdue:
            return {value, "Overdue reviews and tasks", "When their due date has passed.", on};
        case Notification::expiring:
            return {
                value, "Requests that will expire", "Yours, and those that you can decide.", on};
        case Notification::ending_access:
            return {value, "Access that will end", "A word before your access ends.", on};
        case Notification::requested_for_me:
            return {value, "Requests for me", "When somebody else asks for access for you.", on};
    }
    return {value, "", "", on};
}

}  // namespace

blocks::Preferences preferences(
    store::Tx& tx, policy::EmployeeId person, const store::Notifications& optional
) {
    const auto off = store::switched_off(tx, person);
    blocks::Preferences model;
    model.always = {
        "Reviews and tasks that are assigned to you", "What becomes of your requests and access"};
    for (const auto kind : store::all_notifications) {
        auto made = choice(kind, !off.contains(kind));
        if (optional.contains(kind)) {
            model.choices.push_back(std::move(made));
        } else {
            model.always.push_back(made.name);
        }
    }
    return model;
}

}  // namespace bot::models
