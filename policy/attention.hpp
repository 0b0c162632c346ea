// Signs that a reviewer of a campaign may not have looked: reported to risk managers, never in
// anybody's way. The thresholds stand in docs/operate.md, too.
#pragma once

#include <cstdint>

#include "policy/ids.hpp"

namespace policy {

// So many kept within so short a time.
inline constexpr std::int64_t fast_keeps = 60;
inline constexpr Seconds fast_within{40};
inline bool is_fast(std::int64_t kept) {
    return kept >= fast_keeps;
}

// Everything kept, nothing removed: says something only of so many or more.
inline constexpr std::int64_t least_all_kept = 20;
inline bool is_all_kept(std::int64_t items, std::int64_t kept) {
    return items >= least_all_kept && kept == items;
}

}  // namespace policy
