#include "bot/models/people.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "store/campaign_end.hpp"
#include "store/directory.hpp"
#include "store/slack_users.hpp"

namespace bot::models {

blocks::Person person(store::Tx& tx, policy::EmployeeId who, policy::EmployeeId reader) {
    blocks::Person shown;
    const auto employee = store::find_employee(tx, who);
    shown.name = employee ? employee->name : "somebody who is not in the directory any more";
    if (const auto contact = store::slack_user_of(tx, who); contact.user)
        shown.slack = contact.user->user;
    shown.is_reader = who == reader;
    return shown;
}

blocks::Person whose_access(
    store::Tx& tx,
    const store::RequestRow& request,
    const std::vector<store::ItemRow>& items,
    policy::EmployeeId reader
) {
    const auto removal = store::removal_of(tx, request.id);
    if (!removal || !removal->by_hand) return person(tx, request.beneficiary, reader);
    std::set<std::int64_t> holders;
    for (const auto& item : items) {
        const auto holder = store::holder_of(tx, item);
        holders.insert(holder ? holder.value : -item.identity.value);
    }
    if (holders.size() == 1 && *holders.begin() > 0)
        return person(tx, policy::EmployeeId{*holders.begin()}, reader);
    blocks::Person several;
    several.name = std::to_string(holders.size()) + (holders.size() == 1 ? " account" : " people");
    return several;
}

std::vector<blocks::Person> people(
    store::Tx& tx, const std::vector<policy::EmployeeId>& who, policy::EmployeeId reader
) {
    std::vector<blocks::Person> shown;
    shown.reserve(who.size());
    for (const auto id : who)
        shown.push_back(person(tx, id, reader));
    return shown;
}

blocks::Person withdrawer(
    store::Tx& tx, std::optional<policy::EmployeeId> closed_by, policy::EmployeeId reader
) {
    if (closed_by) return person(tx, *closed_by, reader);
    blocks::Person somebody;
    somebody.name = "An operator of Latchkey";
    return somebody;
}

std::vector<blocks::Person> whom_to_ask(store::Tx& tx) {
    auto administrators = store::employees_with_role(tx, policy::Role::administrator);
    if (administrators.size() > 3) administrators.resize(3);
    return people(tx, administrators, {});
}

blocks::PersonChoice person_choice(const policy::Employee& employee) {
    return {employee.id, employee.name, employee.title.empty() ? employee.email : employee.title};
}

blocks::GrantName grant_name(const store::ItemRow& item) {
    return {item.integration_name, policy::place(item), item.privilege, item.privileged};
}

blocks::GrantName grant_name(const policy::Connection& connection) {
    return {
        connection.integration_name,
        policy::place(connection),
        connection.privilege,
        connection.privileged};
}

std::vector<blocks::GrantName> grant_names(const std::vector<store::ItemRow>& items) {
    std::vector<blocks::GrantName> names;
    names.reserve(items.size());
    for (const auto& item : items)
        names.push_back(grant_name(item));
    return names;
}

std::vector<std::string> applications(const std::vector<store::ItemRow>& items) {
    std::vector<std::string> names;
    for (const auto& item : items) {
        if (std::find(names.begin(), names.end(), item.integration_name) == names.end()) {
            names.push_back(item.integration_name);
        }
    }
    return names;
}

std::optional<blocks::PurposeAsked> purpose_of(const store::RequestRow& request) {
    if (!request.purpose) return std::nullopt;
    return blocks::PurposeAsked{request.purpose->name, request.purpose->lasts};
}

std::optional<policy::Instant> end_of(const std::vector<store::ItemRow>& items) {
    std::optional<policy::Instant> end;
    for (const auto& item : items) {
        if (item.ends) end = end ? std::min(*end, *item.ends) : *item.ends;
    }
    return end;
}

std::optional<policy::Instant> latest_end(const std::vector<store::ItemRow>& items) {
    std::optional<policy::Instant> latest;
    for (const auto& item : items) {
        if (!item.ends) return std::nullopt;
        latest = latest ? std::max(*latest, *item.ends) : item.ends;
    }
    return latest;
}

Lasting lasting(const store::RequestRow& request, const std::vector<store::ItemRow>& items) {
    auto counted = items;
    std::erase_if(counted, [](const store::ItemRow& item) {
        return item.state == policy::ItemState::denied ||
               item.state == policy::ItemState::expired ||
               item.state == policy::ItemState::withdrawn;
    });
    if (counted.empty()) counted = items;
    if (counted.empty()) return {request.ends};
    Lasting lasts{latest_end(counted)};
    lasts.differ = std::any_of(counted.begin(), counted.end(), [&](const store::ItemRow& item) {
        return item.ends != lasts.ends;
    });
    // What was started ends with its purpose.
    if (request.purpose && lasts.ends == request.purpose->until) lasts.ends.reset();
    return lasts;
}

std::vector<blocks::StateCount> state_counts(const std::vector<store::ItemRow>& items) {
    std::vector<blocks::StateCount> counts;
    for (const auto state : policy::all_item_states) {
        const auto n = std::count_if(items.begin(), items.end(), [&](const auto& item) {
            return item.state == state;
        });
        if (n > 0) counts.push_back({state, n});
    }
    return counts;
}

std::string key_of(policy::RequestId id) {
    return std::to_string(id.value);
}
std::string key_of(policy::DraftId id) {
    return std::to_string(id.value);
}
std::string key_of(policy::TaskId id, std::int64_t version) {
    return std::to_string(id.value) + "." + std::to_string(version);
}

std::optional<std::int64_t> id_of(std::string_view key) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), value);
    if (error != std::errc{} || end != key.data() + key.size() || value <= 0) return std::nullopt;
    return value;
}

}  // namespace bot::models
