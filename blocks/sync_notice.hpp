// What administrators and an application's owner are told when its source fails, and when it works
// again; and the state of each application's sync, for the Home of administrators.
#pragma once

#include <optional>
#include <string>

#include "blocks/kit.hpp"
#include "policy/ids.hpp"
#include "policy/sync_problem.hpp"

namespace blocks {

// From the first run that failed on. `detail` says what exactly; may be empty.
struct SyncFailedNotice {
    std::string application;
    policy::SyncProblem problem = policy::SyncProblem::broken;
    std::string detail = {};
    policy::Instant since = {};
    std::optional<policy::Instant> last_success = {};
    policy::Seconds every{0};  // it is tried again so often
    std::optional<policy::Instant> ended_at = {};
    bool recovered = false;  // else it is not synced any more
};
Message sync_failed_notice(const SyncFailedNotice& model);

struct SyncRecoveredNotice {
    std::string application;
    policy::Instant since = {};
    policy::Instant at = {};
};
Message sync_recovered_notice(const SyncRecoveredNotice& model);

// "its folder cannot be read": what went wrong, as the end of a sentence.
Markdown sync_problem_text(policy::SyncProblem problem);

}  // namespace blocks
