// What completing a campaign would remove, as a preview: sending it is the confirmation. Pushed on
// the campaign's page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "blocks/campaign_card.hpp"
#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

// Rows of a page.
inline constexpr int completion_rows = 15;

// A resource of which something would be removed.
struct CompletionLine {
    std::string application;
    std::string resource = {};  // empty: the application itself
    CampaignProgress progress = {};
    CampaignProgress in_application = {};  // in all its resources
};

// What stands in the preview's private_metadata: of which campaign, and after how many changes of
// what it would remove.
struct CompletionShown {
    std::string key;
    std::int64_t changes = 0;
    int page = 0;
};
std::string to_value(const CompletionShown& shown);
// A foreign one is of no campaign, or of a state that there never was.
CompletionShown completion_shown(std::string_view value);

struct CampaignCompletion {
    std::string key;
    std::int64_t changes = 0;
    std::string name = {};
    Person owner = {};
    std::optional<Markdown> notice = {};
    CampaignProgress progress = {};
    std::int64_t people = 0;          // who would lose something
    std::int64_t reviewers_left = 0;  // with open reviews
    std::int64_t unasked = 0;         // access that nobody may review
    bool recurs = false;
    Paged<CompletionLine> lines = {};
    std::int64_t other_resources = 0;  // of which nothing is removed
};
View campaign_complete_form(const CampaignCompletion& model);

}  // namespace blocks
