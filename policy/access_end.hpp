// When something is to be said or done about access that ends.
#pragma once

#include <optional>
#include <vector>

#include "policy/ids.hpp"

namespace policy {

// The first moment after `after` that concerns one of `ends`: a notice before it, or the end.
std::optional<Instant> next_end_moment(
    const std::vector<Instant>& ends, const std::vector<Seconds>& notices, Instant after
);

// Whether a notice about this end fell due from `from` to `now`, and the end is still ahead:
// several that were missed are one.
bool end_notice_due(Instant end, const std::vector<Seconds>& notices, Instant from, Instant now);

// When access that was to end at `end` ends: a while later where an extension is pending and the
// tenant allows a grace.
Instant end_with_grace(Instant end, bool extension_pending, std::optional<Seconds> grace);

}  // namespace policy
