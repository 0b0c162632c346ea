#include "bot/fulfiller.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "bot/home_publisher.hpp"
#include "bot/outbox.hpp"
#include "bot/spawn.hpp"
#include "bot/workflow/fulfil.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/scim_groups.hpp"

namespace bot {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int most_under_way = 16;
// An application that asks for more patience than this is asked again all the same.
constexpr auto longest_wait = std::chrono::hours{24};

std::string_view word(AttemptEnd end) {
    switch (end) {
        case AttemptEnd::done:
            return "done";
        case AttemptEnd::again:
            return "again";
        case AttemptEnd::failed:
            return "failed";
        case AttemptEnd::pending:
            return "pending";
    }
    return "";
}

}  // namespace

milliseconds pause_after(int attempts, seconds first, seconds longest) {
    auto pause = first;
    for (int i = 1; i < attempts && pause < longest; ++i)
        pause *= 2;
    return std::min(pause, longest);
}

Fulfiller::Fulfiller(
    boost::asio::io_context& io,
    store::Gate& gate,
    HttpsClient& https,
    Clock& clock,
    const Settings& settings,
    workflow::FlowRules rules,
    Outbox& outbox,
    HomePublisher& homes,
    Metrics& metrics
)
    : io_(io),
      gate_(gate),
      clock_(clock),
      settings_(settings),
      rules_(std::move(rules)),
      outbox_(outbox),
      homes_(homes),
      metrics_(metrics),
      ways_(gate, https, clock, settings),
      waker_(io, clock) {}

void Fulfiller::stop() {
    stopping_ = true;
    wake();
}

store::Task<void> Fulfiller::run() {
    while (!stopping_) {
        std::optional<store::Millis> next;
        bool broken = false;
        try {
            if (!recovered_) co_await recover();
            next = co_await step();
        } catch (const std::exception& failure) {
            spdlog::error("fulfilment: the database failed: {}", failure.what());
            broken = true;
        }
        if (broken) next = clock_.now_ms() + seconds{1};
        if (!stopping_) co_await waker_.wait(next);
    }
    while (under_way_ > 0)
        co_await waker_.wait(std::nullopt);
}

store::Task<void> Fulfiller::recover() {
    const auto now = clock_.now_ms();
    auto unit = [&](store::Tx& tx) { return store::recover_jobs(tx, now); };
    const int interrupted = co_await gate_.write(unit, store::Lane::event);
    recovered_ = true;
    if (interrupted > 0)
        spdlog::info("fulfilment: {} changes were under way at the last stop", interrupted);
}

// Starts what is due; when to look again.
store::Task<std::optional<store::Millis>> Fulfiller::step() {
    const auto now = clock_.now_ms();
    // Beside the writer: there may be hundreds of applications with something to do.
    auto look = [&](store::Tx& tx) { return store::jobs_waiting(tx, now); };
    const auto waiting = co_await gate_.read(look);
    if (!waiting.due.empty() && under_way_ < most_under_way) {
        const int room = most_under_way - under_way_;
        auto take = [&](store::Tx& tx) { return store::take_jobs(tx, waiting, now, room); };
        auto jobs = co_await gate_.write(take, store::Lane::event);
        for (auto& job : jobs) {
            ++under_way_;
            spawn(io_, carry_out(std::move(job)), "carrying out a change");
        }
    }
    co_return waiting.next;
}

store::Task<void> Fulfiller::carry_out(store::JobRow job) {
    bool broken = false;
    try {
        co_await try_job(job);
    } catch (const std::exception& failure) {
        spdlog::error("fulfilment: job {} could not be carried out: {}", job.id, failure.what());
        broken = true;
    }
    if (broken) {
        const auto later = clock_.now_ms() + std::chrono::minutes{1};
        auto unit = [&](store::Tx& tx) {
            return store::job_again(tx, job.id, job.problem, true, later);
        };
        try {
            co_await gate_.write(unit, store::Lane::event);
        } catch (const std::exception& failure) {
            spdlog::error("fulfilment: job {} stays as it is: {}", job.id, failure.what());
        }
    }
    --under_way_;
    wake();
    outbox_.wake();
    homes_.wake();
}

