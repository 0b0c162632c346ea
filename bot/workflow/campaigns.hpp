// What risk managers and operators do to campaigns: make, publish, abort. Publishing itself is in
// campaign_publish.hpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/audit.hpp"
#include "store/campaigns.hpp"
#include "store/gate.hpp"

namespace bot::workflow {

// Why a campaign cannot be made, in sentences; the campaign otherwise.
struct CampaignMade {
    policy::CampaignId id;
    std::vector<std::string> problems;
};
// `campaign`: what was told. Names of the scope are put as the directory writes them. `by`: as
// audit entries name actors.
CampaignMade make_campaign(
    store::Tx& tx, store::CampaignRow campaign, const std::string& by, policy::Instant now
);

enum class CampaignStep {
    done,
    unknown,    // there is no such campaign
    not_draft,  // it was published before, or has ended
    ended       // it was completed or aborted before
};

// From now on its reviews are made, slice by slice.
CampaignStep publish_campaign(
    store::Tx& tx, policy::CampaignId id, const std::string& by, policy::Instant now
);
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
