// Messages that never arrived, gathered into digests for the administrators: each is told once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"

namespace store {

// Gathers what was given up and is in no digest yet; nothing if there is none.
std::optional<std::int64_t> gather_undelivered(Tx& tx, policy::Instant now);

struct Undelivered {
    MessageKind kind = MessageKind::tracker;
    policy::EmployeeId recipient;
    std::string why;
};
// What of a digest is still not delivered: at most `most`, and how many in all.
struct UndeliveredDigest {
    std::vector<Undelivered> messages;
    std::int64_t total = 0;
};
UndeliveredDigest find_undelivered(Tx& tx, std::int64_t digest, int most);

}  // namespace store
