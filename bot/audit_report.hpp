// The printable report of one request, from its creation to the last step: one HTML file that needs
// no other. What stands in it is escaped by the template engine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/ids.hpp"
#include "store/audit.hpp"
#include "store/gate.hpp"
#include "store/requests.hpp"

namespace bot {

// What the whole trail's examination has found, and who made the report when.
struct ReportProof {
    std::vector<std::string> problems;
    store::AuditHead head;
    std::string made_by;
    policy::Instant made_at;
};

std::string report_html(store::Tx& tx, const store::RequestRow& request, const ReportProof& proof);

// bot/templates/request_report.html.
std::string_view report_template();

}  // namespace bot
