// How many sockets this process may hold: the usual soft limit of 1,024 files is below what idle
// keep-alive connections alone may need.
#pragma once

#include <cstddef>

namespace bot {

// Raises the soft limit of open files, as far as the hard one lets it, so that `wanted` connections
// fit beside everything else. Returns how many do fit.
std::size_t allow_connections(std::size_t wanted);

}  // namespace bot
