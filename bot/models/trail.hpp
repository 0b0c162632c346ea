// What happened to a request, from its creation to the last step, in words: the audit trail as
// people read it, on a screen or on paper.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "policy/ids.hpp"
#include "store/audit_read.hpp"
#include "store/gate.hpp"
#include "store/requests.hpp"

namespace bot::models {

// One entry of the trail. `person` is who acted, where it was somebody of the company.
struct TrailStep {
    std::int64_t seq = 0;
    policy::Instant at;
    std::optional<policy::EmployeeId> person;
    std::string who;  // "Mia Novak (mia@example.com)", "Latchkey", "root (command line)"
    std::optional<policy::EmployeeId> on_behalf_of;
    std::string on_behalf_of_name;                           // empty: on nobody's
    std::string what;                                        // "approved", "asked for access"
    std::vector<std::string> grants;                         // "GitHub · payments-api · write"
    std::vector<std::pair<std::string, std::string>> facts;  // "comment" -> "not this quarter"
    std::string hash;
};

// The trail of a request, oldest first.
std::vector<TrailStep> trail(store::Tx& tx, policy::RequestId request);

// One entry of something else than a request: its items stand by their numbers.
TrailStep trail_step(store::Tx& tx, const store::AuditRow& row);

// Who an entry's "employee:ID", "cli:LOGIN" or "system" is.
std::string actor_name(store::Tx& tx, const std::string& actor);

// The employee that such an entry names; nothing if it names somebody or something else.
std::optional<policy::EmployeeId> named_employee(const std::string& actor);

// "Mia Novak (mia@example.com)".
std::string full_name(store::Tx& tx, policy::EmployeeId id);

// "GitHub · payments-api · admin (privileged)".
std::string grant_text(const store::ItemRow& item);

}  // namespace bot::models
