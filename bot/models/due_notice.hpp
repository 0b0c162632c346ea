// A due notice as it is true now: what its lines are about, without what is finished.
#pragma once

#include "blocks/due_notice.hpp"
#include "store/due_notices.hpp"

namespace bot::models {

blocks::DueNotice due_notice(
    store::Tx& tx, const store::DueNotice& notice, const std::string& tasks_url, policy::Instant now
);

}  // namespace bot::models
