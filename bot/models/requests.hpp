// Requests as models of messages and views, from the rows as they are now.
#pragma once

#include <optional>
#include <string>

#include "blocks/policy_denial.hpp"
#include "blocks/request_view.hpp"
#include "blocks/tracker.hpp"
#include "store/requests.hpp"
#include "store/reviews.hpp"
#include "store/tasks.hpp"

namespace bot::models {

blocks::Tracker tracker(store::Tx& tx, const store::RequestRow& request, policy::Instant now);

blocks::BeneficiaryNotice beneficiary_notice(
    store::Tx& tx, const store::RequestRow& request, policy::Instant now
);

// What ended when `task` was closed, as told to `reader`; nothing if it ended nothing.
std::optional<blocks::Outcome> outcome(
    store::Tx& tx, const store::TaskRow& task, policy::EmployeeId reader
);

// A request of a campaign's removals: which campaign, and why.
void add_campaign(store::Tx& tx, const store::RequestRow& request, blocks::Outcome& model);

// What the policy denied of a request, as told to `reader`; nothing if it denied nothing.
std::optional<blocks::PolicyDenial> policy_denial(
    store::Tx& tx, const store::RequestRow& request, policy::EmployeeId reader
);

// What expired together with `first`, as told to `reader`; nothing if it is not expired.
std::optional<blocks::Outcome> expired(
    store::Tx& tx, policy::ItemId first, policy::EmployeeId reader
);

// What an extension made longer together with `first`, as told to `reader`; nothing if it is not
// held any more.
std::optional<blocks::Outcome> extended(
    store::Tx& tx, policy::ItemId first, policy::EmployeeId reader
);

// View request, for somebody who may see it.
// Denials of some items that were sent together; nothing if there are none.
std::optional<blocks::Outcome> items_denied(
    store::Tx& tx, policy::ReviewId first, policy::EmployeeId reader
);

blocks::RequestView request_view(
    store::Tx& tx, const store::RequestRow& request, policy::EmployeeId reader, std::size_t page
);

}  // namespace bot::models
