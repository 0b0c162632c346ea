#include "bot/hand_over.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "bot/clock_follower.hpp"
#include "bot/database_lock.hpp"
#include "bot/https_client.hpp"

namespace bot {

namespace {

// A daemon that starts has the lock before it listens, one that stops has it for longer.
constexpr std::chrono::seconds patience{10};
constexpr std::chrono::milliseconds between_looks{50};

int do_alone(const Settings& settings, const WorkAlone& work_alone, const Say& say) {
    const auto now = product_time(settings);
    boost::asio::io_context io{1};
    store::GateOptions options;
    options.path = settings.database;
    options.audit_key = settings.key;
    store::Gate gate(io, options);
    return work_alone(gate, now, say);
}

}  // namespace

store::Millis product_time(const Settings& settings) {
    Clock clock;
    if (settings.clock_url.empty()) return clock.now_ms();
    boost::asio::io_context io{1};
    HttpsOptions options;
    options.ca_file = settings.ca_file;
    HttpsClient https(io, options);
    bool known = false;
    auto done = [&](const std::exception_ptr& failure, bool read) {
        known = !failure && read;
        https.stop();
    };
    boost::asio::co_spawn(io, read_clock(https, clock, settings.clock_url), done);
    io.run();
    if (!known) throw std::runtime_error("the clock of LATCHKEY_CLOCK_URL cannot be read");
    return clock.now_ms();
}

int hand_over(
    const Settings& settings,
    const ControlRequest& request,
    const WorkAlone& work_alone,
    Terminal& terminal
) {
    const Say say = [&terminal](Said how, std::string_view text) { terminal.say(how, text); };
    const auto until = std::chrono::steady_clock::now() + patience;
    while (true) {
        if (const auto status = ask_daemon(settings.database, request, say)) return *status;
        if (const auto lock = DatabaseLock::take(settings.database)) {
            return do_alone(settings, work_alone, say);
        }
        if (std::chrono::steady_clock::now() > until) break;
        std::this_thread::sleep_for(between_looks);
    }
    terminal.say(
        Said::problem,
        "Another latchkey works on " + settings.database + " and takes no commands: try again later"
    );
    return 1;
}

}  // namespace bot
