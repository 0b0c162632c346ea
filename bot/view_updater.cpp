#include "bot/view_updater.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

namespace bot {

void ViewUpdater::update(const std::string& view_id, std::string view) {
    const auto [entry, idle] = newest_.insert_or_assign(view_id, std::move(view));
    if (idle) boost::asio::co_spawn(io_, send_all(view_id), boost::asio::detached);
}

store::Task<void> ViewUpdater::send_all(std::string view_id) {
    while (true) {
        auto view = std::exchange(newest_[view_id], {});
        if (view.empty()) break;
        // A view that was closed meanwhile, or a refusal, is logged by the client; there is nobody
        // to tell.
        const auto answer = co_await slack_.update_view(view_id, view);
        static_cast<void>(answer);
    }
    newest_.erase(view_id);
}

}  // namespace bot
