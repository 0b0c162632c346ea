// `latchkey campaign remind`, by the daemon or alone.
#pragma once

#include <string>

#include "bot/campaign_job.hpp"

namespace bot {

// The exit status. `mails`: e-mail can be sent, too.
int remind_campaign(
    store::Gate& gate,
    const CampaignCommand& command,
    bool mails,
    const std::string& actor,
    store::Millis now,
    const Say& say
);

}  // namespace bot
