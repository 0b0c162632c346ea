// What risk managers and operators do to campaigns: make, change, publish, abort. Publishing itself
// is in campaign_publish.hpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/audit.hpp"
#include "store/campaigns.hpp"
#include "store/gate.hpp"

namespace bot::workflow {

// What is wrong with a campaign, and with which part of it: forms say it at the field.
enum class CampaignField {
    name,
    starts,
    ends,
    owner,
    integrations,
    resources,
    departments,
    titles,
    reviewers,
    late_before,
    recurrence
};
struct CampaignProblem {
    CampaignField field = CampaignField::name;
    std::string sentence;
    bool operator==(const CampaignProblem&) const = default;
};
// What is wrong whatever the company has.
std::vector<CampaignProblem> problems_within(const store::CampaignRow& campaign);
// All of it: the one check for the command line, for the form and for series.
std::vector<CampaignProblem> campaign_problems(
    store::Tx& tx, const store::CampaignRow& campaign, policy::Instant now
);

// Why a campaign cannot be made; the campaign otherwise.
struct CampaignMade {
    policy::CampaignId id;
    std::vector<CampaignProblem> problems;
};
// `campaign`: what was told. Names of the scope are put as the directory writes them, and must be
// there now; later they may go. `by`: as audit entries name actors.
CampaignMade make_campaign(
    store::Tx& tx, store::CampaignRow campaign, const std::string& by, policy::Instant now
);

enum class CampaignStep {
    done,
    unknown,    // there is no such campaign
    not_draft,  // it was published before, or has ended
    ended       // it was completed or aborted before
};

// Puts what was told in the place of a draft, unless there are problems.
struct CampaignChanged {
    CampaignStep step = CampaignStep::done;
    std::vector<CampaignProblem> problems = {};
};
CampaignChanged change_campaign(
    store::Tx& tx, store::CampaignRow campaign, const std::string& by, policy::Instant now
);

// From now on its reviews are made, slice by slice.
CampaignStep publish_campaign(
    store::Tx& tx, policy::CampaignId id, const std::string& by, policy::Instant now
);
// Ends its series, too, whichever of it is aborted.
CampaignStep abort_campaign(
    store::Tx& tx,
    policy::CampaignId id,
    const std::string& by,
    const std::string& reason,
    policy::Instant now
);

// It is over: nobody is reminded any more, cards lose their buttons and people are told, some in
// each slice.
void campaign_ended(store::Tx& tx, policy::CampaignId id, policy::Instant now);
// Campaigns as the Home tabs of risk managers show them have changed; `by` sees it at once.
void touch_campaign_homes(store::Tx& tx, const std::string& by, policy::Instant now);

// Who hears how it goes: its owner; if they have left the risk managers, else the administrators.
std::vector<policy::EmployeeId> who_answers_for(store::Tx& tx, const store::CampaignRow& campaign);

// The parts of a campaign as its audit entries hold them.
std::vector<store::AuditValue> campaign_values(const store::CampaignRow& campaign);

// Writes the audit entry of an act about a campaign; its number.
std::int64_t audit_campaign(
    store::Tx& tx,
    policy::CampaignId id,
    const std::string& by,
    const std::string& act,
    std::vector<store::AuditValue> values,
    policy::Instant now,
    std::optional<policy::EmployeeId> on_behalf_of = {}
);

}  // namespace bot::workflow
