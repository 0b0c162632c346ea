#include "bot/models/trail.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string_view>

#include "blocks/text.hpp"
#include "store/directory.hpp"
#include "store/requests.hpp"

namespace bot::models {
namespace {

constexpr std::string_view employee_mark = "employee:";
constexpr std::string_view command_mark = "cli:";
constexpr std::string_view erased = "(erased)";

using Grants = std::map<std::int64_t, std::string>;

struct Sentence {
    std::string_view act;
    std::string_view says;
};
// What an act is called; one that is not here is called by its own last word.
constexpr std::array sentences{
    Sentence{"request.submitted", "asked for access"},
    Sentence{"review.approved", "approved"},
    Sentence{"items.approved", "the last approval was given, to be carried out"},
    Sentence{"items.denied", "denied"},
    Sentence{"items.granted", "granted"},
    Sentence{"items.revoked", "revoked"},
    Sentence{"items.failed", "could not carry out"},
    Sentence{"items.retried", "tried again what had failed"},
    Sentence{"access.taken_back", "takes back what may have been granted too late"},
    Sentence{"access.not_taken_back", "could not take back what may have been granted too late"},
    Sentence{"identity.created", "made the account"},
    Sentence{"items.withdrawn", "withdrew"},
    Sentence{"items.expired", "expired without a decision"},
    Sentence{"items.unreviewable", "nobody is left who may decide"},
    Sentence{"items.shortened", "shortened the access that was asked for"},
    Sentence{"review.reassigned", "handed over"},
    Sentence{"review.escalated", "passed on: not decided in time"},
    Sentence{"review.nobody_left", "nobody is left to whom it could be passed on"},
    Sentence{"reviewer.replaced", "passed on: whoever was asked is not there any more"},
    Sentence{"question.asked", "asked for more information"},
    Sentence{"question.answered", "answered"},
    Sentence{"delegation.set", "named a delegate"},
    Sentence{"delegation.cleared", "has no delegate any more"},
    Sentence{"preferences.changed", "chose what to be told of"},
    Sentence{"access.ended", "the access has ended"},
    Sentence{"access.given_back", "gave back"},
    Sentence{"access.extended", "extended the access"},
    Sentence{"access.kept", "it is kept: extended before it was removed"},
    Sentence{"purpose.started", "started the purpose"},
    Sentence{"purpose.stopped", "stopped the purpose"},
    Sentence{"purpose.not_started", "the purpose has ended, never started"},
    Sentence{"departure.access_left", "put what somebody who left still holds before the owner"},
    Sentence{"campaign.created", "made the draft"},
    Sentence{"campaign.published", "published it: its reviews were made"},
    Sentence{"campaign.reviewed", "reviewed"},
    Sentence{"campaign.reassigned", "handed over"},
    Sentence{"campaign.escalated", "passed on: not reviewed in time"},
    Sentence{"campaign.reviewer_replaced", "passed on: the reviewer is not there any more"},
    Sentence{"campaign.unreviewable", "nobody is left who may review"},
    Sentence{"campaign.asked", "asked the holder"},
    Sentence{"campaign.overdue", "the end has passed"},
    Sentence{"campaign.completed", "completed it"},
    Sentence{"campaign.aborted", "aborted it"},
    Sentence{"campaign.deprovisioned", "what was to be removed has ended"},
    Sentence{"audit_value.erased", "erased a personal value of this trail"},
};

std::string spaced(std::string words) {
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

std::string sentence_of(const std::string& act) {
    const auto known = std::find_if(sentences.begin(), sentences.end(), [&](const auto& one) {
        return one.act == act;
    });
    if (known != sentences.end()) return std::string(known->says);
    return spaced(act.substr(act.rfind('.') + 1));
}

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, number);
    if (fault != std::errc{} || stop != end) return std::nullopt;
    return number;
}

std::optional<policy::EmployeeId> employee_in(std::string_view name) {
    if (!name.starts_with(employee_mark)) return std::nullopt;
    const auto id = number_in(name.substr(employee_mark.size()));
    if (!id) return std::nullopt;
    return policy::EmployeeId{*id};
}

Grants grants_of(store::Tx& tx, policy::RequestId request) {
    Grants names;
    for (const auto& item : store::items_of_request(tx, request))
        names[item.id.value] = grant_text(item);
    return names;
}

// "12,13" as the names of those items.
std::vector<std::string> named_items(const std::string& list, const Grants& grants) {
    std::vector<std::string> names;
    for (std::size_t at = 0; at < list.size();) {
        const auto end = std::min(list.find(',', at), list.size());
        const auto part = list.substr(at, end - at);
        const auto id = number_in(part);
        const auto found = id ? grants.find(*id) : grants.end();
        names.push_back(found == grants.end() ? "item " + part : found->second);
        at = end + 1;
    }
    return names;
}

// "request 12" of "request:12".
std::string spaced_reference(std::string name) {
    std::replace(name.begin(), name.end(), ':', ' ');
    return name;
}

// What "before" and "after" of an act are: an end is written as seconds.
std::string_view changed_by(std::string_view act) {
    return act == "items.shortened" ? "end" : "state";
}

// Seconds as people read them; anything else, like "permanent", as it is.
std::string readable_end(std::string text) {
    const auto seconds = number_in(text);
    return seconds ? blocks::utc(policy::instant(*seconds)) : text;
}

void add_fact(
    store::Tx& tx, TrailStep& step, std::string_view act, const store::ChainedValue& value
) {
    // Which task it was says nothing to people.
    if (value.name == "task") return;
    auto text = value.text.value_or(std::string(erased));
    if (text.empty()) return;
    const std::string last = step.facts.empty() ? "" : step.facts.back().first;
    const std::string change{changed_by(act)};
    const bool is_change = value.name == "before" || value.name == "after";
    if (value.name == "ends" || (is_change && change == "end")) text = readable_end(text);
    if (value.name == "after" && last == change) {
        step.facts.back().second += " → " + text;
    } else if (is_change) {
        step.facts.emplace_back(change, std::move(text));
    } else if (value.name == "extends") {
        step.facts.emplace_back("extends", spaced_reference(text));
    } else if (value.name == "capacity") {
        step.facts.emplace_back("as", spaced(std::move(text)));
    } else if (!value.personal && employee_in(text)) {
        // What people have typed is never taken for a reference of ours.
        step.facts.emplace_back(spaced(value.name), actor_name(tx, text));
    } else {
        step.facts.emplace_back(spaced(value.name), std::move(text));
    }
}

TrailStep step_of(store::Tx& tx, const store::AuditRow& row, const Grants& grants) {
    const auto& entry = row.record.entry;
    TrailStep step;
    step.seq = row.record.seq;
    step.at = entry.at;
    step.person = employee_in(entry.actor);
    step.who = actor_name(tx, entry.actor);
    if (entry.on_behalf_of) {
        step.on_behalf_of = employee_in(*entry.on_behalf_of);
        step.on_behalf_of_name = actor_name(tx, *entry.on_behalf_of);
    }
    step.what = sentence_of(entry.act);
    step.hash = row.record.hash;
    if (entry.policy_version > 0)
        step.facts.emplace_back("policy version", std::to_string(entry.policy_version));
    for (const auto& value : row.values) {
        if (value.name == "items" && value.text) {
            step.grants = named_items(*value.text, grants);
        } else {
            add_fact(tx, step, entry.act, value);
        }
    }
    return step;
}

}  // namespace

