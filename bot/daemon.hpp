// The running daemon: every part in the order in which it must be made, and taken down in reverse.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <thread>

#include "bot/admin.hpp"
#include "bot/app.hpp"
#include "bot/campaign_worker.hpp"
#include "bot/clock.hpp"
#include "bot/control_socket.hpp"
#include "bot/database_lock.hpp"
#include "bot/fulfiller.hpp"
#include "bot/home_publisher.hpp"
#include "bot/https_client.hpp"
#include "bot/listener.hpp"
#include "bot/mailer.hpp"
#include "bot/metrics.hpp"
#include "bot/outbox.hpp"
#include "bot/rate_gate.hpp"
#include "bot/settings.hpp"
#include "bot/signature.hpp"
#include "bot/slack_api.hpp"
#include "bot/slack_people.hpp"
#include "bot/strangers.hpp"
#include "bot/sync_runner.hpp"
#include "bot/timer_loop.hpp"
#include "bot/upkeep.hpp"
#include "bot/view_updater.hpp"
#include "store/gate.hpp"

namespace bot {

// One thread runs the loop; the store has its own threads behind its gate.
class Daemon {
 public:
    // Opens the database and the listeners; throws one clear sentence for what cannot be had.
    explicit Daemon(const Settings& settings);

    // Says "listening" on standard output, serves until SIGTERM or SIGINT, then lets requests and
    // sends in flight end.
    void run();

 private:
    store::Task<void> open_doors();
    store::Task<void> start_with_slack();
    store::Task<void> await_stop();
    store::Task<void> await_reload();
    store::Task<void> stop();
    store::Task<bool> ready();
    AdminChecks admin_checks();
    void spawn_worker(store::Task<void> worker);

    // The loop first: whatever posts to it must end before it does.
    boost::asio::io_context io_{1};
    const Settings& settings_;
    Clock clock_;
    Metrics metrics_;
    DatabaseLock lock_;  // before the gate: nobody else writes
    store::Gate gate_;
    HttpsClient https_;
    HttpsClient clock_https_;  // of its own: its long poll must not hold up a stop
    RateGate pace_;
    SlackApi slack_;
    Outbox outbox_;
    HomePublisher homes_;
    Fulfiller fulfiller_;
    ViewUpdater views_;
    PeopleSync people_;
    Strangers strangers_;
    TimerLoop timers_;
    Upkeep upkeep_;
    CampaignWorker campaigns_;
    SyncRunner syncs_;
    Mailer mailer_;
    App app_;
    SignatureVerifier verifier_;
    Listener listener_;
    Listener admin_;
    boost::asio::signal_set stop_signals_;
    boost::asio::signal_set reload_signals_;
    std::atomic<bool> stopping_{false};  // written on the loop's thread
    int workers_ = 0;
    Waker slack_retry_;
    Waker worker_ended_;
    // Last: their threads use the gate and the clock.
    ControlServer control_;
    std::jthread cleaning_;
};

}  // namespace bot
