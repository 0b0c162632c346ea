// A campaign as its risk managers run it: what it covers and who reviews, how far it is part by
// part with Remind in each row, and what can be done with it; the list of all campaigns.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blocks/campaign_row.hpp"
#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

// Rows of a page of each.
inline constexpr int campaign_part_rows = 15;
inline constexpr int campaign_list_rows = 20;

// How its progress is listed: values of the choice.
inline constexpr std::string_view parts_integrations = "integrations";
inline constexpr std::string_view parts_resources = "resources";
inline constexpr std::string_view parts_reviewers = "reviewers";
inline constexpr std::string_view parts_marked = "marked";

struct CampaignPartLine {
    std::string key;  // what Remind is about
    std::string name = {};
    std::string application = {};  // of a resource
    CampaignProgress progress = {};
    std::optional<policy::Instant> reminded = {};
    // Why this reviewer is worth a look.
    bool all_kept = false;
    std::int64_t fast_kept = 0;  // so many within
    std::int64_t fast_seconds = 0;
};

// How far a completed campaign's removals are.
struct CampaignRemovals {
    std::int64_t under_way = 0;
    std::int64_t removed = 0;
    std::int64_t failed = 0;
    std::int64_t gone = 0;  // was not held any more
};

struct CampaignPage {
    ManagedCampaign campaign;
    std::optional<Markdown> notice = {};
    std::string covers = {};     // "all access"
    std::string reviewers = {};  // "as the policy says"
    std::string late = {};       // what happens to late reviewers
    std::string end_reason = {};
    std::vector<std::string> problems = {};  // why a draft cannot be published
    std::int64_t unasked = 0;                // access that nobody may review
    std::int64_t reviewers_left = 0;
    std::int64_t marked = 0;  // reviewers worth a look
    std::string shown{parts_integrations};
    Paged<CampaignPartLine> parts = {};
    bool reviewed_now = false;  // Remind can be pressed
    std::optional<CampaignRemovals> removals = {};
};
View campaign_page(const CampaignPage& model);

// What stands in a page's private_metadata: which campaign, and what of it is shown.
struct CampaignPlaceShown {
    std::string key;
    std::string shown{parts_integrations};
    int page = 0;
};
std::string to_value(const CampaignPlaceShown& place);
CampaignPlaceShown campaign_place_shown(std::string_view value);

View campaign_list(const Paged<ManagedCampaign>& campaigns);

// Why it is aborted; sending it is the confirmation. Pushed on the page.
View campaign_abort_form(const ManagedCampaign& campaign);

}  // namespace blocks
