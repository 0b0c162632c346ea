// Sends views.update for open modals: one at a time for each view, always the newest, so that two
// quick clicks never leave the older picture on the screen.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "bot/errand.hpp"
#include "bot/slack_api.hpp"
#include "store/gate.hpp"

namespace bot {

// On the loop's thread. What it has not sent when the process dies is a stale form in the store,
// which resume_forms sends again.
class ViewUpdater {
 public:
    ViewUpdater(boost::asio::io_context& io, store::Gate& gate, SlackApi& slack)
        : io_(io), gate_(gate), slack_(slack) {}

    // Shows `view` (JSON) in a modal, after whatever is on its way there. `hash`: the modal as the
    // person saw it; if Slack shows another by then that is not of ours (a page that a submission
    // turned to), it stays. Empty: whatever it shows. `render` is the draft's, if it is a request
    // form: once this one is shown, that draft is not stale.
    void update(
        const std::string& view_id,
        const std::string& hash,
        std::string view,
        std::optional<std::int64_t> render = {}
    );

 private:
    struct Picture {
        std::string view;  // empty: nothing waits
        std::optional<std::int64_t> render = {};
    };
    // A modal that is being sent to.
    struct Modal {
        Picture newest;
        std::string hash;  // of what Slack shows; empty: not known
    };

    // What we have shown in a modal: a click in an earlier picture of ours is no click in another
    // page, so its answer may take the place of the latest.
    struct Shown {
        std::set<std::string> earlier;
        std::string latest;
    };

    store::Task<void> send_all(std::string view_id);
    // The hash to send with an answer to a click that carries `hash`.
    std::string newest_hash(const std::string& view_id, const std::string& hash) const;
    void remember(const std::string& view_id, const std::string& before, const std::string& now);
    store::Task<void> send_while_any(const std::string& view_id);
    store::Task<bool> shown(const std::string& view_id, Modal& modal, const Picture& picture);

    boost::asio::io_context& io_;
    store::Gate& gate_;
    SlackApi& slack_;
    using Modals = std::map<std::string, Modal>;

    // An entry while a coroutine sends for that view. Shared with those coroutines: what is left of
    // them at the end of the process is destroyed with the io_context, after this.
    std::shared_ptr<Modals> modals_ = std::make_shared<Modals>();
    std::map<std::string, Shown> shown_;
    std::deque<std::string> remembered_;  // keys of shown_, the oldest first
};

}  // namespace bot
