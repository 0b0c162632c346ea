// The terms of a plan: for how long its grants may be had, and which reason they ask for.
#pragma once

#include <optional>

#include "bot/workflow/submit.hpp"
#include "policy/duration.hpp"
#include "policy/reason.hpp"

namespace bot::workflow {

// Of what is not left out. Access that is removed has no duration.
struct Terms {
    std::optional<policy::DurationRules> duration;
    policy::ReasonDemand reason;
};
Terms terms_of(const Plan& plan, const store::DraftRow& draft, const FlowRules& rules);

// A connection of the plan, to name it.
const policy::Connection* connection_of(const Plan& plan, policy::ConnectionId id);

// Temporary access goes by purpose, and no fitting one is chosen.
std::optional<Refused> objection_to_purpose(const store::DraftRow& draft, const Plan& plan);

// What the draft says against the terms: the first thing that is wrong, or nothing.
std::optional<Refused> objection_to_terms(
    const Act& act, const store::DraftRow& draft, const Plan& plan
);

// The reason as reviewers read it: what was chosen, what was written, or both.
std::string reason_text(const store::DraftRow& draft, const policy::ReasonDemand& demand);

}  // namespace bot::workflow
