#include "blocks/campaign_row.hpp"

#include <stdexcept>

#include "blocks/ids.hpp"

namespace blocks {

namespace {

constexpr std::size_t name_units = 150;
constexpr std::size_t rule_units = 100;

Markdown from_until(const ManagedCampaign& campaign) {
    return md("from ", date(campaign.starts), " until ", date(campaign.ends));
}

Markdown progress_line(const ManagedCampaign& campaign) {
    if (campaign.state == ManagedState::draft) return md("Nobody is asked yet");
    if (campaign.state == ManagedState::publishing)
        return md(count(campaign.progress.items, "access grant"), " so far");
    return md(progress_text(campaign.progress), " · ", count(campaign.reviewers, "reviewer"));
}

}  // namespace

Markdown managed_state_text(const ManagedCampaign& campaign) {
    switch (campaign.state) {
        case ManagedState::draft:
            return md("Draft · ", from_until(campaign));
        case ManagedState::publishing:
            return md("Being published · ", from_until(campaign));
        case ManagedState::running:
            return md("Until ", date(campaign.ends));
        case ManagedState::overdue:
            return md("*Overdue* since ", date(campaign.ends));
        case ManagedState::completed:
            return md("Completed · ", from_until(campaign));
        case ManagedState::aborted:
            return md("Aborted · ", from_until(campaign));
    }
    throw std::logic_error{"unknown state of a campaign"};
}

Block managed_campaign_row(const ManagedCampaign& campaign) {
    const auto name = shortened(cleaned(campaign.name), name_units);
    auto text =
        md(bold(name),
           " · ",
           managed_state_text(campaign),
           "\n",
           progress_line(campaign),
           " · owner ",
           named(campaign.owner));
    if (!campaign.recurs.empty())
        text = md(text, " · ", shortened(cleaned(campaign.recurs), rule_units));
    return section(
        "managed:" + campaign.key,
        text,
        button(
            ids::campaign_open,
            "Manage",
            {.value = campaign.key,
             .accessibility_label = plain("Manage the campaign ", shortened(name, 50))}
        )
    );
}

}  // namespace blocks
