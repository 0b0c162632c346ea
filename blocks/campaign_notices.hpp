// What is said of a campaign beside its cards: how it ended, and what became of its removals.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/campaign_card.hpp"
#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

// An access grant that a campaign was to remove.
struct CampaignRemovalLine {
    GrantName grant;
    std::optional<Person> holder = {};  // nothing: it is not known whose the account is
    std::string account = {};
    std::string problem = {};  // why it could not be removed
};

// How the removals of a completed campaign ended, to its owner: all, a part, or none of them.
struct CampaignOutcome {
    std::string name;
    std::int64_t removed = 0;
    std::int64_t gone = 0;  // was not held any more
    std::int64_t failed = 0;
    std::int64_t kept = 0;
    std::int64_t not_reviewed = 0;
    // The first ones of each.
    std::vector<CampaignRemovalLine> were_removed = {};
    std::vector<CampaignRemovalLine> were_not = {};
};
Message campaign_outcome(const CampaignOutcome& outcome);

// It was completed or aborted: to its reviewers, its owner and the risk managers.
struct CampaignEnded {
    std::string name;
    bool aborted = false;
    std::string by = {};      // who did it
    std::string reason = {};  // of an abort
    CampaignProgress progress = {};
    std::optional<CampaignProgress> mine = {};  // what the reader had to review
};
Message campaign_ended(const CampaignEnded& ended);

}  // namespace blocks
