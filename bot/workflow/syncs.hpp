// How the runs of a sync end: what becomes of its state, and who hears of it. An outage is told
// once when it begins and once when it is over, not at every attempt.
#pragma once

#include <string>
#include <vector>

#include "bot/workflow/act.hpp"
#include "store/syncs.hpp"

namespace bot::workflow {

// One application's sync as the settings have it.
struct PlannedSync {
    std::string application;
    store::SyncKind kind = store::SyncKind::csv;
    policy::Seconds every{0};
};
// At the start: the settings' syncs are the ones that run.
void plan_syncs(const Act& act, const std::vector<PlannedSync>& planned);

void sync_succeeded(const Act& act, std::int64_t sync, const store::SyncSuccess& success);
void sync_failed(const Act& act, std::int64_t sync, const store::SyncFailure& failure);

}  // namespace bot::workflow
