// What is said of the syncs of applications, from their rows.
#pragma once

#include "blocks/sync_notice.hpp"
#include "store/syncs.hpp"

namespace bot::models {

blocks::SyncFailedNotice sync_failed(const store::OutageRow& outage);
blocks::SyncRecoveredNotice sync_recovered(const store::OutageRow& outage);

}  // namespace bot::models
