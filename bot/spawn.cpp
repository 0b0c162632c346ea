#include "bot/spawn.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>

namespace bot {

void spawn(boost::asio::io_context& io, store::Task<void> task, std::string_view what) {
    boost::asio::co_spawn(io, std::move(task), [what](std::exception_ptr failure) {
        if (!failure) return;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& broken) {
            spdlog::error("{}: {}", what, broken.what());
        }
    });
}

}  // namespace bot
