// Page 2 of the request form: which identities, for how long, why, and who will decide; then
// Submit.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"
#include "blocks/policy_denial.hpp"
#include "policy/purpose.hpp"

namespace blocks {

struct IdentityOption {
    policy::IdentityId identity;
    std::string name;      // the account's user name
    bool service = false;  // a service account that the beneficiary owns
};

Option identity_option(const IdentityOption& identity);
// The account that is made once the access is granted.
Option new_account_option();

// For one application of the selection: which of the beneficiary's accounts gets the access, or
// loses it.
struct IdentityChoice {
    policy::IntegrationId integration;
    std::string application;
    std::int64_t items = 0;
    std::vector<IdentityOption> identities = {};  // service accounts last
    std::optional<policy::IdentityId> chosen = {};
    bool will_be_created = false;      // none of their own, but one is made on grant
    std::optional<Person> owner = {};  // none, and left out: whom to ask
    std::string account_url = {};      // and where to get an account
    // What the chosen account has already, or waits for: left out.
    std::int64_t already = 0;
    bool can_be_created = false;  // as `will_be_created`, also while another one is chosen
};

// A purpose in the search list: what it is for below its name.
struct PurposeChoice {
    policy::PurposeId purpose;
    std::string name;
    std::string description = {};
};
Option purpose_option(const PurposeChoice& choice);

// Temporary access by purpose: which one, in place of an end.
struct PurposeField {
    std::int64_t offered = 0;  // that contain everything that is chosen
    std::optional<PurposeChoice> chosen = {};
    policy::Seconds lasts{0};   // the chosen one, from its first start
    std::int64_t left_out = 0;  // of what it takes: held, asked for, or not to be requested
};

// How long: not asked for where access is removed.
struct DurationField {
    bool temporary = false;
    std::optional<policy::Instant> ends = {};
    policy::Seconds longest{0};                // what is temporary may last so long
    std::optional<GrantName> limited_by = {};  // whose limit that is; none: the setting's
    bool never_permanent = false;              // then `limited_by` says why
    std::optional<PurposeField> purpose = {};  // where temporary access goes by purpose
};

// What the rules of the selection ask for beside the list.
struct ReasonText {
    int length = 0;                          // at least; 0: no rule
    std::optional<GrantName> long_for = {};  // whose rule
    struct Pattern {
        std::string pattern;
        GrantName whose;
    };
    std::vector<Pattern> patterns = {};
};

struct RequestDetails {
    std::string key;  // private_metadata: the draft
    std::uint64_t render = 0;
    std::optional<Markdown> notice = {};
    Person beneficiary = {};            // is_reader: for oneself
    std::vector<GrantName> items = {};  // all that is chosen
    std::vector<IdentityChoice> identities = {};
    std::size_t accounts_page = 0;  // of them, where they take several
    std::optional<DurationField> duration = {};
    std::vector<std::string> reasons = {};   // configured; none where no rule asks for the list
    std::optional<std::size_t> reason = {};  // index of the chosen one
    bool asks_other = true;                  // "Other" is among the reasons: its text is asked for
    ReasonText reason_text = {};             // and what else is asked for
    std::string reason_other = {};           // the text
    std::string details = {};
    std::vector<Decider> deciders = {};  // in order
    std::vector<PassedOver> passed_over = {};
    policy::Action action = policy::Action::grant;
    std::vector<GrantName> at_once = {};  // what the policy approves without asking anybody
    std::vector<DeniedByPolicy> denied = {};
    std::int64_t dropped = 0;    // chosen before, and not to be had any more
    bool nothing_asked = false;  // as long as no other account is chosen
};
View request_details(const RequestDetails& model);

// Where nothing of it is left: of every application whom to ask for an account, and where to get
// one. For page 1, which has no accounts to choose from.
Markdown nothing_to_give(const Person& beneficiary, const std::vector<IdentityChoice>& choices);

// Block ids, for `errors` and `state`.
BlockId identity_block(policy::IntegrationId integration, std::uint64_t render);
// The application of such a block, of any render; nothing for any other block.
std::optional<policy::IntegrationId> identity_block_of(std::string_view block_id);
BlockId duration_block();
BlockId ends_block();
BlockId purpose_block(std::uint64_t render);
BlockId reason_block();
BlockId reason_other_block();
BlockId details_block();
// The value of a reason in the list: its index.
std::string reason_value(std::size_t index);
// The values of the duration, and of an account that is still to be made.
inline constexpr std::string_view permanent_value = "permanent";
inline constexpr std::string_view temporary_value = "temporary";
inline constexpr std::string_view new_account_value = "new";

}  // namespace blocks
