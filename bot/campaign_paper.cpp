#include "bot/campaign_paper.hpp"

#include <kainjow/mustache.hpp>
#include <stdexcept>
#include <vector>

#include "bot/campaign_report.hpp"
#include "bot/models/trail.hpp"
#include "bot/paper.hpp"
#include "bot/request_report.hpp"
#include "store/audit_read.hpp"
#include "store/campaign_decisions.hpp"
#include "store/campaign_end.hpp"

namespace bot {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;
using paper::text;

// Between the parts of the template: the head, a row of the table, what follows it, an act, the
// foot.
constexpr std::string_view cut = "<!-- cut -->\n";

std::vector<mustache> parts() {
    std::vector<mustache> all;
    auto rest = campaign_report_template();
    while (true) {
        const auto at = rest.find(cut);
        all.push_back(paper::parsed(std::string(rest.substr(0, at))));
        if (at == std::string_view::npos) return all;
        rest.remove_prefix(at + cut.size());
    }
}

std::string count(std::int64_t value) {
    return std::to_string(value);
}

data head_of(store::Tx& tx, const store::CampaignRow& campaign) {
    paper::Facts facts;
    facts.add("Owner", models::full_name(tx, campaign.owner));
    facts.add("Covers", campaign_scope_text(campaign));
    facts.add("Reviewers", campaign_reviewers_text(campaign));
    facts.add("Begins", readable(campaign.starts));
    facts.add("Ends", readable(campaign.ends));
    if (campaign.published_at) {
        facts.add(
            "Published",
            readable(*campaign.published_at) + ", by " +
                models::actor_name(tx, campaign.published_by)
        );
    }
    if (campaign.ended_at) {
        facts.add(
            "Ended",
            readable(*campaign.ended_at) + ", by " + models::actor_name(tx, campaign.ended_by)
        );
    }
    facts.add("Because", campaign.end_reason);
    facts.add("Access grants", count(campaign.items));
    facts.add("To keep", count(campaign.kept));
    facts.add("To remove", count(campaign.removed));
    facts.add("Not reviewed", count(campaign.open()));
    const auto removals = store::removal_counts(tx, campaign.id);
    if (removals.all() > 0) {
        facts.add(
            "Removals",
            count(removals.removed) + " removed, " + count(removals.failed) + " failed, " +
                count(removals.under_way) + " under way, " + count(removals.gone) +
                " not held any more"
        );
    }
    data head;
    head.set("id", text(count(campaign.id.value)));
    head.set("name", text(campaign.name));
    head.set("state", text(std::string(policy::word(campaign.state))));
    head.set("facts", facts.list());
    return head;
}

std::string decided_text(store::Tx& tx, const store::CampaignDecision& one) {
    if (!one.reviewer) return "nobody may review it";
    auto who = models::full_name(tx, one.reviewer);
    if (one.on_behalf_of) who += " for " + models::full_name(tx, *one.on_behalf_of);
    if (!one.decided_at) return "waits for " + who;
    return std::string(policy::word(one.verdict)) + ", " + who + ", " + readable(*one.decided_at);
}

data row_of(store::Tx& tx, const store::CampaignDecision& one) {
    auto grant = one.application;
    if (const auto place = policy::place(one); !place.empty()) grant += " · " + place;
    grant += " · " + one.privilege + (one.privileged ? " (privileged)" : "");
    data row;
    row.set("item", text(count(one.item.value)));
    row.set("grant", text(grant));
    row.set("account", text(one.account));
    row.set("holder", text(one.holder ? models::full_name(tx, one.holder) : "not known"));
    row.set("level", text(one.reviewer ? count(one.level) : ""));
    row.set("decision", text(decided_text(tx, one)));
    if (!one.reason.empty()) row.set("reason", text(one.reason));
    if (one.removal) row.set("removal", text(std::string(policy::word(*one.removal))));
    if (one.entry) row.set("entry", text(count(*one.entry)));
    return row;
}

data act_of(store::Tx& tx, const store::AuditRow& entry) {
    const auto step = models::trail_step(tx, entry);
    auto one = paper::step(step);
    std::string items;
    for (const auto& item : step.grants)
        items += (items.empty() ? "" : ", ") + item;
    data facts{data::type::list};
    if (!items.empty()) facts.push_back(paper::fact("about", items));
    for (const auto& [name, value] : step.facts)
        facts.push_back(paper::fact(name, value));
    one.set("facts", facts);
    return one;
}

data foot_of(const ReportProof& proof) {
    data foot;
    paper::set_proof(foot, proof);
    return foot;
}

}  // namespace

void campaign_paper(
    store::Tx& tx,
    const store::CampaignRow& campaign,
    const ReportProof& proof,
    const std::function<void(const std::string&)>& write
) {
    auto part = parts();
    if (part.size() != 5) throw std::logic_error("the campaign report's template has other parts");
    write(part[0].render(head_of(tx, campaign)));
    store::read_campaign_decisions(tx, campaign.id, [&](const store::CampaignDecision& one) {
        write(part[1].render(row_of(tx, one)));
    });
    write(part[2].render(data{}));
    store::AuditSelection selection;
    selection.campaign = campaign.id;
    store::read_audit(tx, selection, [&](const store::AuditRow& entry) {
        write(part[3].render(act_of(tx, entry)));
    });
    write(part[4].render(foot_of(proof)));
}

}  // namespace bot
