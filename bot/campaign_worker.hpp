// Does what takes long about campaigns, a slice at a time between everybody's clicks: publishing,
// and the removals of a completed one.
// What an end of the process interrupted it takes up again at the start.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>

#include "bot/clock.hpp"
#include "bot/waker.hpp"
#include "bot/workflow/act.hpp"
#include "policy/campaign.hpp"
#include "store/gate.hpp"

namespace bot {

// Belongs to the loop's thread.
class CampaignWorker {
 public:
    // `changed` is called when there is something to tell people.
    CampaignWorker(
        boost::asio::io_context& io,
        store::Gate& gate,
        Clock& clock,
        const workflow::FlowRules& rules,
        std::function<void()> changed
    );
    store::Task<void> run();
    // There is something to do.
    void wake() { waker_.wake(); }
    void stop();

 private:
    store::Task<void> work();
    store::Task<void> publish(policy::CampaignId campaign);
    store::Task<void> complete(policy::CampaignId campaign);

    store::Gate& gate_;
    Clock& clock_;
    workflow::FlowRules rules_;
    std::function<void()> changed_;
    Waker waker_;
    bool stopping_ = false;
};

}  // namespace bot
