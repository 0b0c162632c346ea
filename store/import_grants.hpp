// The two halves of settling what entitlements files tell: what they tell of, and what they do not.
#pragma once

#include <limits>
#include <set>
#include <unordered_map>

#include "store/import_rows.hpp"
#include "store/syncs.hpp"

namespace store {

struct GrantKey {
    std::int64_t holder = 0;
    policy::ConnectionId connection;
    policy::IdentityId identity;
};

// Below every holder: service accounts have negative ones.
inline constexpr std::int64_t before_all = std::numeric_limits<std::int64_t>::min();

void end_grant(Tx& tx, const Staging& staging, const GrantKey& key);

// What the daemon itself has changed, or is about to, since the source was read.
struct Ours {
    std::set<RemovedGrant> removed;
    std::set<RemovedGrant> unsettled;

    bool is_unsettled(const GrantKey& key) const {
        return unsettled.contains({key.identity, key.connection});
    }
};

// What the file tells of a connection, and how many of its grants are therefore open.
struct ToldConnection {
    Loss* loss = nullptr;
    std::int64_t open = 0;
};
using ToldOf = std::unordered_map<policy::ConnectionId, ToldConnection>;

// Ends what the files do not tell of an application, after everything that they tell has begun.
// Blocks.
void settle_untold(
    Gate& gate,
    Staging& staging,
    policy::IntegrationId integration,
    const Ours& ours,
    const ToldOf& told
);

}  // namespace store
