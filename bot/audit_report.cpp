#include "bot/audit_report.hpp"

#include <utf8.h>
#include <kainjow/mustache.hpp>
#include <stdexcept>

#include "bot/models/trail.hpp"
#include "bot/request_report.hpp"

namespace bot {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

data text(const std::string& value) {
    return data{utf8::replace_invalid(value)};
}

data pair(const std::string& name, const std::string& value) {
    data both;
    both.set("name", text(name));
    both.set("value", text(value));
    return both;
}

data facts_of(store::Tx& tx, const store::RequestRow& request) {
    data facts{data::type::list};
    const auto fact = [&](const std::string& name, const std::string& value) {
        if (!value.empty()) facts.push_back(pair(name, value));
    };
    fact("Asked by", models::full_name(tx, request.requester));
    fact("For", models::full_name(tx, request.beneficiary));
    fact("To", request.action == policy::Action::grant ? "grant" : "revoke");
    if (request.extends) fact("Extends", "request " + std::to_string(request.extends->value));
    if (request.reference) fact("Like", models::full_name(tx, *request.reference));
    fact("Like the title", request.reference_title);
    fact("Reason", request.reason);
    fact("Details", request.details);
    fact("Asked", readable(request.submitted_at));
    fact("Asked until", asked_until(request));
    if (request.purpose) fact("For the purpose", request.purpose->name);
    if (request.closed_at) fact("Closed", readable(*request.closed_at));
    return facts;
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
        data one;
        one.set("at", text(readable(step.at)));
        one.set("who", text(step.who));
        if (!step.on_behalf_of_name.empty()) one.set("on_behalf_of", text(step.on_behalf_of_name));
        one.set("what", text(step.what));
        one.set("seq", text(std::to_string(step.seq)));
        one.set("hash", text(step.hash));
        data grants{data::type::list};
        for (const auto& grant : step.grants)
            grants.push_back(text(grant));
        one.set("has_grants", data{!step.grants.empty()});
        one.set("grants", grants);
        data facts{data::type::list};
        for (const auto& [name, value] : step.facts)
            facts.push_back(pair(name, value));
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
    data problems{data::type::list};
    for (const auto& sentence : proof.problems)
        problems.push_back(text(sentence));
    all.set("problems_found", data{!proof.problems.empty()});
    all.set("problems", problems);
    all.set("made", text(readable(proof.made_at)));
    all.set("by", text(proof.made_by));
    all.set("head", text(std::to_string(proof.head.count) + ":" + proof.head.hash));

    mustache view{std::string(report_template())};
    if (!view.is_valid()) throw std::logic_error("the report's template: " + view.error_message());
    return view.render(all);
}

}  // namespace bot
