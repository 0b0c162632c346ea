#include "bot/campaign_worker.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "bot/workflow/campaign_publish.hpp"
#include "store/campaigns.hpp"
#include "store/messages.hpp"

namespace bot {

CampaignWorker::CampaignWorker(
    boost::asio::io_context& io, store::Gate& gate, Clock& clock, std::function<void()> changed
)
    : gate_(gate), clock_(clock), changed_(std::move(changed)), waker_(io, clock) {}

void CampaignWorker::stop() {
    stopping_ = true;
    waker_.wake();
}

store::Task<void> CampaignWorker::run() {
    while (!stopping_) {
        std::optional<store::Millis> again;
        try {
            co_await work();
        } catch (const std::exception& broken) {
            spdlog::error("campaigns: the database failed: {}", broken.what());
            again = clock_.now_ms() + std::chrono::seconds{10};
        }
        if (!stopping_) co_await waker_.wait(again);
    }
}

store::Task<void> CampaignWorker::work() {
    auto look = [](store::Tx& tx) { return store::campaigns_at_work(tx); };
    const auto waiting = co_await gate_.read(look);
    for (const auto campaign : waiting) {
        if (stopping_) co_return;
        co_await publish(campaign);
        changed_();
    }
}

store::Task<void> CampaignWorker::publish(policy::CampaignId campaign) {
    spdlog::info("campaigns: publishing {}", campaign.value);
    while (!stopping_) {
        const auto now = clock_.now();
        auto find = [&](store::Tx& tx) { return workflow::find_slice(tx, campaign, now); };
        const auto slice = co_await gate_.read(find);
        if (!slice) break;
        auto write = [&](store::Tx& tx) { return workflow::write_slice(tx, *slice, now); };
        const bool written = co_await gate_.write(write, store::Lane::background);
        if (!written || slice->last) break;
    }
}

}  // namespace bot
