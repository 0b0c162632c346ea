// The printable report of one campaign: one HTML file that needs no other, made piece by piece, for
// a campaign may have a million decisions. What stands in it is escaped by the template engine.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bot/audit_report.hpp"
#include "store/campaigns.hpp"
#include "store/gate.hpp"

namespace bot {

void campaign_paper(
    store::Tx& tx,
    const store::CampaignRow& campaign,
    const ReportProof& proof,
    const std::function<void(const std::string&)>& write
);

// bot/templates/campaign_report.html.
std::string_view campaign_report_template();

}  // namespace bot
