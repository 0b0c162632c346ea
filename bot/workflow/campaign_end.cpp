#include "bot/workflow/campaign_end.hpp"

#include <algorithm>
#include <map>

#include "bot/workflow/fulfil.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/directory.hpp"
#include "store/messages.hpp"
#include "store/requests.hpp"

namespace bot::workflow {
namespace {

using policy::ItemState;

// So many rows hold the writer for a few milliseconds.
constexpr int turn = 40;
// What one request holds of what is removed by hand: one Done writes so many rows.
constexpr std::int64_t most_by_hand = 500;

constexpr auto nobody_left =
    "Nobody is left who could remove this: the application has no owner, and there is no "
    "administrator.";

std::string reasons_of(const std::vector<store::CampaignRemoval>& removals) {
    std::vector<std::string> reasons;
    std::string text;
    for (const auto& removal : removals) {
        const auto& reason = removal.reason;
        const bool said = std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
        if (reason.empty() || said) continue;
        reasons.push_back(reason);
        text += (text.empty() ? "" : "\n") + reason;
    }
    return text;
}

// What of it is still held, and not being removed already. What waits for a decision about it, more
// time or another removal, is taken back: this is the decision.
std::vector<store::CampaignRemoval> removable(
    const Act& act,
    const store::CampaignRow& campaign,
    const std::vector<store::CampaignRemoval>& removals
) {
    std::vector<store::CampaignRemoval> all;
    std::vector<store::ItemRow> needless;
    for (const auto& removal : removals) {
        if (!store::holds(act.tx, removal.identity, removal.connection)) continue;
        auto open = store::open_items(act.tx, removal.identity, removal.connection);
        const auto decided = std::partition(open.begin(), open.end(), [](const auto& item) {
            return item.state == ItemState::pending;
        });
        needless.insert(needless.end(), open.begin(), decided);
        if (decided == open.end()) all.push_back(removal);
    }
    withdraw_for_review(
        act, needless, "the access review " + campaign.name + " has decided to remove the access"
    );
    return all;
}

// In the name of the campaign's owner; nobody but them is there where it is not known whose the
// account is, and where several holders' access is removed.
store::RequestRow new_request(
    const Act& act,
    const store::CampaignRow& campaign,
    const store::CampaignRemovalOf& of,
    const std::string& details
) {
    store::RequestRow request;
    request.requester = campaign.owner;
    request.beneficiary = of.holder ? of.holder : campaign.owner;
    request.action = policy::Action::revoke;
    request.like = policy::AccessLike::custom;
    request.reason = "Access review: " + campaign.name;
    request.details = details;
    request.submitted_at = act.now();
    request.id = store::insert_request(act.tx, store::no_form(act.tx), request);
    store::note_removal(act.tx, request.id, of);
    return request;
}

// Whoever answers for an application has one card of it, not one for each holder.
store::RequestRow request_by_hand(
    const Act& act, const store::CampaignRow& campaign, policy::IntegrationId integration
) {
    const auto known = store::removal_by_hand(act.tx, campaign.id, integration, most_by_hand);
    if (known) return store::find_request(act.tx, *known).value();
    return new_request(act, campaign, {campaign.id, {}, integration}, "");
}

store::ItemRow moved(const Act& act, policy::ItemId id, ItemState to) {
    store::move_item(act.tx, store::find_item(act.tx, id).value(), to, act.who(), "", act.now());
    return store::find_item(act.tx, id).value();
}

// Removals as items of one request: decided already, to be carried out.
void begin(
    const Act& act,
    const store::CampaignRow& campaign,
    const store::RequestRow& request,
    const std::vector<store::CampaignRemoval>& removals
) {
    std::map<policy::IntegrationId, std::vector<store::ItemRow>> by_application;
    for (const auto& removal : removals) {
        const auto id =
            store::insert_item(act.tx, request, removal.connection, removal.identity, act.now());
        if (!id) continue;
        moved(act, *id, ItemState::approved);
        by_application[removal.integration].push_back(moved(act, *id, ItemState::revoking));
    }
    for (const auto& [integration, items] : by_application) {
        const bool under_way = carry_out(act, request, integration, items, nobody_left);
        audit(
            act,
            "items.approved",
            request.id,
            {{"items", id_list(items)},
             {"before", "pending"},
             {"after", under_way ? "revoking" : "failed"},
             {"campaign", std::to_string(campaign.id.value)}}
        );
    }
    removals_changed(act, request.id);
}

// What one holder loses: by applications themselves as a request of theirs, by hand with what
// others lose there.
void begin(
    const Act& act,
    const store::CampaignRow& campaign,
    policy::EmployeeId holder,
    const std::vector<store::CampaignRemoval>& removals
) {
    std::vector<store::CampaignRemoval> by_itself;
    std::map<policy::IntegrationId, std::vector<store::CampaignRemoval>> by_hand;
    for (const auto& removal : removals) {
        auto& place =
            does_by_itself(act, removal.application) ? by_itself : by_hand[removal.integration];
        place.push_back(removal);
    }
    if (!by_itself.empty()) {
        const auto request =
            new_request(act, campaign, {campaign.id, holder}, reasons_of(by_itself));
        begin(act, campaign, request, by_itself);
    }
    for (const auto& [integration, theirs] : by_hand)
        begin(act, campaign, request_by_hand(act, campaign, integration), theirs);
}

void tell_owner(const Act& act, policy::CampaignId id) {
    const auto campaign = store::find_campaign(act.tx, id).value();
    const auto counts = store::removal_counts(act.tx, id);
    if (campaign.job != store::CampaignJob::none || counts.under_way > 0) return;
    if (campaign.removed == 0) return;  // that it is completed says so
    audit_campaign(
        act.tx,
        id,
        "system",
        "campaign.deprovisioned",
        {{"removed", std::to_string(counts.removed)},
         {"failed", std::to_string(counts.failed)},
         {"not held any more", std::to_string(counts.gone)}},
        act.now()
    );
    for (const auto who : who_answers_for(act.tx, campaign)) {
        store::want_message(
            act.tx,
            store::MessageKind::campaign_outcome,
            id.value,
            who,
            store::Priority::normal,
            act.now_ms
        );
    }
}

}  // namespace

std::optional<CampaignPreview> preview_campaign(store::Tx& tx, policy::CampaignId id) {
    auto campaign = store::find_campaign(tx, id);
    if (!campaign) return std::nullopt;
    auto resources = store::counts_by_resource(tx, id);
    std::erase_if(resources, [](const auto& one) { return one.count.removed == 0; });
    return CampaignPreview{
        *std::move(campaign), store::people_losing(tx, id), std::move(resources)};
}

CampaignStep complete_campaign(
    store::Tx& tx, policy::CampaignId id, const std::string& by, policy::Instant now
) {
    const auto campaign = store::find_campaign(tx, id);
    if (!campaign) return CampaignStep::unknown;
    if (campaign->state == policy::CampaignState::draft) return CampaignStep::not_draft;
    if (!store::begin_completing(tx, id, by, now)) return CampaignStep::ended;
    campaign_ended(tx, id, now);
    touch_campaign_homes(tx, by, now);
    audit_campaign(
        tx,
        id,
        by,
        "campaign.completed",
        {{"before", std::string(policy::word(campaign->state))},
         {"after", "completed"},
         {"kept", std::to_string(campaign->kept)},
         {"removed", std::to_string(campaign->removed)},
         {"not reviewed", std::to_string(campaign->open())}},
        now
    );
    return CampaignStep::done;
}

bool remove_next(const Act& act, policy::CampaignId id) {
    const auto campaign = store::find_campaign(act.tx, id);
    if (!campaign || campaign->job != store::CampaignJob::complete) return false;
    const auto theirs = store::next_removals(act.tx, id, turn);
    if (!theirs) {
        store::end_completing(act.tx, id);
        tell_owner(act, id);
        return false;
    }
    const auto removals = removable(act, *campaign, theirs->removals);
    const auto gone = static_cast<std::int64_t>(theirs->removals.size() - removals.size());
    if (!store::removals_begun(act.tx, id, *theirs, gone)) return true;
    begin(act, *campaign, theirs->employee, removals);
    return true;
}

void removals_changed(const Act& act, policy::RequestId id) {
    const auto removal = store::removal_of(act.tx, id);
    if (!removal) return;
    if (store::count_removals(act.tx, id)) tell_owner(act, removal->campaign);
}

}  // namespace bot::workflow
