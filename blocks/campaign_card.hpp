// What a reviewer is asked in a campaign: one message, edited as it goes on, with what is left.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

// How far somebody, or something, is.
struct CampaignProgress {
    std::int64_t items = 0;
    std::int64_t kept = 0;
    std::int64_t removed = 0;
    std::int64_t open() const { return items - kept - removed; }
};
// "12 of 40 reviewed: 10 to keep, 2 to remove".
std::string progress_text(const CampaignProgress& progress);

// "access review *Q1*".
Markdown review_named(const std::string& name);

// As what the reader is asked, and about how many access grants; or in whose place, and as what
// those were asked.
struct CampaignWhy {
    policy::ReviewerKind as = policy::ReviewerKind::manager;
    bool fallback = false;
    std::optional<Person> on_behalf_of = {};
    std::int64_t items = 0;
    std::optional<Person> came_from = {};
    bool in_time = true;  // false: it came because they were late
};
struct CampaignPassedOver {
    PassedOver who;
    std::int64_t items = 0;
};
// Reviews that came from a colleague, or went to one.
struct CampaignHandOver {
    Person person;
    std::int64_t items = 0;
    std::string note = {};
    bool in_time = true;  // false: they were not reviewed in time
};

enum class CampaignCardState { open, overdue, completed, aborted };

struct CampaignCard {
    std::string key;  // value of the buttons: the task
    std::string name = {};
    CampaignProgress progress = {};
    policy::Instant ends = {};
    CampaignCardState state = CampaignCardState::open;
    std::string end_reason = {};  // of an aborted one
    std::vector<CampaignWhy> why = {};
    std::vector<CampaignPassedOver> passed_over = {};
    std::vector<CampaignHandOver> came_from = {};
    std::vector<CampaignHandOver> went_to = {};
    std::int64_t questions_waiting = 0;
    std::int64_t questions_answered = 0;
    std::string tasks_url = {};
};
Message campaign_card(const CampaignCard& card);

// A row of *My tasks*: a campaign of which something waits for the reader.
struct CampaignTaskLine {
    std::string key;
    std::string name = {};
    CampaignProgress progress = {};
    policy::Instant ends = {};
    bool overdue = false;
};
inline constexpr std::size_t most_campaign_lines = 10;
Block campaign_task_row(const CampaignTaskLine& line);

}  // namespace blocks
