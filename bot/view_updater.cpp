#include "bot/view_updater.hpp"

#include <boost/asio/as_tuple.hpp>
#include <utility>

#include "bot/spawn.hpp"
#include "store/drafts.hpp"

namespace bot {
namespace {

using std::chrono::seconds;

// A person looks at a form that does not answer for a minute or two, not longer.
constexpr int most_tries = 12;
constexpr auto pause = seconds{5};

// So many modals are remembered; a click comes within seconds of what it was made in.
constexpr std::size_t most_remembered = 1000;

bool may_come_right(const SlackError& error) {
    return error.fault == SlackFault::rate_limited || error.fault == SlackFault::transient ||
           error.fault == SlackFault::transport;
}

}  // namespace

void ViewUpdater::update(
    const std::string& view_id,
    const std::string& hash,
    std::string view,
    std::optional<std::int64_t> render
) {
    const auto [entry, idle] = modals_->try_emplace(view_id);
    auto& modal = entry->second;
    modal.newest = {std::move(view), render};
    if (!idle) return;
    modal.hash = newest_hash(view_id, hash);
    spawn(io_, send_all(view_id), "updating a modal");
}

std::string ViewUpdater::newest_hash(const std::string& view_id, const std::string& hash) const {
    const auto known = shown_.find(view_id);
    if (known == shown_.end() || !known->second.earlier.contains(hash)) return hash;
    return known->second.latest;
}

void ViewUpdater::remember(
    const std::string& view_id, const std::string& before, const std::string& now
) {
    const auto [entry, is_new] = shown_.try_emplace(view_id);
    if (is_new) remembered_.push_back(view_id);
    // Somebody else's picture came between: a click in what was before it is not in ours.
    if (before != entry->second.latest && !is_new) entry->second.earlier.clear();
    if (!before.empty()) entry->second.earlier.insert(before);
    entry->second.latest = now;
    if (remembered_.size() <= most_remembered) return;
    shown_.erase(remembered_.front());
    remembered_.pop_front();
}

store::Task<void> ViewUpdater::send_all(std::string view_id) {
    // Whatever happens, the next click must find the way free.
    struct Leave {
        std::shared_ptr<Modals> modals;
        const std::string& view_id;
        ~Leave() { modals->erase(view_id); }
    } leave{modals_, view_id};
    co_await send_while_any(view_id);
}

store::Task<void> ViewUpdater::send_while_any(const std::string& view_id) {
    auto& modal = modals_->at(view_id);
    while (true) {
        const auto picture = std::exchange(modal.newest, {});
        if (picture.view.empty()) co_return;
        const bool settled = co_await shown(view_id, modal, picture);
        if (!settled) co_return;
        if (!picture.render) continue;
        auto note = [&](store::Tx& tx) { store::form_shown(tx, view_id, *picture.render); };
        co_await gate_.write(note, store::Lane::event);
    }
}

// True: Slack shows it, or will never (closed, or turned to something newer). False: not now; a
// form stays stale for the next start or click.
store::Task<bool> ViewUpdater::shown(
    const std::string& view_id, Modal& modal, const Picture& picture
) {
    constexpr auto as_tuple = boost::asio::as_tuple(store::use_task);
    for (int tries = 1;; ++tries) {
        const auto hash = modal.hash.empty() ? std::nullopt : std::optional{modal.hash};
        const auto answer = co_await slack_.update_view(view_id, picture.view, hash);
        if (answer) {
            remember(view_id, modal.hash, answer->hash);
            modal.hash = answer->hash;
            co_return true;
        }
        const auto& error = answer.error();
        if (error.fault == SlackFault::stopped) co_return false;
        if (!may_come_right(error)) co_return true;
        // It may be shown by now under a hash that we were not told.
        if (error.may_have_happened) modal.hash.clear();
        if (!modal.newest.view.empty()) co_return true;
        if (tries >= most_tries) co_return false;
        SteadyTimer timer{io_.get_executor()};
        timer.expires_after(pause);
        co_await timer.async_wait(as_tuple);
    }
}

}  // namespace bot
