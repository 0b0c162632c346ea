#include "bot/sync_runner.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "bot/beside.hpp"
#include "bot/sync_scim.hpp"
#include "bot/workflow/syncs.hpp"
#include "store/directory_words.hpp"

namespace bot {
namespace {

using std::chrono::seconds;

// Another import has the directory: it is not worth an outage.
constexpr auto soon_again = seconds{10};
// A folder that changes all the time is given up for this run after so many looks.
constexpr int most_looks = 12;

std::optional<IntegrationSettings> settings_of(const Settings& settings, const std::string& name) {
    const auto& known = settings.integrations;
    const auto found = std::find_if(known.begin(), known.end(), [&](const auto& entry) {
        return store::lower(entry.first) == store::lower(name);
    });
    if (found == known.end()) return std::nullopt;
    return found->second;
}

// A file's time on the product clock, which tests may have shifted.
policy::Instant on_product_clock(RealTime at, const Clock& clock) {
    return std::chrono::floor<seconds>(at + clock.offset());
}

}  // namespace

SyncRunner::SyncRunner(
    boost::asio::io_context& io,
    store::Gate& gate,
    Clock& clock,
    HttpsClient& https,
    const Settings& settings,
    workflow::FlowRules rules,
    std::function<void()> changed
)
    : io_(io),
      gate_(gate),
      clock_(clock),
      https_(https),
      settings_(settings),
      rules_(std::move(rules)),
      changed_(std::move(changed)),
      waker_(io, clock) {}

void SyncRunner::stop() {
    stopping_ = true;
    wake();
}

store::Task<void> SyncRunner::run() {
    co_await plan();
    while (!stopping_) {
        bool ran = false;
        bool failed = false;
        try {
            ran = co_await run_next();
        } catch (const std::exception& broken) {
            spdlog::error("sync: the database failed: {}", broken.what());
            failed = true;
        }
        if (ran || stopping_) continue;
        std::optional<store::Millis> until;
        if (failed) until = clock_.now_ms() + soon_again;
        co_await waker_.wait(until);
    }
}

store::Task<void> SyncRunner::plan() {
    std::vector<workflow::PlannedSync> planned;
    for (const auto& [name, integration] : settings_.integrations) {
        if (integration.sync == SyncSource::none) continue;
        const bool scim = integration.sync == SyncSource::scim;
        const auto kind = scim ? store::SyncKind::scim : store::SyncKind::csv;
        planned.push_back({name, kind, integration.sync_every});
    }
    const auto now = clock_.now_ms();
    auto work = [&](store::Tx& tx) {
        store::recover_syncs(tx);
        workflow::plan_syncs({tx, {}, now, rules_}, planned);
    };
    co_await gate_.write(work, store::Lane::event);
    changed_();
}

// False if nothing waits, or what waits cannot begin now.
store::Task<bool> SyncRunner::run_next() {
    const auto now = clock_.now();
    auto take = [&](store::Tx& tx) {
        const auto next = store::next_asked_sync(tx);
        if (next) store::sync_started(tx, next->id, now);
        return next;
    };
    const auto sync = co_await gate_.write(take, store::Lane::background);
    if (!sync) co_return false;
    SyncEnd end;
    try {
        end = co_await read_source(*sync);
    } catch (const store::ImportStopped&) {
        end = SyncPutOff{};
    } catch (const std::exception& broken) {
        end = store::SyncFailure{policy::SyncProblem::broken, broken.what()};
    }
    co_await note(*sync, end);
    changed_();
    if (!std::holds_alternative<SyncPutOff>(end)) co_return true;
    const auto again = clock_.now_ms() + soon_again;
    if (!stopping_) co_await waker_.wait(again);
    co_return true;
}

store::Task<void> SyncRunner::note(const store::SyncRow& sync, const SyncEnd& end) {
    const auto now = clock_.now_ms();
    auto work = [&](store::Tx& tx) {
        const workflow::Act act{tx, {}, now, rules_};
        if (const auto* success = std::get_if<store::SyncSuccess>(&end)) {
            workflow::sync_succeeded(act, sync.id, *success);
        } else if (const auto* failure = std::get_if<store::SyncFailure>(&end)) {
            workflow::sync_failed(act, sync.id, *failure);
        } else {
            store::put_off_sync(tx, sync);
        }
    };
    co_await gate_.write(work, store::Lane::event);
    if (const auto* failure = std::get_if<store::SyncFailure>(&end)) {
        spdlog::warn(
            "sync: {} failed: {}: {}", sync.name, policy::word(failure->problem), failure->detail
        );
    } else if (const auto* success = std::get_if<store::SyncSuccess>(&end)) {
        spdlog::info(
            "sync: {} is up to date; {} grants appeared, {} vanished",
            sync.name,
            success->appeared,
            success->vanished
        );
    }
}

store::Task<SyncEnd> SyncRunner::read_source(store::SyncRow sync) {
    const auto integration = settings_of(settings_, sync.name);
    // The settings at the start have planned it, and they do not change.
    if (!integration) throw std::logic_error("a sync without settings");
    if (sync.kind == store::SyncKind::scim) {
        auto end = co_await read_scim(sync, *integration);
        co_return end;
    }
    auto end = co_await read_folder(sync, *integration);
    co_return end;
}

SyncImport SyncRunner::import_of(const store::SyncRow& sync, const IntegrationSettings& integration)
    const {
    SyncImport job;
    job.application = sync.name;
    job.actor = sync.asked_by.empty() ? "system" : sync.asked_by;
    job.allow_loss = sync.allow_loss;
    job.first = !sync.succeeded_at;
    job.largest_loss = integration.largest_loss;
    job.now = clock_.now();
    job.stop_wanted = [this] { return stopping_.load(); };
    return job;
}

// Waits until nobody writes the files any more.
store::Task<std::variant<SyncFolder, store::SyncFailure>> SyncRunner::settled_folder(
    std::string folder
) {
    auto look = [&] { return look_into(folder); };
    auto seen = co_await beside(io_, look);
    for (int looks = 0; looks < most_looks && !stopping_; ++looks) {
        const auto* before = std::get_if<SyncFolder>(&seen);
        if (before == nullptr || before->settled(clock_.real_now())) co_return seen;
        const auto mark = before->mark;
        const auto until = clock_.now_ms() + settles_in;
        while (clock_.now_ms() < until && !stopping_)
            co_await waker_.wait(until);
        seen = co_await beside(io_, look);
        const auto* after = std::get_if<SyncFolder>(&seen);
        // Also where the machine that writes them has another clock.
        if (after != nullptr && after->mark == mark) co_return seen;
    }
    if (stopping_) throw store::ImportStopped();
    co_return store::SyncFailure{policy::SyncProblem::being_written, folder};
}

store::Task<SyncEnd> SyncRunner::read_folder(store::SyncRow sync, IntegrationSettings integration) {
    const auto settled = co_await settled_folder(integration.csv_folder);
    if (const auto* failure = std::get_if<store::SyncFailure>(&settled)) co_return *failure;
    const auto& folder = std::get<SyncFolder>(settled);
    // The same again is older than what has happened since: nothing of it is news.
    if (folder.mark == sync.source_mark) co_return store::SyncSuccess{folder.mark};
    auto job = import_of(sync, integration);
    job.files = folder.files;
    job.act = "sync.csv";
    job.mark = folder.mark;
    job.as_of = on_product_clock(folder.oldest, clock_);
    // Whoever wrote them has another clock: they were not there when the last run began.
    if (job.as_of > job.now) job.as_of = sync.started_at.value_or(job.now);
    job.still_the_same = [&] {
        const auto now = look_into(integration.csv_folder);
        const auto* found = std::get_if<SyncFolder>(&now);
        return found != nullptr && found->mark == folder.mark;
    };
    auto work = [&] { return import_source(gate_, job); };
    auto end = co_await beside(io_, work);
    co_return end;
}

store::Task<SyncEnd> SyncRunner::read_scim(store::SyncRow sync, IntegrationSettings integration) {
    const auto access = scim_access(integration, settings_.fulfilment.answer_within);
    if (!access) {
        co_return store::SyncFailure{
            policy::SyncProblem::no_entry, "the file with its token or password cannot be read"};
    }
    auto job = import_of(sync, integration);
    // What is granted or removed while pages come in is newer than they are.
    job.as_of = job.now;
    job.act = "sync.scim";
    const SpoolFile spool(settings_.database);
    ScimClient client(https_, *access);
    auto look = [&](store::Tx& tx) { return store::connection_names(tx, job.application); };
    const auto known = co_await gate_.read(look);
    ScimPull pull(
        client, clock_, waker_, stopping_, group_connections(known, integration.scim_group)
    );
    const auto pulled = co_await pull.into(spool.path());
    if (const auto* failure = std::get_if<store::SyncFailure>(&pulled)) co_return *failure;
    job.files = {spool.path()};
    auto work = [&] {
        auto end = import_source(gate_, job);
        if (std::holds_alternative<store::SyncSuccess>(end))
            note_groups(gate_, job.application, std::get<ScimGroupIds>(pulled));
        return end;
    };
    auto end = co_await beside(io_, work);
    co_return end;
}

}  // namespace bot
