// People and grants as views show them, from the rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/model.hpp"
#include "blocks/request_form.hpp"
#include "policy/model.hpp"
#include "store/gate.hpp"
#include "store/requests.hpp"

namespace bot::models {

// Somebody as `reader` sees them: a mention where their Slack user is known, else their name.
blocks::Person person(store::Tx& tx, policy::EmployeeId who, policy::EmployeeId reader);
// Whose access these items of a request are: the beneficiary's, or, where a campaign removes what
// several people hold, "12 people".
blocks::Person whose_access(
    store::Tx& tx,
    const store::RequestRow& request,
    const std::vector<store::ItemRow>& items,
    policy::EmployeeId reader
);
std::vector<blocks::Person> people(
    store::Tx& tx, const std::vector<policy::EmployeeId>& who, policy::EmployeeId reader
);

// Who withdrew what a task was about: an employee, or an operator by command.
blocks::Person withdrawer(
    store::Tx& tx, std::optional<policy::EmployeeId> closed_by, policy::EmployeeId reader
);

// The administrators, at most three: whom somebody without access to the bot should ask.
std::vector<blocks::Person> whom_to_ask(store::Tx& tx);

blocks::PersonChoice person_choice(const policy::Employee& employee);

blocks::GrantName grant_name(const store::ItemRow& item);
blocks::GrantName grant_name(const policy::Connection& connection);
std::vector<blocks::GrantName> grant_names(const std::vector<store::ItemRow>& items);

// The applications of items, each once, in their order.
std::vector<std::string> applications(const std::vector<store::ItemRow>& items);

// When the last of these grants ends; nothing if one of them never does.
std::optional<policy::Instant> latest_end(const std::vector<store::ItemRow>& items);

// How long what a request asks for lasts, as far as it was decided: the end of what lasts longest,
// none if that is permanent, and whether some of it ends before. What is denied does not count.
struct Lasting {
    std::optional<policy::Instant> ends = {};
    bool differ = false;
};
Lasting lasting(const store::RequestRow& request, const std::vector<store::ItemRow>& items);

// The purpose that a request is for, if it is for one.
std::optional<blocks::PurposeAsked> purpose_of(const store::RequestRow& request);

// When the access ends that the items ask for: the first end, for those of one task may differ
// after a counter-offer; none if all are permanent.
std::optional<policy::Instant> end_of(const std::vector<store::ItemRow>& items);
// How many items are in each state.
std::vector<blocks::StateCount> state_counts(const std::vector<store::ItemRow>& items);

// Ids as opaque keys of buttons and forms, and back. A foreign text is nothing.
std::string key_of(policy::RequestId id);
std::string key_of(policy::DraftId id);
std::string key_of(policy::TaskId id, std::int64_t version);
std::optional<std::int64_t> id_of(std::string_view key);

}  // namespace bot::models