std::vector<TrailStep> trail(store::Tx& tx, policy::RequestId request) {
    const auto grants = grants_of(tx, request);
    std::vector<TrailStep> steps;
    for (const auto& row : store::request_trail(tx, request))
        steps.push_back(step_of(tx, row, grants));
    return steps;
}

TrailStep trail_step(store::Tx& tx, const store::AuditRow& row) {
    return step_of(tx, row, {});
}

std::string full_name(store::Tx& tx, policy::EmployeeId id) {
    const auto employee = store::find_employee(tx, id);
    if (!employee) return "somebody who is not in the directory any more";
    return employee->name.empty() ? employee->email : employee->name + " (" + employee->email + ")";
}

std::string grant_text(const store::ItemRow& item) {
    auto name = item.integration_name;
    if (const auto place = policy::place(item); !place.empty()) name += " · " + place;
    name += " · " + item.privilege;
    return item.privileged ? name + " (privileged)" : name;
}

std::optional<policy::EmployeeId> named_employee(const std::string& actor) {
    return employee_in(actor);
}

std::string actor_name(store::Tx& tx, const std::string& actor) {
    if (const auto id = employee_in(actor)) return full_name(tx, *id);
    if (actor.starts_with(command_mark))
        return actor.substr(command_mark.size()) + " (command line)";
    return actor == "system" ? "Latchkey" : actor;
}

}  // namespace bot::models
