// Brings applications up to date from their sources, one after the other: takes what a timer or a
// command has asked for, reads it beside the loop, and writes down how it went.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <functional>

#include "bot/clock.hpp"
#include "bot/https_client.hpp"
#include "bot/settings.hpp"
#include "bot/sync_folder.hpp"
#include "bot/waker.hpp"
#include "bot/workflow/act.hpp"
#include "store/gate.hpp"
#include "store/syncs.hpp"

namespace bot {

// Runs on the loop's thread. What is asked for stands in the database, so a stop loses nothing.
class SyncRunner {
 public:
    // `changed` is called when there is something to tell people.
    SyncRunner(
        boost::asio::io_context& io,
        store::Gate& gate,
        Clock& clock,
        HttpsClient& https,
        const Settings& settings,
        workflow::FlowRules rules,
        std::function<void()> changed
    );

    store::Task<void> run();
    // A sync may have been asked for.
    void wake() { waker_.wake(); }
    void stop();

 private:
    store::Task<void> plan();
    store::Task<bool> run_next();
    store::Task<SyncEnd> read_source(store::SyncRow sync);
    store::Task<SyncEnd> read_folder(store::SyncRow sync, IntegrationSettings integration);
    store::Task<SyncEnd> read_scim(store::SyncRow sync, IntegrationSettings integration);
    store::Task<std::variant<SyncFolder, store::SyncFailure>> settled_folder(std::string folder);
    store::Task<void> note(const store::SyncRow& sync, const SyncEnd& end);
    SyncImport import_of(const store::SyncRow& sync, const IntegrationSettings& integration) const;

    boost::asio::io_context& io_;
    store::Gate& gate_;
    Clock& clock_;
    HttpsClient& https_;
    const Settings& settings_;
    workflow::FlowRules rules_;
    std::function<void()> changed_;
    Waker waker_;
    std::atomic<bool> stopping_{false};  // written on the loop's thread
};

}  // namespace bot
