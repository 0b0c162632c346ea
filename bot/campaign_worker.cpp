#include "bot/campaign_worker.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "bot/workflow/campaign_end.hpp"
#include "bot/workflow/campaign_publish.hpp"
#include "store/campaigns.hpp"
#include "store/messages.hpp"

namespace bot {

namespace {

// Holders have their turn in one unit of work for so long: most lose little.
constexpr auto slice_time = std::chrono::milliseconds{4};

bool remove_slice(const workflow::Act& act, policy::CampaignId campaign) {
    const auto started = std::chrono::steady_clock::now();
    bool more = true;
    while (more && std::chrono::steady_clock::now() - started < slice_time)
        more = workflow::remove_next(act, campaign);
    return more;
}

}  // namespace

CampaignWorker::CampaignWorker(
    boost::asio::io_context& io,
    store::Gate& gate,
    Clock& clock,
    const workflow::FlowRules& rules,
    std::function<void()> changed
)
    : gate_(gate), clock_(clock), rules_(rules), changed_(std::move(changed)), waker_(io, clock) {}

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
        spdlog::info("campaigns: at work on {}", campaign.value);
        co_await publish(campaign);
        co_await complete(campaign);
        changed_();
    }
}

store::Task<void> CampaignWorker::publish(policy::CampaignId campaign) {
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

store::Task<void> CampaignWorker::complete(policy::CampaignId campaign) {
    bool more = true;
    while (more && !stopping_) {
        const auto now = clock_.now_ms();
        auto remove = [&](store::Tx& tx) { return remove_slice({tx, {}, now, rules_}, campaign); };
        more = co_await gate_.write(remove, store::Lane::background);
    }
}

}  // namespace bot
