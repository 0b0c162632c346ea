#include "bot/daemon.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <csignal>
#include <cstdio>

#include "bot/clock_follower.hpp"
#include "bot/daemon_commands.hpp"
#include "bot/flow_rules.hpp"
#include "bot/gauges.hpp"
#include "bot/handlers/form.hpp"
#include "bot/import.hpp"
#include "bot/router.hpp"
#include "store/audit.hpp"
#include "store/directory_words.hpp"
#include "store/workspaces.hpp"

namespace bot {
namespace {

using std::chrono::seconds;

// What is in flight at SIGTERM gets so long; service managers give 90 s by default.
constexpr auto drain_limit = seconds{20};

// A host as it stands in a URL (RFC 3986 3.2.2): IPv6 in brackets.
std::string in_address(const std::string& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

// What breaks a part of the daemon ends it: a service manager starts it again on a sound footing.
void rethrow(std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
}

DatabaseLock lock_on(const std::string& database) {
    auto lock = DatabaseLock::take(database);
    if (!lock) {
        throw std::runtime_error(
            "another latchkey works on " + database +
            " already: stop it first, or name another "
            "database"
        );
    }
    return *std::move(lock);
}

store::GateOptions gate_options(const Settings& settings) {
    store::GateOptions options;
    options.path = settings.database;
    options.audit_key = settings.key;
    return options;
}

HttpsOptions https_options(const Settings& settings) {
    HttpsOptions options;
    options.ca_file = settings.ca_file;
    return options;
}

SlackApiOptions slack_options(const Settings& settings, Metrics& metrics) {
    SlackApiOptions options;
    options.base_url = settings.slack.api_url;
    options.token = settings.slack.bot_token;
    options.observe = [&metrics](
                          std::string_view method,
                          std::optional<SlackFault> fault,
                          std::chrono::duration<double> took
                      ) {
        metrics.slack_calls.add({method, fault ? word(*fault) : "ok"});
        metrics.slack_call_seconds.observe(took.count());
    };
    return options;
}

std::vector<std::string> secrets(const Settings& settings) {
    std::vector<std::string> all{settings.slack.signing_secret};
    if (!settings.slack.signing_secret_previous.empty())
        all.push_back(settings.slack.signing_secret_previous);
    return all;
}

ListenerOptions public_door(const Settings& settings, Metrics& metrics) {
    ListenerOptions options;
    options.address = settings.listen.host;
    options.port = settings.listen.port;
    options.tls = !settings.plain_http;
    options.cert_file = settings.tls_cert;
    options.key_file = settings.tls_key;
    options.metrics = &metrics;
    return options;
}

ListenerOptions admin_door(const Settings& settings) {
    ListenerOptions options;
    options.address = settings.admin_listen.host;
    options.port = settings.admin_listen.port;
    options.tls = false;
    options.connections = 64;
    return options;
}

App wire(
    boost::asio::io_context& io,
    const Settings& settings,
    Clock& clock,
    store::Gate& gate,
    SlackApi& slack,
    Outbox& outbox,
    HomePublisher& homes,
    ViewUpdater& views,
    Strangers& strangers,
    TimerLoop& timers
) {
    return App{
        io,
        clock,
        gate,
        slack,
        outbox,
        homes,
        views,
        strangers,
        timers,
        flow_rules(settings),
        {settings.access.reasons},
        {settings.tasks_url}};
}

}  // namespace

Daemon::Daemon(const Settings& settings)
    : settings_(settings),
      lock_(lock_on(settings.database)),
      gate_(io_, gate_options(settings)),
      https_(io_, https_options(settings)),
      clock_https_(io_, https_options(settings)),
      pace_(io_, [this] { return clock_.now_ms(); }),
      slack_(io_, https_, pace_, slack_options(settings, metrics_)),
      outbox_(io_, gate_, slack_, clock_, RenderRules{settings.tasks_url}, metrics_),
      homes_(io_, gate_, slack_, clock_, outbox_),
      fulfiller_(
          io_, gate_, https_, clock_, settings, flow_rules(settings), outbox_, homes_, metrics_
      ),
      views_(io_, gate_, slack_),
      people_(io_, gate_, slack_, clock_, outbox_),
      strangers_(io_, gate_, slack_, clock_, outbox_),
      timers_(io_, gate_, clock_, flow_rules(settings), outbox_, homes_),
      upkeep_(
          io_,
          gate_,
          clock_,
          flow_rules(settings),
          [this] {
              outbox_.wake();
              homes_.wake();
              timers_.wake();
          }
      ),
      campaigns_(
          io_,
          gate_,
          clock_,
          flow_rules(settings),
          [this] {
              outbox_.wake();
              homes_.wake();
              timers_.wake();
          }
      ),
      syncs_(
          io_,
          gate_,
          clock_,
          https_,
          settings,
          flow_rules(settings),
          [this] {
              upkeep_.look_again();
              timers_.wake();
              outbox_.wake();
              homes_.wake();
          }
      ),
      mailer_(io_, gate_, clock_, settings),
      app_(wire(io_, settings, clock_, gate_, slack_, outbox_, homes_, views_, strangers_, timers_)
      ),
      verifier_(secrets(settings)),
      listener_(
          io_,
          public_door(settings, metrics_),
          make_router(
              app_,
              verifier_,
              metrics_,
              [this](std::string key, HttpRequest& request) {
                  return fulfiller_.on_callback(std::move(key), request);
              }
          )
      ),
      admin_(io_, admin_door(settings), admin_handler(metrics_, admin_checks())),
      stop_signals_(io_, SIGTERM, SIGINT),
      reload_signals_(io_, SIGHUP),
      slack_retry_(io_, clock_),
      worker_ended_(io_, clock_),
      control_(settings.database, [this](const ControlRequest& request, const Say& say) {
          const int status = carry_out(request, say, settings_, gate_, clock_, stopping_, [this] {
              boost::asio::post(io_, [this] {
                  campaigns_.wake();
                  syncs_.wake();
              });
          });
          boost::asio::post(io_, [this] {
              upkeep_.look_again();
              timers_.wake();
              outbox_.wake();
              homes_.wake();
          });
          return status;
      }) {
    clock_.on_shift([this] { pace_.clock_shifted(); });
    outbox_.on_timer_set([this] { timers_.wake(); });
    timers_.on_fired([this] {
        syncs_.wake();
        campaigns_.wake();
    });
    app_.wake_campaigns = [this] { campaigns_.wake(); };
    outbox_.on_wake([this] {
        fulfiller_.wake();
        mailer_.wake();
    });
}

void Daemon::spawn_worker(store::Task<void> worker) {
    ++workers_;
    auto ended = [this](std::exception_ptr failure) {
        --workers_;
        worker_ended_.wake();
        rethrow(failure);
    };
    boost::asio::co_spawn(io_, std::move(worker), ended);
}

void Daemon::run() {
    boost::asio::co_spawn(io_, await_stop(), rethrow);
    boost::asio::co_spawn(io_, await_reload(), rethrow);
    boost::asio::co_spawn(io_, open_doors(), rethrow);
    io_.run();
}

// With a test clock its time is read first: nothing may act on the real one.
store::Task<void> Daemon::open_doors() {
    if (!settings_.clock_url.empty()) {
        co_await read_clock(clock_https_, clock_, settings_.clock_url);
        boost::asio::co_spawn(
            io_, follow_clock(clock_https_, clock_, settings_.clock_url), rethrow
        );
    }
    const auto now = clock_.now();
    auto vouch = [&](store::Tx& tx) { store::vouch_with_key(tx, now); };
    co_await gate_.write(vouch, store::Lane::event);
    spawn_worker(start_with_slack());
    spawn_worker(handlers::resume_forms(app_));
    spawn_worker(strangers_.run());
    spawn_worker(outbox_.run());
    spawn_worker(homes_.run());
    spawn_worker(timers_.run());
    spawn_worker(fulfiller_.run());
    spawn_worker(upkeep_.run());
    spawn_worker(campaigns_.run());
    spawn_worker(syncs_.run());
    spawn_worker(mailer_.run());
    // Beside the loop: what an import left that was killed may be large, and it blocks.
    cleaning_ = std::jthread([this] {
        try {
            clean_up_imports(gate_);
        } catch (const std::exception& broken) {
            spdlog::error(
                "import: what an earlier one left could not be removed: {}", broken.what()
            );
        }
    });
    listener_.start();
    admin_.start();
    spdlog::info(
        "admin: /readyz and /metrics on http://{}:{}",
        in_address(settings_.admin_listen.host),
        admin_.port()
    );
    std::printf(
        "latchkey: listening on %s://%s:%u\n",
        settings_.plain_http ? "http" : "https",
        in_address(settings_.listen.host).c_str(),
        static_cast<unsigned>(listener_.port())
    );
    std::fflush(stdout);
}

// Who we are in the workspace; without an answer nothing else is asked of Slack's directory.
store::Task<void> Daemon::start_with_slack() {
    while (!stopping_) {
        const auto installation = co_await slack_.auth_test();
        if (installation) {
            const auto now = clock_.now();
            auto note = [&](store::Tx& tx) {
                store::workspace_installed(
                    tx, installation->team_id, installation->bot_user, installation->bot_id, now
                );
            };
            co_await gate_.write(note, store::Lane::event);
            spdlog::info(
                "slack: workspace {} ({})", installation->team, installation->team_id.value
            );
            co_await people_.run(installation->team_id);
            co_return;
        }
        spdlog::error("slack: {}", installation.error().sentence);
        const auto again = clock_.now_ms() + seconds{10};
        if (!stopping_) co_await slack_retry_.wait(again);
    }
}

store::Task<bool> Daemon::ready() {
    const auto now = clock_.now();
    auto mark = [&](store::Tx& tx) { store::prove_writable(tx, now); };
    co_await gate_.write(mark, store::Lane::event);
    co_return true;
}

AdminChecks Daemon::admin_checks() {
    return {
        [this] { return ready(); },
        [this](Metrics& metrics) { return refresh_gauges(metrics, gate_); },
    };
}

store::Task<void> Daemon::await_reload() {
    while (!stopping_) {
        boost::system::error_code cancelled;
        auto token = boost::asio::redirect_error(store::use_task, cancelled);
        co_await reload_signals_.async_wait(std::move(token));
        if (cancelled) co_return;
        const auto problem = listener_.reload_certificate();
        if (problem) {
            spdlog::error("listener: the certificate stays as it was: {}", *problem);
        } else {
            spdlog::info("listener: certificate reloaded");
        }
    }
}

store::Task<void> Daemon::await_stop() {
    boost::system::error_code cancelled;
    auto token = boost::asio::redirect_error(store::use_task, cancelled);
    co_await stop_signals_.async_wait(std::move(token));
    if (!cancelled) co_await stop();
}

store::Task<void> Daemon::stop() {
    spdlog::info("stopping: finishing what is in flight");
    stopping_ = true;
    control_.close();
    co_await listener_.drain(drain_limit);
    const auto soon = seconds{1};
    co_await admin_.drain(soon);
    outbox_.stop();
    homes_.stop();
    people_.stop();
    strangers_.stop();
    timers_.stop();
    fulfiller_.stop();
    upkeep_.stop();
    campaigns_.stop();
    syncs_.stop();
    mailer_.stop();
    slack_retry_.wake();
    clock_https_.stop();
    slack_.stop();
    const auto last_calls = seconds{5};
    co_await https_.drain(last_calls);
    while (workers_ > 0)
        co_await worker_ended_.wait(std::nullopt);
    reload_signals_.cancel();
    io_.stop();
}

}  // namespace bot
