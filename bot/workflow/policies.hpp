// Policies as they were imported, ready to judge: each text is read once per process.
#pragma once

#include <cstdint>
#include <memory>

#include "policy/clauses.hpp"
#include "store/gate.hpp"

namespace bot::workflow {

using PolicyHandle = std::shared_ptr<const policy::Policy>;

// The newest version; the built-in policy while none was imported. Any thread.
PolicyHandle current_policy(store::Tx& tx);
// A version that judged something; the built-in one for 0.
PolicyHandle policy_at(store::Tx& tx, std::int64_t version);

}  // namespace bot::workflow
