#include "bot/models/history.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "bot/models/people.hpp"
#include "bot/models/trail.hpp"
#include "store/audit.hpp"
#include "store/tasks.hpp"

namespace bot::models {
namespace {

using store::AuditEntry;

std::string value_of(const AuditEntry& entry, std::string_view name) {
    for (const auto& value : entry.values) {
        if (value.name == name) return value.value;
    }
    return "";
}

// How many ids an entry lists under `name`.
std::int64_t listed(const AuditEntry& entry, std::string_view name) {
    const auto ids = value_of(entry, name);
    return ids.empty() ? 0 : 1 + std::count(ids.begin(), ids.end(), ',');
}

std::string grants_of(const AuditEntry& entry) {
    return blocks::count(listed(entry, "items"), "access grant");
}

// What is decided: the access, or that it is taken away.
std::string subject_of(const AuditEntry& entry, policy::Action action) {
    return (action == policy::Action::revoke ? "the removal of " : "") + grants_of(entry);
}

constexpr std::string_view employee_prefix = "employee:";

std::optional<policy::EmployeeId> employee_of(std::string_view name) {
    if (!name.starts_with(employee_prefix)) return std::nullopt;
    const auto id = id_of(name.substr(employee_prefix.size()));
    if (!id) return std::nullopt;
    return policy::EmployeeId{*id};
}

std::string name_of(store::Tx& tx, std::string_view who) {
    const auto employee = employee_of(who);
    return employee ? person(tx, *employee, {}).name : std::string(who);
}

// "Olga, Rita" of "employee:4,employee:6".
std::string names_of(store::Tx& tx, const std::string& list) {
    std::string names;
    for (std::size_t at = 0; at < list.size();) {
        const auto comma = std::min(list.find(',', at), list.size());
        names += (names.empty() ? "" : ", ") + name_of(tx, list.substr(at, comma - at));
        at = comma + 1;
    }
    return names;
}

std::string utc_of(const std::string& seconds) {
    const auto at = id_of(seconds);
    return at ? blocks::utc(policy::instant(*at)) : "";
}

// What the acts that need no more than their number are called.
struct Verb {
    std::string_view act;
    std::string_view before;
    std::string_view after;
    bool carried_out = false;  // said of the access itself
};
constexpr std::array verbs{
    Verb{"review.approved", "approved ", ""},
    Verb{"items.denied", "denied ", ""},
    Verb{"items.granted", "granted ", "", true},
    Verb{"items.revoked", "removed ", "", true},
    Verb{"items.failed", "could not carry out ", ""},
    Verb{"items.withdrawn", "withdrew ", ""},
    Verb{"items.expired", "", " expired: nobody decided in time"},
    Verb{"access.ended", "", " ended", true},
    Verb{"access.given_back", "gave back ", "", true},
    Verb{"purpose.started", "started the purpose, to get ", "", true},
    Verb{"purpose.stopped", "stopped the purpose, to lose ", "", true},
    Verb{"purpose.not_started", "", " expired: the purpose was not started in time"},
    Verb{"access.extended", "extended ", "", true},
    Verb{"access.kept", "kept ", ": extended before it was removed", true},
    Verb{"items.unreviewable", "found nobody who may decide ", ""},
};

std::string what_happened(store::Tx& tx, const AuditEntry& entry, policy::Action action) {
    const auto& act = entry.act;
    if (act == "request.submitted") return "submitted the request";
    for (const auto& verb : verbs) {
        if (verb.act != act) continue;
        const auto what = verb.carried_out ? grants_of(entry) : subject_of(entry, action);
        return std::string(verb.before) + what + std::string(verb.after);
    }
    if (act == "items.approved") {
        const bool failed = value_of(entry, "after") == policy::word(policy::ItemState::failed);
        return failed ? "found nobody who could carry out " + subject_of(entry, action)
                      : "gave the last yes for " + subject_of(entry, action);
    }
    if (act == "items.shortened")
        return "gave " + grants_of(entry) + " until " + utc_of(value_of(entry, "after")) + " only";
    if (act == "review.reassigned")
        return "handed " + grants_of(entry) + " over to " + names_of(tx, value_of(entry, "after"));
    if (act == "review.escalated")
        return "passed " + grants_of(entry) + " on to " + names_of(tx, value_of(entry, "after")) +
               ": not decided in time";
    if (act == "items.retried") return "tried " + grants_of(entry) + " again";
    if (act == "access.taken_back")
        return "takes back " + grants_of(entry) + ", which may have been granted too late";
    if (act == "access.not_taken_back")
        return "could not take back " + grants_of(entry) + ", which may have been granted too late";
    if (act == "identity.created") return "made the account";
    if (act == "question.asked") return "asked: " + value_of(entry, "text");
    if (act == "question.answered") return "answered: " + value_of(entry, "text");
    // An act that has no sentence yet is named as the trail names it.
    return act + (listed(entry, "items") > 0 ? ": " + grants_of(entry) : "");
}

blocks::RequestEvent event_of(
    store::Tx& tx, const AuditEntry& entry, policy::Action action, policy::EmployeeId reader
) {
    blocks::RequestEvent event;
    event.at = entry.at;
    if (const auto who = employee_of(entry.actor)) event.who = person(tx, *who, reader);
    if (entry.actor.starts_with("cli:")) event.who = blocks::Person{actor_name(tx, entry.actor)};
    event.what = what_happened(tx, entry, action);
    const auto comment = value_of(entry, "comment");
    if (const auto clause = value_of(entry, "clause"); !clause.empty())
        event.what += " by the policy (" + clause + ")";
    if (!comment.empty()) event.what += ": " + comment;
    if (entry.on_behalf_of) event.what += ", on behalf of " + name_of(tx, *entry.on_behalf_of);
    return event;
}

// Somebody was asked, as told to `reader`.
blocks::RequestEvent asking_event(
    store::Tx& tx, const store::TaskRow& task, policy::Action action, policy::EmployeeId reader
) {
    const auto items = static_cast<std::int64_t>(store::items_of_task(tx, task.id, false).size());
    std::string asked =
        task.kind == store::TaskKind::manual ? "was asked to carry out " : "was asked about ";
    if (task.removes || action == policy::Action::revoke) asked += "the removal of ";
    return {
        task.assigned_at,
        person(tx, task.assignee, reader),
        asked + blocks::count(items, "access grant")};
}

// Whether the task was there before this entry of the trail: within one second only the order of
// what names it tells.
bool asked_before(const store::TaskRow& task, const AuditEntry& entry) {
    if (task.assigned_at != entry.at) return task.assigned_at < entry.at;
    const auto named = id_of(value_of(entry, "task"));
    return named && task.id.value <= *named;
}

}  // namespace

std::vector<blocks::RequestEvent> history(
    store::Tx& tx, const store::RequestRow& request, policy::EmployeeId reader
) {
    std::vector<blocks::RequestEvent> events;
    const auto tasks = store::tasks_of_request(tx, request.id);
    auto next = tasks.begin();
    for (const auto& record : store::audit_trail(tx, store::audit_name(request.id))) {
        for (; next != tasks.end() && asked_before(*next, record.entry); ++next)
            events.push_back(asking_event(tx, *next, request.action, reader));
        events.push_back(event_of(tx, record.entry, request.action, reader));
    }
    for (; next != tasks.end(); ++next)
        events.push_back(asking_event(tx, *next, request.action, reader));
    return events;
}

}  // namespace bot::models
