#include "bot/view_updater.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

#include "store/drafts.hpp"

namespace bot {

void ViewUpdater::update(const std::string& view_id, std::string view) {
    const auto [entry, idle] = newest_.insert_or_assign(view_id, std::move(view));
    if (idle) boost::asio::co_spawn(io_, send_all(view_id), boost::asio::detached);
}

store::Task<void> ViewUpdater::send_all(std::string view_id) {
    while (true) {
        auto view = std::exchange(newest_[view_id], {});
        if (view.empty()) break;
        const auto answer = co_await slack_.update_view(view_id, view);
        // At a stop the form stays stale for the next start; a closed view has nobody to tell.
        if (!answer && answer.error().fault == SlackFault::stopped) co_return;
    }
    newest_.erase(view_id);
    auto note = [&](store::Tx& tx) { store::form_shown(tx, view_id); };
    co_await gate_.write(note, store::Lane::event);
}

}  // namespace bot
