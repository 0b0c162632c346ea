#include "bot/campaign_paper.hpp"

#include <utf8.h>

#include <kainjow/mustache.hpp>
#include <stdexcept>
#include <vector>

#include "bot/campaign_report.hpp"
#include "bot/models/trail.hpp"
#include "bot/request_report.hpp"
#include "store/audit_read.hpp"
#include "store/campaign_decisions.hpp"
#include "store/campaign_end.hpp"

namespace bot {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

// Between the parts of the template: the head, a row of the table, what follows it, an act, the
// foot.
constexpr std::string_view cut = "<!-- cut -->\n";

data text(const std::string& value) {
    return data{utf8::replace_invalid(value)};
}

data pair(const std::string& name, const std::string& value) {
    data both;
    both.set("name", text(name));
    both.set("value", text(value));
    return both;
}

std::vector<mustache> parts() {
    std::vector<mustache> all;
    auto rest = campaign_report_template();
    while (true) {
        const auto at = rest.find(cut);
        all.emplace_back(std::string(rest.substr(0, at)));
        if (!all.back().is_valid())
            throw std::logic_error("the report's template: " + all.back().error_message());
        if (at == std::string_view::npos) return all;
        rest.remove_prefix(at + cut.size());
    }
}

std::string count(std::int64_t value) {
    return std::to_string(value);
}

data head_of(store::Tx& tx, const store::CampaignRow& campaign) {
    data facts{data::type::list};
    const auto fact = [&](const std::string& name, const std::string& value) {
        if (!value.empty()) facts.push_back(pair(name, value));
    };
    fact("Owner", models::full_name(tx, campaign.owner));
    fact("Covers", campaign_scope_text(campaign));
    fact("Reviewers", campaign_reviewers_text(campaign));
    fact("Begins", readable(campaign.starts));
    fact("Ends", readable(campaign.ends));
    if (campaign.published_at) {
        fact(
            "Published",
            readable(*campaign.published_at) + ", by " +
                models::actor_name(tx, campaign.published_by)
        );
    }
    if (campaign.ended_at) {
        fact(
            "Ended",
            readable(*campaign.ended_at) + ", by " + models::actor_name(tx, campaign.ended_by)
        );
    }
    fact("Because", campaign.end_reason);
    fact("Access grants", count(campaign.items));
    fact("To keep", count(campaign.kept));
    fact("To remove", count(campaign.removed));
    fact("Not reviewed", count(campaign.open()));
    const auto removals = store::removal_counts(tx, campaign.id);
    if (removals.all() > 0) {
        fact(
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
    head.set("facts", facts);
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
    if (!one.resource.empty()) grant += " · " + one.resource;
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
    data one;
    one.set("at", text(readable(step.at)));
    one.set("who", text(step.who));
    if (!step.on_behalf_of_name.empty()) one.set("on_behalf_of", text(step.on_behalf_of_name));
    one.set("what", text(step.what));
    one.set("seq", text(count(step.seq)));
    one.set("hash", text(step.hash));
    data facts{data::type::list};
    std::string items;
    for (const auto& item : step.grants)
        items += (items.empty() ? "" : ", ") + item;
    if (!items.empty()) facts.push_back(pair("about", items));
    for (const auto& [name, value] : step.facts)
        facts.push_back(pair(name, value));
    one.set("facts", facts);
    return one;
}

data foot_of(const ReportProof& proof) {
    data foot;
    data problems{data::type::list};
    for (const auto& sentence : proof.problems)
        problems.push_back(text(sentence));
    foot.set("problems_found", data{!proof.problems.empty()});
    foot.set("problems", problems);
    foot.set("made", text(readable(proof.made_at)));
    foot.set("by", text(proof.made_by));
    foot.set("head", text(std::to_string(proof.head.count) + ":" + proof.head.hash));
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
