// The form of a campaign, new or a draft: what it is called, when, what it covers, who reviews,
// what happens to late reviewers, and whether it recurs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/request_form.hpp"

namespace blocks {

// The choices of Recurs: rules, or these words.
inline constexpr std::string_view recurs_once = "once";
inline constexpr std::string_view recurs_own = "own";  // as the rule below it says
inline constexpr std::string_view late_notify = "notify";
inline constexpr std::string_view late_reassign = "reassign";
inline constexpr std::string_view only_privileged = "privileged";

struct CampaignEdit {
    std::string key = {};  // private_metadata: the draft; empty: a new one
    std::string name = {};
    std::optional<policy::Instant> starts = {};
    std::optional<policy::Instant> ends = {};
    std::optional<PersonChoice> owner = {};
    // What is chosen so far. More than the list can hold are not shown, and stay.
    std::vector<Option> integrations = {};
    std::vector<Option> resources = {};
    std::vector<Option> departments = {};
    std::vector<Option> titles = {};
    bool privileged_only = false;
    std::vector<Option> levels = {};  // who reviews instead of those whom the policy names
    bool reassign_late = false;
    std::string late_before = {};  // "2d"
    std::string recurrence = {};   // a rule; empty: once
};
View campaign_edit(const CampaignEdit& model);

// The fields, for `state` and `errors`; the action_id is the block's, of a level `campaign_level`.
BlockId campaign_level_block(std::size_t level);  // from 1
// How many levels the form of so many chosen ones offers.
std::size_t campaign_levels_offered(std::size_t chosen);

}  // namespace blocks
