// Submit: the form's draft becomes a request, everything checked again on the server.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/workflow/act.hpp"
#include "bot/workflow/ways.hpp"
#include "policy/model.hpp"
#include "policy/purpose.hpp"
#include "policy/route.hpp"
#include "store/drafts.hpp"

namespace bot::workflow {

// What a draft amounts to now: the chosen grants by application with the accounts that get them,
// those left out for want of an account, and who will be asked. To remove access, a group is one
// account: a grant that several accounts hold stands in several groups.
struct PlannedGroup {
    policy::IntegrationId integration;
    std::string integration_name;
    std::vector<policy::Connection> connections;
    std::vector<policy::Identity> identities;    // the beneficiary's accounts there, by user name
    std::vector<policy::Identity> owned;         // service accounts that they may choose instead
    std::optional<policy::IdentityId> identity;  // that gets or loses the grants
    bool may_create = false;                     // no account of their own: one can be made
    bool creates = false;                        // no identity: one is made when the grants are
    std::int64_t already = 0;        // chosen, but that account has or awaits them: left out
    std::string account_url = {};    // where to get an account
    std::vector<PlannedWay> ways;    // what becomes of the connections
    bool can_be_carried_out = true;  // false: nobody to do it after the last yes

    // Nothing of it is asked for: there is no account, or it has everything.
    bool left_out() const { return connections.empty() || (!identity && !creates); }
};
// A purpose that is asked for instead of the grants that were chosen: all that it takes and the
// beneficiary lacks.
struct PlannedPurpose {
    policy::Purpose purpose;
    policy::Seconds lasts{0};   // from its first start
    std::int64_t left_out = 0;  // of it: held, asked for already, or not to be requested
};
struct Plan {
    std::vector<PlannedGroup> groups;
    // Temporary access is asked for by purpose: those that contain everything that is chosen.
    bool by_purpose = false;
    std::vector<policy::Purpose> purposes = {};
    std::optional<PlannedPurpose> purpose = {};  // the chosen one of them
    std::int64_t dropped = 0;  // chosen, and not to be had any more or asked for meanwhile

    bool nothing_chosen() const { return groups.empty(); }
    bool all_left_out() const;
    // Whether page 2 has something to ask: also where only its choice of an account leaves
    // anything.
    bool goes_on() const;
};
Plan plan_of(const Act& act, const store::DraftRow& draft);

enum class SubmitProblem {
    gone,              // no such draft, or not this person's
    beneficiary_left,  // the company, meanwhile
    nobody_chosen,     // like whom is not said yet
    nothing_chosen,    // no grant ticked that is still offered
    no_account,  // every chosen grant is in an application where the beneficiary has no account
    nobody_may_decide,   // for at least one application
    nobody_carries_out,  // for at least one application
    account_has_all,     // every chosen grant is held, or awaited, by the account that was chosen
    list_changed,        // page 2 showed something else than what would be asked for now
    no_purpose,          // temporary access goes by purpose, and none contains all of it
    purpose_missing,     // none is chosen
    purpose_gone,        // the chosen one is not active any more, or does not contain it
    end_missing,         // temporary, without an end
    end_passed,
    too_long,         // for `connection`, or if there is none by the setting: `longest`
    never_permanent,  // `connection` allows `longest` only
    reason_missing,
    reason_text_missing,  // "Other" without text
    reason_too_short,     // `connection` asks for `length` characters
    reason_not_matched    // `connection` asks for `pattern`
};

// The request a submit made. `repeated`: the same form had made it before.
struct Submitted {
    policy::RequestId request;
    bool repeated = false;
};
struct Refused {
    SubmitProblem problem;
    std::string integration_name = {};  // where it concerns one
    std::optional<policy::ConnectionId> connection = {};
    policy::Seconds longest{0};
    int length = 0;
    std::string pattern = {};
};
using SubmitOutcome = std::variant<Submitted, Refused>;

// "Other" in the configured list asks for text.
inline constexpr std::string_view other_reason = "Other";

SubmitOutcome submit(const Act& act, const store::DraftRow& draft);

}  // namespace bot::workflow
