// What every unit of work of the request flow gets: the transaction, who acts, the time, the
// settings.
#pragma once

#include <string>
#include <vector>

#include "policy/ids.hpp"
#include "store/audit.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"

namespace bot::workflow {

// The rules that the settings give to the flow (product.md section 10).
struct FlowRules {
    policy::Seconds review_due_after = std::chrono::days{5};
};

// One act of one person at one instant, inside one transaction.
struct Act {
    store::Tx& tx;
    policy::EmployeeId by;
    store::Millis now_ms;
    const FlowRules& rules;

    policy::Instant now() const { return std::chrono::floor<std::chrono::seconds>(now_ms); }
};

// Writes the audit entry of an act about a request.
void audit(
    const Act& act,
    const std::string& what,
    policy::RequestId request,
    std::vector<store::AuditValue> values
);

// "12,13,14": ids as an audit value.
template <class Rows>
std::string id_list(const Rows& rows) {
    std::string text;
    for (const auto& row : rows) {
        if (!text.empty()) text += ',';
        text += std::to_string(row.id.value);
    }
    return text;
}

}  // namespace bot::workflow
