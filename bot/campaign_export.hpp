// A campaign for others to read and check: its acts, and every decision with its proof, which is
// the audit entry of the act that decided it, with all that the entry's hash covers.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "store/audit_read.hpp"
#include "store/campaign_decisions.hpp"
#include "store/gate.hpp"

namespace bot {

// Entries that prove decisions: one act often decides many items.
class Proofs {
 public:
    explicit Proofs(store::Tx& tx) : tx_(tx) {}
    const store::AuditRow* find(std::optional<std::int64_t> entry);

 private:
    store::Tx& tx_;
    std::map<std::int64_t, std::optional<store::AuditRow>> known_;
};

// Lines without an end of line. Of an act the cells of the decision are empty.
std::string campaign_csv_header();
std::string campaign_csv(store::Tx& tx, const store::AuditRow& act);
std::string campaign_csv(store::Tx& tx, const store::CampaignDecision& decision, Proofs& proofs);

std::string campaign_jsonl(store::Tx& tx, const store::AuditRow& act);
std::string campaign_jsonl(store::Tx& tx, const store::CampaignDecision& decision, Proofs& proofs);

}  // namespace bot
