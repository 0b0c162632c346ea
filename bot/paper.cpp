#include "bot/paper.hpp"

#include <utf8.h>

#include <stdexcept>

#include "bot/request_report.hpp"

namespace bot::paper {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

data text(const std::string& value) {
    return data{utf8::replace_invalid(value)};
}

data fact(const std::string& name, const std::string& value) {
    data both;
    both.set("name", text(name));
    both.set("value", text(value));
    return both;
}

data step(const models::TrailStep& step) {
    data one;
    one.set("at", text(readable(step.at)));
    one.set("who", text(step.who));
    if (!step.on_behalf_of_name.empty()) one.set("on_behalf_of", text(step.on_behalf_of_name));
    one.set("what", text(step.what));
    one.set("seq", text(std::to_string(step.seq)));
    one.set("hash", text(step.hash));
    return one;
}

void set_proof(data& all, const ReportProof& proof) {
    data problems{data::type::list};
    for (const auto& sentence : proof.problems)
        problems.push_back(text(sentence));
    all.set("problems_found", data{!proof.problems.empty()});
    all.set("problems", problems);
    all.set("made", text(readable(proof.made_at)));
    all.set("by", text(proof.made_by));
    all.set("head", text(std::to_string(proof.head.count) + ":" + proof.head.hash));
}

mustache parsed(std::string text) {
    mustache view{text};
    if (!view.is_valid()) throw std::logic_error("the report's template: " + view.error_message());
    return view;
}

}  // namespace bot::paper
