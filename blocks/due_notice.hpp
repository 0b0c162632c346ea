// What fell due for one person at one moment, in one message: what waits for them, what of theirs
// ends soon. What is finished by the time it is drawn is only counted.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "blocks/access_row.hpp"
#include "blocks/campaign_card.hpp"
#include "blocks/home.hpp"
#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

// A task of mine that waits. A reminder stays one when it is edited after its task was due, or the
// same would be said twice.
struct DueTask {
    HomeTask task;
    bool reminder = true;  // false: told as overdue
};
// A request that I could still decide.
struct ReviewExpiring {
    HomeTask task;
    policy::Instant expires = {};
};
// A request of mine.
struct RequestExpiring {
    std::string key;
    Person beneficiary = {};            // is_reader: for myself
    std::vector<GrantName> items = {};  // still pending
    policy::Instant expires = {};
};
// What I still have to review in a campaign. A reminder stays one, as above.
struct CampaignDue {
    std::string key;  // of my task
    std::string name = {};
    CampaignProgress progress = {};
    policy::Instant ends = {};
    bool reminder = true;
};
// Somebody else who is late with it.
struct CampaignLate {
    Person reviewer = {};
    std::string name = {};
    CampaignProgress progress = {};
    policy::Instant ends = {};
};
// A campaign of mine that should have ended.
struct CampaignOver {
    std::string name = {};
    CampaignProgress progress = {};
    policy::Instant ends = {};
    std::int64_t reviewers_left = 0;
};
using DueLine = std::variant<
    DueTask,
    ReviewExpiring,
    RequestExpiring,
    EndingAccess,
    CampaignDue,
    CampaignLate,
    CampaignOver>;

struct DueNotice {
    std::vector<DueLine> lines = {};  // the most urgent first
    std::int64_t settled = 0;         // of this notice, not to be done any more
    std::string tasks_url = {};       // empty: My tasks is a button
};
// At most this many lines are drawn; the others are counted, and My tasks leads to them.
inline constexpr std::size_t most_due_lines = 20;
Message due_notice(const DueNotice& model);

}  // namespace blocks
