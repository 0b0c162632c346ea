// The operator's door: /metrics and /readyz on an address of its own, plain HTTP, not reachable
// through the public one.
#pragma once

#include <functional>

#include "bot/http.hpp"
#include "bot/metrics.hpp"

namespace bot {

struct AdminChecks {
    // True if the database can be written. What it throws counts as "no".
    std::function<store::Task<bool>()> ready;
    // Brings the gauges up to date before they are shown; may be empty. If it throws, they are
    // shown as they were.
    std::function<store::Task<void>(Metrics&)> refresh = {};
};

// The handler of the admin listener (a Listener with tls = false). `metrics` must outlive it.
HttpHandler admin_handler(Metrics& metrics, AdminChecks checks);

}  // namespace bot
