#include "bot/upkeep.hpp"

#include <spdlog/spdlog.h>

#include <utility>
#include <vector>

#include "bot/workflow/campaign_hand_on.hpp"
#include "bot/workflow/departure.hpp"
#include "bot/workflow/facts.hpp"
#include "bot/workflow/move_on.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/audit.hpp"
#include "store/campaign_tasks.hpp"
#include "store/departures.hpp"
#include "store/directory.hpp"
#include "store/drafts.hpp"
#include "store/endings.hpp"
#include "store/inbox.hpp"
#include "store/tasks.hpp"

namespace bot {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

constexpr int slice = 500;
constexpr int page_of_people = 200;

}  // namespace

Upkeep::Upkeep(
    boost::asio::io_context& io,
    store::Gate& gate,
    Clock& clock,
    const workflow::FlowRules& rules,
    std::function<void()> changed
)
    : gate_(gate), clock_(clock), rules_(rules), changed_(std::move(changed)), waker_(io, clock) {}

void Upkeep::stop() {
    stopping_ = true;
    waker_.wake();
}

store::Task<void> Upkeep::run() {
    auto hourly = clock_.now_ms();
    while (!stopping_) {
        auto next = hourly;
        bool failed = false;
        try {
            co_await end_employments();
            co_await settle_departures();
            co_await replace_the_gone();
            co_await withdraw_what_is_lost();
            if (clock_.now_ms() >= hourly) {
                co_await once();
                hourly = clock_.now_ms() + hours{1};
            }
            auto look = [](store::Tx& tx) { return store::next_employment_end(tx); };
            const auto end = co_await gate_.read(look);
            next = end && *end < hourly ? *end : hourly;
        } catch (const std::exception& broken) {
            spdlog::error("upkeep: the database failed: {}", broken.what());
            failed = true;
        }
        if (failed) next = clock_.now_ms() + seconds{10};
        if (!stopping_) co_await waker_.wait(next);
    }
}

store::Task<void> Upkeep::end_employments() {
    const auto now = clock_.now();
    auto end = [&](store::Tx& tx) {
        const auto ended = store::end_employments(tx, now, slice);
        for (const auto id : ended) {
            store::append_audit(
                tx,
                {now,
                 "system",
                 "employee.terminated",
                 store::audit_name(id),
                 {{"before", "active"}, {"after", "terminated"}}}
            );
        }
        return ended.size();
    };
    while (co_await gate_.write(end, store::Lane::background) > 0 && !stopping_) {
    }
}

store::Task<void> Upkeep::settle_departures() {
    auto look = [](store::Tx& tx) { return store::unsettled_departures(tx, slice); };
    auto gone = co_await gate_.read(look);
    while (!gone.empty() && !stopping_) {
        for (const auto who : gone) {
            const auto now = clock_.now_ms();
            auto settle = [&](store::Tx& tx) {
                const workflow::Act act{tx, {}, now, rules_};
                workflow::settle_departure(act, who);
            };
            co_await gate_.write(settle, store::Lane::background);
        }
        changed_();
        gone = co_await gate_.read(look);
    }
}

store::Task<void> Upkeep::replace_the_gone() {
    struct Waiting {
        policy::EmployeeId who;
        policy::RequestId request;
    };
    auto look = [](store::Tx& tx) {
        std::vector<Waiting> found;
        for (const auto who : store::people_asked(tx)) {
            if (workflow::is_able(tx, who)) continue;
            for (const auto request : store::requests_asked_of(tx, who))
                found.push_back({who, request});
        }
        return found;
    };
    const auto found = co_await gate_.read(look);
    for (const auto& waiting : found) {
        if (stopping_) co_return;
        const auto now = clock_.now_ms();
        auto replace = [&](store::Tx& tx) {
            const workflow::Act act{tx, {}, now, rules_};
            workflow::replace_reviewer(act, waiting.who, waiting.request);
        };
        co_await gate_.write(replace, store::Lane::background);
    }
    if (!found.empty()) changed_();
    co_await replace_in_campaigns();
}

// Some of them at a time: a campaign has twenty thousand reviewers, and others read, too.
store::Task<void> Upkeep::replace_in_campaigns() {
    policy::EmployeeId after;
    struct Page {
        std::vector<policy::EmployeeId> people;
        std::vector<policy::EmployeeId> gone;
    };
    auto look = [&](store::Tx& tx) {
        Page page;
        page.people = store::campaign_people_asked(tx, after, page_of_people);
        for (const auto who : page.people) {
            if (!workflow::is_able(tx, who)) page.gone.push_back(who);
        }
        return page;
    };
    while (!stopping_) {
        const auto page = co_await gate_.read(look);
        if (page.people.empty()) co_return;
        after = page.people.back();
        const auto now = clock_.now_ms();
        auto replace = [&](store::Tx& tx) {
            const workflow::Act act{tx, {}, now, rules_};
            for (const auto who : page.gone)
                workflow::replace_campaign_reviewer(act, who);
        };
        if (page.gone.empty()) continue;
        co_await gate_.write(replace, store::Lane::background);
        changed_();
    }
}

store::Task<void> Upkeep::withdraw_what_is_lost() {
    auto look = [](store::Tx& tx) {
        return !store::lost_extensions(tx).empty() || !store::lost_removals(tx).empty();
    };
    const bool any = co_await gate_.read(look);
    if (!any) co_return;
    const auto now = clock_.now_ms();
    auto withdraw = [&](store::Tx& tx) {
        const workflow::Act act{tx, {}, now, rules_};
        workflow::withdraw_lost(act, store::lost_extensions(tx));
        workflow::withdraw_lost(act, store::lost_removals(tx));
    };
    co_await gate_.write(withdraw, store::Lane::background);
    changed_();
}

store::Task<void> Upkeep::once() {
    // Slack repeats an event for at most a day, interactions never; two days leave no doubt.
    const auto before = clock_.now() - days{2};
    auto forget = [&](store::Tx& tx) { return store::forget_deliveries(tx, before, slice); };
    while (co_await gate_.write(forget, store::Lane::background) == slice && !stopping_) {
    }
    auto forget_forms = [&](store::Tx& tx) { return store::forget_drafts(tx, before, slice); };
    while (co_await gate_.write(forget_forms, store::Lane::background) == slice && !stopping_) {
    }
    auto look = [](store::Tx& tx) { return store::audit_head(tx); };
    const auto head = co_await gate_.read(look);
    spdlog::info("audit: head {}:{}", head.count, head.hash);
}

}  // namespace bot
