// Page 2 of the request form: which identities, why, and who will decide; then Submit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"
#include "blocks/policy_denial.hpp"

namespace blocks {

struct IdentityOption {
    policy::IdentityId identity;
    std::string name;  // the account's user name
};

// For one application of the selection: which of the beneficiary's accounts gets the access.
struct IdentityChoice {
    policy::IntegrationId integration;
    std::string application;
    std::int64_t items = 0;
    std::vector<IdentityOption> identities = {};  // none, one or several
    std::optional<policy::IdentityId> chosen = {};
    bool will_be_created = false;      // none, but the integration makes one on grant
    std::optional<Person> owner = {};  // none, and left out: whom to ask
    std::string account_url = {};      // and where to get an account
};

struct RequestDetails {
    std::string key;  // private_metadata: the draft
    std::uint64_t render = 0;
    std::optional<Markdown> notice = {};
    Person beneficiary = {};            // is_reader: for oneself
    std::vector<GrantName> items = {};  // all that is chosen
    std::vector<IdentityChoice> identities = {};
    std::vector<std::string> reasons = {};   // configured; "Other" asks for text
    std::optional<std::size_t> reason = {};  // index of the chosen one
    bool asks_other = true;                  // "Other" is among the reasons: its text is asked for
    std::string reason_other = {};
    std::string details = {};
    std::vector<Decider> deciders = {};  // in order
    std::vector<PassedOver> passed_over = {};
    policy::Action action = policy::Action::grant;
    std::vector<GrantName> at_once = {};  // what the policy approves without asking anybody
    std::vector<DeniedByPolicy> denied = {};
};
View request_details(const RequestDetails& model);

// Block ids, for `errors` and `state`.
BlockId identity_block(policy::IntegrationId integration, std::uint64_t render);
BlockId reason_block();
BlockId reason_other_block();
BlockId details_block();
// The value of a reason in the list: its index.
std::string reason_value(std::size_t index);

}  // namespace blocks
