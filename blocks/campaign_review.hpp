// Review now: the items of a campaign page by page, by person or by application, with what is known
// of each, and what to do with it or with many at once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blocks/campaign_card.hpp"
#include "blocks/kit.hpp"
#include "blocks/model.hpp"
#include "policy/campaign.hpp"

namespace blocks {

// A question about an item, and the answer if it came.
struct CampaignQuestion {
    Person of;
    std::string question;
    std::optional<std::string> answer = {};
};

struct CampaignItem {
    std::string key;  // the item
    GrantName grant = {};
    std::optional<Person> person = {};  // none: nobody is known to answer for the account
    std::string title = {};
    std::string account = {};
    bool service_account = false;
    policy::CampaignVerdict verdict = policy::CampaignVerdict::open;
    std::string reason = {};
    bool held = true;  // false: it was taken away since
    std::optional<policy::Instant> since = {};
    std::optional<policy::Instant> last_used = {};
    std::optional<policy::Instant> until = {};
    std::int64_t peers_with_it = 0;  // of the same title
    std::int64_t peers = 0;
    std::optional<Person> kept_before = {};  // by whom, at an earlier level
    std::vector<CampaignQuestion> questions = {};
};

inline constexpr int campaign_rows = 15;

struct CampaignReview {
    std::string key;  // private_metadata: the task
    std::string name = {};
    CampaignProgress progress = {};
    policy::Instant ends = {};
    bool overdue = false;
    std::optional<Markdown> notice = {};  // what the last click has done
    bool by_application = false;
    std::string shown = "all";  // a value of shown_options()
    std::string narrowed = {};  // name of the person or application; empty: everything
    std::vector<CampaignItem> items = {};
    std::size_t page = 0;
    std::size_t pages = 1;
    std::int64_t total = 0;  // that the choices above leave
};
View campaign_review(const CampaignReview& model);

// Values of the lists in it.
inline constexpr std::string_view verdict_keep = "keep";
inline constexpr std::string_view verdict_remove = "remove";
inline constexpr std::string_view verdict_ask = "ask";
inline constexpr std::string_view verdict_reassign = "reassign";
inline constexpr std::string_view bulk_keep_page = "keep_page";
inline constexpr std::string_view bulk_remove_page = "remove_page";
inline constexpr std::string_view bulk_keep_shown = "keep_shown";
inline constexpr std::string_view bulk_remove_shown = "remove_shown";
inline constexpr std::string_view group_people = "people";
inline constexpr std::string_view group_applications = "applications";
inline constexpr std::string_view narrow_all = "all";

// The block of an item's list (action ids::campaign_verdict), and back. `mark` changes with what is
// drawn, so that Slack shows the list as it is now.
std::string campaign_item_block(const std::string& item_key, std::string_view mark);
std::optional<std::string> item_of_campaign_block(std::string_view block_id);

}  // namespace blocks
