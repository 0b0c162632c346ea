// Starts a coroutine that nobody waits for. What it throws is logged, not lost.
#pragma once

#include <boost/asio/io_context.hpp>
#include <string_view>

#include "store/gate.hpp"

namespace bot {

// `what` names it in the log and must outlive it (a literal).
void spawn(boost::asio::io_context& io, store::Task<void> task, std::string_view what);

}  // namespace bot
