// What the printable reports have in common: the text of a template, a fact, a step of the trail,
// the proof at the foot.
#pragma once

#include <kainjow/mustache.hpp>
#include <string>

#include "bot/audit_report.hpp"
#include "bot/models/trail.hpp"

namespace bot::paper {

// What is no UTF-8 in it becomes a replacement character.
kainjow::mustache::data text(const std::string& value);
// A name and its value.
kainjow::mustache::data fact(const std::string& name, const std::string& value);

// Facts of which those without a value are left out.
class Facts {
 public:
    void add(const std::string& name, const std::string& value) {
        if (!value.empty()) list_.push_back(fact(name, value));
    }
    const kainjow::mustache::data& list() const { return list_; }

 private:
    kainjow::mustache::data list_{kainjow::mustache::data::type::list};
};

// Who did what and when, with the entry's number and hash. What it concerns is the caller's to say.
kainjow::mustache::data step(const models::TrailStep& step);
// What was found when the trail was verified, and who made the report.
void set_proof(kainjow::mustache::data& all, const ReportProof& proof);

// Throws std::logic_error if the template is not one.
kainjow::mustache::mustache parsed(std::string text);

}  // namespace bot::paper