store::Task<void> Fulfiller::try_job(const store::JobRow& job) {
    auto read = [&](store::Tx& tx) { return fulfil_facts(tx, job, settings_); };
    const auto facts = co_await gate_.read(read);
    const auto& name = facts.item.integration_name;
    const auto* application = application_of(settings_, name);
    const bool by_people = application == nullptr || application->fulfilment == Fulfilment::manual;
    const bool wanted = facts.wanted && !facts.holder_has_left;
    if (!wanted || by_people) {
        const auto now = clock_.now_ms();
        auto unit = [&](store::Tx& tx) {
            const workflow::Act act{tx, {}, now, rules_};
            if (facts.holder_has_left)
                workflow::withdraw_for_departure(act, facts.item.request, facts.holder);
            if (wanted) {
                workflow::job_to_people(act, job);
            } else {
                workflow::job_dropped(act, job);
            }
            workflow::tell_ends(act, facts.item.request, facts.item.integration);
        };
        co_await gate_.write(unit, store::Lane::event);
        co_return;
    }
    Attempt attempt{AttemptEnd::done};
    // What was granted anew meanwhile stays: there is nothing to remove.
    if (!facts.account_of_another.empty()) {
        attempt = Attempt{AttemptEnd::failed, facts.account_of_another};
    } else if (!facts.granted_anew) {
        attempt = co_await ways_.attempt(*application, job, facts);
    }
    co_await record(job, name, std::move(attempt));
}

store::Task<void> Fulfiller::record(
    const store::JobRow& job, const std::string& application, Attempt attempt
) {
    const auto now = clock_.now_ms();
    const auto& rules = settings_.fulfilment;
    milliseconds pause = pause_after(job.attempts, rules.retry_first, rules.retry_longest);
    if (attempt.wait)
        pause = std::max<milliseconds>(pause, std::min<milliseconds>(*attempt.wait, longest_wait));
    const bool maybe_done = job.maybe_done || attempt.maybe_done;
    // The last attempt comes at the very end of the time, not before it.
    if (attempt.end == AttemptEnd::again && now >= job.give_up) attempt.end = AttemptEnd::failed;
    const auto next = std::max(now + milliseconds{1}, std::min(now + pause, job.give_up));
    auto unit = [&](store::Tx& tx) {
        const workflow::Act act{tx, {}, now, rules_};
        const auto* ours = application_of(settings_, application);
        const auto url = ours == nullptr ? std::string() : ours->scim_url;
        if (!attempt.group.empty()) store::note_scim_group(tx, job.connection, attempt.group, url);
        if (!attempt.nobody_answers) store::resume_application(tx, job.integration);
        switch (attempt.end) {
            case AttemptEnd::done:
                workflow::job_done(act, job, attempt.account);
                break;
            case AttemptEnd::failed:
                workflow::job_failed(act, job, attempt.sentence, maybe_done);
                break;
            case AttemptEnd::again:
                if (attempt.nobody_answers) store::pause_application(tx, job.integration, next);
                workflow::job_again(act, job, attempt.sentence, maybe_done, next);
                break;
            case AttemptEnd::pending: {
                // Asked about now and then; without an address the next moment is the end of our
                // patience.
                const auto give_up = job.accepted ? job.give_up : now + rules.pending_for;
                const auto ask = std::min(now + rules.poll_every, give_up);
                const auto& where = attempt.poll_url;
                store::job_pending(tx, job.id, where, where.empty() ? give_up : ask, give_up, now);
                break;
            }
        }
        const auto item = store::find_item(tx, job.item).value();
        const auto& account = attempt.account;
        const bool by_scim = ours != nullptr && ours->fulfilment == Fulfilment::scim;
        // Of a planned account by now the one that was made.
        if (by_scim && attempt.end == AttemptEnd::done && account && !account->external_id.empty())
            store::note_scim_user(tx, item.identity, account->external_id, url);
        workflow::tell_ends(act, item.request, item.integration);
    };
    co_await gate_.write(unit, store::Lane::event);
    metrics_.fulfilment_attempts.add({application, store::word(job.action), word(attempt.end)});
    if (attempt.end == AttemptEnd::again || attempt.end == AttemptEnd::failed)
        spdlog::warn("fulfilment: job {}, attempt {}: {}", job.id, job.attempts, attempt.sentence);
}

}  // namespace bot
