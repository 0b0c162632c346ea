// What Slack delivered, once: a delivery takes effect in the same transaction that records its key,
// and a repeated one gets the answer of the first.
#pragma once

#include <optional>
#include <string>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// The answer that was given to this delivery before, or nothing the first time.
std::optional<std::string> answered(Tx& tx, const std::string& key);

// Records a delivery with its answer; false if it was recorded before (then nothing is changed).
bool record_delivery(
    Tx& tx, const std::string& key, policy::Instant received_at, const std::string& answer
);

// Forgets deliveries received before `before`, at most `most` of them: how many. Slack repeats an
// event for at most 24 h (delayed events), so anything older can not come again.
int forget_deliveries(Tx& tx, policy::Instant before, int most);

}  // namespace store
