#include "bot/models/syncs.hpp"

namespace bot::models {

blocks::SyncFailedNotice sync_failed(const store::OutageRow& outage) {
    blocks::SyncFailedNotice model;
    model.application = outage.name;
    model.problem = outage.problem;
    model.detail = outage.detail;
    model.since = outage.since;
    model.last_success = outage.last_success;
    model.every = outage.every;
    model.ended_at = outage.ended_at;
    model.recovered = outage.recovered;
    return model;
}

blocks::SyncRecoveredNotice sync_recovered(const store::OutageRow& outage) {
    return {outage.name, outage.since, outage.ended_at.value_or(outage.failed_at)};
}

}  // namespace bot::models
