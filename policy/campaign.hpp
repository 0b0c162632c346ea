// Access review campaigns: their ids, their states and what may follow what, and how an item of one
// stands.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "policy/ids.hpp"

namespace policy {

using CampaignId = Id<struct CampaignTag>;
using CampaignItemId = Id<struct CampaignItemTag>;
using CampaignTaskId = Id<struct CampaignTaskTag>;

// product.md section 8. A campaign that is overdue is still reviewed; only a risk manager ends it.
enum class CampaignState { draft, in_progress, overdue, completed, aborted };
std::string_view word(CampaignState state);
std::optional<CampaignState> campaign_state(std::string_view word);

// True while reviewers may decide.
bool is_running(CampaignState state);
bool is_ended(CampaignState state);

// What happens to reviewers who are late: their manager is told, or gets the reviews.
enum class LateReviewers { notify, reassign };
std::string_view word(LateReviewers late);
std::optional<LateReviewers> late_reviewers(std::string_view word);

// Who was reminded by hand is not again for so long.
inline constexpr Seconds remind_pause{3600};

// "every 3 months" of a rule that says no more than that; other rules as they are written.
std::string recurrence_words(std::string_view rule);

// What a reviewer said of a grant, or nothing yet. `moved`: it waits for somebody else, or for
// nobody, because an earlier reviewer said that it goes.
enum class CampaignVerdict { open = 0, keep = 1, remove = 2, moved = 3 };
std::string_view word(CampaignVerdict verdict);

}  // namespace policy
