// What every unit of work of the request flow gets: the transaction, who acts, the time, the
// settings.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/campaign.hpp"
#include "policy/campaign_clock.hpp"
#include "policy/ids.hpp"
#include "policy/nudges.hpp"
#include "policy/working_hours.hpp"
#include "store/audit.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"
#include "store/preferences.hpp"

namespace bot::workflow {

// What the settings say about one application.
struct ApplicationRules {
    bool create_identities = false;  // a missing account is made on grant
    std::string account_url;         // where people get one; may be empty
    bool automatic = false;          // it carries out by itself what was decided
};

// The rules that the settings give to the flow (product.md section 10).
struct FlowRules {
    policy::Seconds review_due_after = std::chrono::days{5};
    policy::NudgeRules nudges;
    policy::Seconds request_expires_after = std::chrono::days{14};
    policy::Seconds request_expiry_notice = std::chrono::days{2};  // before the expiry
    policy::Seconds longest_access = std::chrono::days{365};
    std::vector<policy::Seconds> end_notices = {std::chrono::hours{24}, std::chrono::hours{1}};
    // What is to end stays so much longer while an extension is pending.
    std::optional<policy::Seconds> extension_grace;
    double title_share = 0.5;  // a title has what at least this share of its holders has
    store::Notifications optional_notifications;  // what people may switch off
    bool temporary_is_purpose = false;            // Temporary leads to a purpose request
    policy::WorkingHours working_hours;
    std::string timezone = "UTC";  // of people whose Slack zone is not known
    policy::Seconds give_up_after =
        std::chrono::days{1};  // what an application does not do by then
    std::map<std::string, ApplicationRules> applications = {};  // by name, lower-case
    policy::CampaignClock campaigns = {};
    // What a new campaign says about late reviewers unless it says otherwise.
    policy::LateReviewers campaign_late = policy::LateReviewers::notify;
    policy::Seconds campaign_late_before = std::chrono::days{2};
    bool mails = false;  // e-mail can be sent
};

// One act of one person at one instant, inside one transaction.
struct Act {
    store::Tx& tx;
    policy::EmployeeId by;  // nobody (0): the daemon itself
    store::Millis now_ms;
    const FlowRules& rules;

    policy::Instant now() const { return std::chrono::floor<std::chrono::seconds>(now_ms); }
    // For columns; nothing for the daemon itself.
    std::optional<policy::EmployeeId> who() const { return by ? std::optional{by} : std::nullopt; }
};

// Writes the audit entry of an act about a request, by a delegate on whose behalf.
void audit(
    const Act& act,
    const std::string& what,
    policy::RequestId request,
    std::vector<store::AuditValue> values,
    std::optional<policy::EmployeeId> on_behalf_of = {}
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
