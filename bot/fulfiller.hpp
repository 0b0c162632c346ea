// Carries out in applications what was decided: takes the jobs that are due, one at a time for an
// account and a few at a time for an application, and repeats with growing pauses what did not
// work.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "bot/clock.hpp"
#include "bot/fulfil_attempt.hpp"
#include "bot/fulfil_ways.hpp"
#include "bot/http.hpp"
#include "bot/https_client.hpp"
#include "bot/metrics.hpp"
#include "bot/settings.hpp"
#include "bot/waker.hpp"
#include "bot/workflow/act.hpp"
#include "store/fulfilment.hpp"
#include "store/gate.hpp"

namespace bot {

class HomePublisher;
class Outbox;

// Runs on the loop's thread. What is to be done stands in the database; each attempt looks first,
// so that one which was cut off is repeated without harm.
class Fulfiller {
 public:
    Fulfiller(
        boost::asio::io_context& io,
        store::Gate& gate,
        HttpsClient& https,
        Clock& clock,
        const Settings& settings,
        workflow::FlowRules rules,
        Outbox& outbox,
        HomePublisher& homes,
        Metrics& metrics
    );

    // Something was written that may have to be carried out.
    void wake() { waker_.wake(); }

    // An application calls back: signed with its secret, within 300 s, once.
    store::Task<HttpResponse> on_callback(std::string key, HttpRequest& request);

    // Works until `stop`; returns when the attempts under way have ended.
    store::Task<void> run();
    void stop();

 private:
    store::Task<void> recover();
    store::Task<std::optional<store::Millis>> step();
    store::Task<void> carry_out(store::JobRow job);
    store::Task<void> try_job(const store::JobRow& job);
    store::Task<void> record(
        const store::JobRow& job, const std::string& application, Attempt attempt
    );

    boost::asio::io_context& io_;
    store::Gate& gate_;
    Clock& clock_;
    const Settings& settings_;
    workflow::FlowRules rules_;
    Outbox& outbox_;
    HomePublisher& homes_;
    Metrics& metrics_;
    FulfilWays ways_;
    Waker waker_;
    bool stopping_ = false;
    bool recovered_ = false;
    int under_way_ = 0;
};

// How long to wait after so many attempts: `first`, then twice as long each time, up to `longest`.
std::chrono::milliseconds pause_after(
    int attempts, std::chrono::seconds first, std::chrono::seconds longest
);

}  // namespace bot
