#include "policy/ids.hpp"

namespace policy {

Instant instant(std::int64_t seconds_since_epoch) {
    return Instant{Seconds{seconds_since_epoch}};
}

std::int64_t seconds_since_epoch(Instant at) {
    return at.time_since_epoch().count();
}

}  // namespace policy
