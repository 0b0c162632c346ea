// Campaigns as risk managers see them, from the rows.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blocks/campaign_edit.hpp"
#include "blocks/campaign_page.hpp"
#include "blocks/campaign_prompt.hpp"
#include "store/campaign_progress.hpp"
#include "store/campaign_reminders.hpp"
#include "store/campaign_scope.hpp"
#include "store/gate.hpp"

namespace bot::models {

std::string key_of(policy::CampaignId id);

blocks::ManagedCampaign managed_campaign(
    store::Tx& tx, const store::CampaignRow& row, policy::EmployeeId reader
);
// What the Home tab lists: those that run, the soonest end first, then drafts; how many more.
std::vector<blocks::ManagedCampaign> managed_campaigns(store::Tx& tx, policy::EmployeeId reader);
// All, the newest first.
blocks::Paged<blocks::ManagedCampaign> campaign_list(
    store::Tx& tx, policy::EmployeeId reader, int page
);

// The page of a campaign; nothing if there is none.
std::optional<blocks::CampaignPage> campaign_page(
    store::Tx& tx,
    const blocks::CampaignPlaceShown& place,
    policy::EmployeeId reader,
    policy::Instant now,
    const std::optional<blocks::Markdown>& notice
);

// What Remind in a row is about: "CAMPAIGN:integration:5".
struct CampaignRemindKey {
    policy::CampaignId campaign;
    store::ReminderAbout about = store::ReminderAbout::all;
    std::int64_t id = 0;
};
std::string key_of(const CampaignRemindKey& key);
std::optional<CampaignRemindKey> campaign_remind_key(std::string_view value);

// The form of a draft, as it is.
blocks::CampaignEdit campaign_edit(store::Tx& tx, const store::CampaignRow& row);
// "2d", "36h": the largest unit that is exact.
std::string duration_text(policy::Seconds length);

// Names of a scope as options: "@N" is the Nth (from 1) that the draft has, "=NAME" a name, "#ID"
// leads to one that is too long to be a value.
std::vector<blocks::Option> kept_options(const std::vector<std::string>& names);
std::vector<blocks::Option> scope_options(
    store::Tx& tx, store::ScopeKind kind, std::string_view query
);
// The name that an option stands for; nothing for a foreign value.
std::optional<std::string> scope_name_of(
    store::Tx& tx,
    store::ScopeKind kind,
    const std::vector<std::string>& kept,
    std::string_view value
);

// Who may own a campaign.
std::vector<blocks::Option> owner_options(store::Tx& tx, std::string_view query);
// Who may review at a level: kinds ("kind:manager") and people ("person:3").
std::vector<blocks::Option> level_options(store::Tx& tx, std::string_view query);
std::optional<policy::Ask> ask_of(store::Tx& tx, std::string_view value);

// Nothing if there is nothing to say any more.
std::optional<blocks::CampaignPrompt> campaign_prompt(
    store::Tx& tx, store::CampaignReminderId reminder, policy::EmployeeId recipient
);

}  // namespace bot::models
