#include "bot/campaign_export.hpp"

#include <algorithm>
#include <array>

#include "bot/audit_export.hpp"
#include "bot/json_write.hpp"
#include "bot/request_report.hpp"
#include "store/directory.hpp"

namespace bot {

namespace {

using store::CampaignDecision;

constexpr std::size_t most_known = 1000;

// A decision as words, in the order of the columns.
struct Column {
    const char* name;
    std::string (*text)(store::Tx&, const CampaignDecision&);
    enum class Kind { word, theirs, number, truth } kind = Kind::word;
};
using Kind = Column::Kind;

std::string email_of(store::Tx& tx, policy::EmployeeId who) {
    const auto employee = who ? store::find_employee(tx, who) : std::nullopt;
    return employee ? employee->email : "";
}

std::string name_of(store::Tx& tx, policy::EmployeeId who) {
    const auto employee = who ? store::find_employee(tx, who) : std::nullopt;
    return employee ? employee->name : "";
}

constexpr std::array columns{
    Column{
        "item",
        [](store::Tx&, const CampaignDecision& d) { return std::to_string(d.item.value); },
        Kind::number},
    Column{
        "application",
        [](store::Tx&, const CampaignDecision& d) { return d.application; },
        Kind::theirs},
    Column{
        "project", [](store::Tx&, const CampaignDecision& d) { return d.project; }, Kind::theirs},
    Column{
        "resource_type",
        [](store::Tx&, const CampaignDecision& d) { return d.resource_type; },
        Kind::theirs},
    Column{
        "resource", [](store::Tx&, const CampaignDecision& d) { return d.resource; }, Kind::theirs},
    Column{
        "privilege",
        [](store::Tx&, const CampaignDecision& d) { return d.privilege; },
        Kind::theirs},
    Column{
        "privileged",
        [](store::Tx&, const CampaignDecision& d) -> std::string {
            return d.privileged ? "true" : "false";
        },
        Kind::truth},
    Column{
        "account", [](store::Tx&, const CampaignDecision& d) { return d.account; }, Kind::theirs},
    Column{
        "holder",
        [](store::Tx& tx, const CampaignDecision& d) { return email_of(tx, d.holder); },
        Kind::theirs},
    Column{
        "holder_name",
        [](store::Tx& tx, const CampaignDecision& d) { return name_of(tx, d.holder); },
        Kind::theirs},
    Column{
        "outcome",
        [](store::Tx&, const CampaignDecision& d) { return std::string(policy::word(d.outcome)); }},
    Column{
        "removal",
        [](store::Tx&, const CampaignDecision& d) {
            return d.removal ? std::string(policy::word(*d.removal)) : "";
        }},
    Column{
        "level",
        [](store::Tx&, const CampaignDecision& d) {
            return d.reviewer ? std::to_string(d.level) : "";
        },
        Kind::number},
    Column{
        "reviewer_as",
        [](store::Tx&, const CampaignDecision& d) {
            return d.reviewer ? std::string(policy::word(d.capacity)) : "";
        }},
    Column{
        "reviewer",
        [](store::Tx& tx, const CampaignDecision& d) { return email_of(tx, d.reviewer); },
        Kind::theirs},
    Column{
        "reviewer_name",
        [](store::Tx& tx, const CampaignDecision& d) { return name_of(tx, d.reviewer); },
        Kind::theirs},
    Column{
        "in_place_of",
        [](store::Tx& tx, const CampaignDecision& d) {
            return d.on_behalf_of ? email_of(tx, *d.on_behalf_of) : "";
        },
        Kind::theirs},
    Column{
        "decision",
        [](store::Tx&, const CampaignDecision& d) {
            return d.reviewer ? std::string(policy::word(d.verdict)) : "";
        }},
    Column{"reason", [](store::Tx&, const CampaignDecision& d) { return d.reason; }, Kind::theirs},
    Column{"decided_at", [](store::Tx&, const CampaignDecision& d) {
               return d.decided_at ? rfc3339(*d.decided_at) : "";
           }}};

// So many cells the audit entry has.
std::size_t entry_cells() {
    const auto header = audit_csv_header();
    return static_cast<std::size_t>(std::count(header.begin(), header.end(), ',')) + 1;
}

}  // namespace

const store::AuditRow* Proofs::find(std::optional<std::int64_t> entry) {
    if (!entry) return nullptr;
    if (known_.size() > most_known) known_.clear();
    auto known = known_.find(*entry);
    if (known == known_.end()) known = known_.emplace(*entry, store::find_audit(tx_, *entry)).first;
    return known->second ? &*known->second : nullptr;
}

std::string campaign_csv_header() {
    std::string line;
    add_cell(line, "type");
    for (const auto& column : columns)
        add_cell(line, column.name);
    return line + ',' + audit_csv_header();
}

std::string campaign_csv(store::Tx& tx, const store::AuditRow& act) {
    std::string line;
    add_cell(line, "act");
    for (std::size_t i = 0; i < columns.size(); ++i)
        add_cell(line, "");
    return line + ',' + audit_csv(tx, act);
}

std::string campaign_csv(store::Tx& tx, const CampaignDecision& decision, Proofs& proofs) {
    std::string line;
    add_cell(line, "decision");
    for (const auto& column : columns) {
        const auto text = column.text(tx, decision);
        add_cell(line, column.kind == Kind::theirs ? no_formula(text) : text);
    }
    if (const auto* proof = proofs.find(decision.entry)) return line + ',' + audit_csv(tx, *proof);
    for (std::size_t i = 0; i < entry_cells(); ++i)
        add_cell(line, "");
    return line;
}

std::string campaign_jsonl(store::Tx& tx, const store::AuditRow& act) {
    JsonText json;
    json.begin_object();
    json.field("type", "act");
    put_entry(json, tx, act);
    json.end_object();
    return json.text();
}

std::string campaign_jsonl(store::Tx& tx, const CampaignDecision& decision, Proofs& proofs) {
    JsonText json;
    json.begin_object();
    json.field("type", "decision");
    for (const auto& column : columns) {
        const auto text = column.text(tx, decision);
        if (column.kind == Kind::truth) {
            json.field(column.name, text == "true");
        } else if (column.kind == Kind::number) {
            std::optional<std::int64_t> number;
            if (!text.empty()) number = std::stoll(text);
            json.field(column.name, number);
        } else {
            json.field(column.name, text);
        }
    }
    if (const auto* proof = proofs.find(decision.entry)) {
        json.begin_object("proof");
        put_entry(json, tx, *proof);
        json.end_object();
    } else {
        json.field("proof", std::optional<std::string>());
    }
    json.end_object();
    return json.text();
}

}  // namespace bot
