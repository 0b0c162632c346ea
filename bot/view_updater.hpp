// Sends views.update for open modals: one at a time for each view, always the newest, so that two
// quick clicks never leave the older picture on the screen.
#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <string>

#include "bot/slack_api.hpp"
#include "store/gate.hpp"

namespace bot {

// On the loop's thread. What it has not sent when the process dies is a stale form in the store,
// which resume_forms sends again.
class ViewUpdater {
 public:
    ViewUpdater(boost::asio::io_context& io, store::Gate& gate, SlackApi& slack)
        : io_(io), gate_(gate), slack_(slack) {}

    // Shows `view` (JSON) in the modal `view_id`, after whatever is on its way there.
    void update(const std::string& view_id, std::string view);

 private:
    store::Task<void> send_all(std::string view_id);

    boost::asio::io_context& io_;
    store::Gate& gate_;
    SlackApi& slack_;
    std::map<std::string, std::string> newest_;  // an entry while a coroutine sends for that view
};

}  // namespace bot
