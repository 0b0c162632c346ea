#include "bot/audit_report.hpp"

#include <kainjow/mustache.hpp>

#include "bot/models/trail.hpp"
#include "bot/paper.hpp"
#include "bot/request_report.hpp"

namespace bot {

namespace {

using kainjow::mustache::data;
using paper::text;

data facts_of(store::Tx& tx, const store::RequestRow& request) {
    paper::Facts facts;
    facts.add("Asked by", models::full_name(tx, request.requester));
    facts.add("For", models::full_name(tx, request.beneficiary));
    facts.add("To", request.action == policy::Action::grant ? "grant" : "revoke");
    if (request.extends) facts.add("Extends", "request " + std::to_string(request.extends->value));
    if (request.reference) facts.add("Like", models::full_name(tx, *request.reference));
    facts.add("Like the title", request.reference_title);
    facts.add("Reason", request.reason);
    facts.add("Details", request.details);
    facts.add("Asked", readable(request.submitted_at));
    facts.add("Asked until", asked_until(request));
    if (request.purpose) facts.add("For the purpose", request.purpose->name);
    if (request.closed_at) facts.add("Closed", readable(*request.closed_at));
    return facts.list();
}

data items_of(const std::vector<store::ItemRow>& items) {
    data rows{data::type::list};
    for (const auto& item : items) {
        data row;
        row.set("grant", text(models::grant_text(item)));
        row.set("account", text(item.username));
        row.set("until", text(item.ends ? readable(*item.ends) : ""));
        row.set("state", text(std::string(policy::word(item.state))));
        if (!item.comment.empty()) row.set("comment", text(item.comment));
        rows.push_back(row);
    }
    return rows;
}

data steps_of(store::Tx& tx, policy::RequestId request) {
    data steps{data::type::list};
    for (const auto& step : models::trail(tx, request)) {
        auto one = paper::step(step);
        data grants{data::type::list};
        for (const auto& grant : step.grants)
            grants.push_back(text(grant));
        one.set("has_grants", data{!step.grants.empty()});
        one.set("grants", grants);
        data facts{data::type::list};
        for (const auto& [name, value] : step.facts)
            facts.push_back(paper::fact(name, value));
        one.set("facts", facts);
        steps.push_back(one);
    }
    return steps;
}

}  // namespace

std::string report_html(store::Tx& tx, const store::RequestRow& request, const ReportProof& proof) {
    const auto items = store::items_of_request(tx, request.id);
    data all;
    all.set("id", text(std::to_string(request.id.value)));
    all.set("state", text(state_word(request)));
    all.set("counts", text(state_counts_text(items)));
    all.set("facts", facts_of(tx, request));
    all.set("items", items_of(items));
    all.set("steps", steps_of(tx, request.id));
    paper::set_proof(all, proof);
    return paper::parsed(std::string(report_template())).render(all);
}

}  // namespace bot
