// A request as an operator reads it: lines for people, JSON for programs. Everything is read from
// the rows as they are now.
#pragma once

#include <string>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"
#include "store/requests.hpp"

namespace bot {

// "2026-07-01T09:30:00Z".
std::string rfc3339(policy::Instant at);
// "2026-07-01 09:30 UTC".
std::string readable(policy::Instant at);

// "open" or "closed", and "1 granted, 1 denied".
std::string state_word(const store::RequestRow& request);
std::string state_counts_text(const std::vector<store::ItemRow>& items);

// Until when access was asked for; empty where that says nothing (a removal, a purpose).
std::string asked_until(const store::RequestRow& request);

// Some requests, a line each.
std::string requests_text(store::Tx& tx, const std::vector<policy::RequestId>& ids);
std::string requests_json(store::Tx& tx, const std::vector<policy::RequestId>& ids);

// One request with its items, who was asked, and what happened.
std::string request_text(store::Tx& tx, const store::RequestRow& request);
std::string request_json(store::Tx& tx, const store::RequestRow& request);

}  // namespace bot
