// Promises never to lower a limit that somebody set.
#include "bot/file_limit.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace bot {

namespace {

// Database files, calls to the outside, logs and the admin door.
constexpr rlim_t other_files = 256;

}  // namespace

std::size_t allow_connections(std::size_t wanted) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
    const rlim_t needed = wanted + other_files;
    if (limit.rlim_cur < needed) {
        auto raised = limit;
        raised.rlim_cur = std::min(needed, limit.rlim_max);
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    }
    if (limit.rlim_cur >= needed) return wanted;
    // Tight: half of what there is, at least one.
    const auto half = limit.rlim_cur / 2;
    const auto left = limit.rlim_cur > 2 * other_files ? limit.rlim_cur - other_files : half;
    return std::max<std::size_t>(left, 1);
}

}  // namespace bot
