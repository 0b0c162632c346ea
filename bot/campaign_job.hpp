// `latchkey campaign …` where it changes something: what its arguments say, and the doing of it, by
// the daemon or alone.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bot/control_socket.hpp"
#include "bot/settings.hpp"
#include "policy/campaign.hpp"
#include "store/campaigns.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"

namespace bot {

enum class CampaignVerb { create, publish, remind, complete, abort };
inline constexpr std::array campaign_verbs{
    CampaignVerb::create,
    CampaignVerb::publish,
    CampaignVerb::remind,
    CampaignVerb::complete,
    CampaignVerb::abort};
std::string_view word(CampaignVerb verb);

struct CampaignCommand {
    CampaignVerb verb = CampaignVerb::create;
    policy::CampaignId id;        // of all but create
    store::CampaignRow campaign;  // to create: what was told; the owner stands in `owner`
    std::string owner;            // an e-mail address
    bool late_told = false;       // else the settings say what happens to late reviewers
    bool late_before_told = false;
    std::string reviewer;               // to remind: only this one (an e-mail address)
    std::string integration;            // to remind: only of what is open in this application
    std::string reason;                 // of an abort
    std::optional<std::int64_t> shown;  // to complete only what was shown: store::removal_changes
    bool json = false;
};

// As they go over the control socket, and back; nothing for what is not ours.
std::vector<std::string> arguments_of(const CampaignCommand& command);
std::optional<CampaignCommand> campaign_command(
    CampaignVerb verb, const std::vector<std::string>& arguments
);

// How the slices of a campaign get done while this command waits: false if it cannot wait longer.
using CampaignWork = std::function<bool(policy::CampaignId)>;

// The exit status.
int do_campaign(
    store::Gate& gate,
    const Settings& settings,
    const CampaignCommand& command,
    const std::string& actor,
    store::Millis now,
    const CampaignWork& work,
    const Say& say
);

// Does all slices of a campaign here, where there is no daemon.
bool work_alone_on(
    store::Gate& gate, policy::CampaignId campaign, policy::Instant now, const Say& say
);
// Waits for the daemon's worker, and says how far it is.
bool wait_for_worker(store::Gate& gate, policy::CampaignId campaign, const Say& say);

std::string no_such_campaign(policy::CampaignId id);

}  // namespace bot
