// Sends signed Slack requests over kept-alive TLS connections and tells, as one line of JSON, how
// many were answered, how fast, and what CPU time the server's processes took meanwhile.
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <deque>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "tests/bench/slack_bodies.hpp"
#include "tests/bench/tls_peer.hpp"

namespace bench {

namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

struct Options {
    int port = 0;
    int connections = 32;
    double seconds = 5;
    double warm_up = 1;
    double rate = 0;  // requests a second, whatever the answers do; 0: as fast as they come
    std::string kind = "event";
    std::string path = "/slack/events";
    std::string secret;
    std::vector<int> pids;  // the server's processes
};

// User and system time of these processes so far, in seconds.
double cpu_seconds(const std::vector<int>& pids) {
    double ticks = 0;
    for (const int pid : pids) {
        std::ifstream stat{"/proc/" + std::to_string(pid) + "/stat"};
        std::string text;
        std::getline(stat, text);
        // Behind the name in brackets: state, then ten fields, then utime and stime.
        std::istringstream fields{text.substr(text.rfind(')') + 2)};
        std::string skipped;
        for (int i = 0; i < 11; ++i)
            fields >> skipped;
        double user = 0;
        double system = 0;
        fields >> user >> system;
        ticks += user + system;
    }
    return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

struct Measured {
    std::size_t sent = 0;      // in all, the warm-up included
    std::size_t answered = 0;  // while it was measured
    std::size_t refused = 0;   // not 200, at any time
    double seconds = 0;
    double cpu = 0;
    std::vector<double> latencies = {};  // in milliseconds

    double percentile(double share) {
        if (latencies.empty()) return 0;
        const auto at = static_cast<std::size_t>(share * static_cast<double>(latencies.size() - 1));
        const auto nth = latencies.begin() + static_cast<std::ptrdiff_t>(at);
        std::nth_element(latencies.begin(), nth, latencies.end());
        return *nth;
    }
};

class Load {
 public:
    explicit Load(const Options& options);
    ~Load() { ::close(epoll_); }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    Measured run();

 private:
    struct Peer {
        std::unique_ptr<TlsPeer> tls;
        Clock::time_point due = {};  // when its request should have gone out
        bool busy = false;
        bool polled_for_writing = false;
    };

    void send(std::size_t peer, Clock::time_point due);
    void on_ready(std::size_t peer);
    void send_what_is_due(Clock::time_point now);
    void poll_for(std::size_t peer);
    void await_rest();

    const Options& options_;
    SlackBodies bodies_;
    int epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
    std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_{
        SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
    std::vector<Peer> peers_;
    std::deque<std::size_t> free_;
    std::deque<Clock::time_point> waiting_;  // due, but no connection was free
    Clock::time_point next_due_ = {};
    Measured measured_;
    std::size_t under_way_ = 0;
    bool measuring_ = false;
    bool ended_ = false;  // nothing more is sent
};

Load::Load(const Options& options)
    : options_{options},
      bodies_{options.kind == "action" ? Kind::action : Kind::event, options.secret, options.path} {
    SSL_CTX_set_mode(context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE);
    SSL_CTX_set_mode(context_.get(), SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context_.get(), 1);
    for (int i = 0; i < options.connections; ++i) {
        peers_.push_back({std::make_unique<TlsPeer>(context_.get(), options.port)});
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = peers_.size() - 1;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, peers_.back().tls->socket(), &event);
    }
}

// Asks for writability only while something is unsent.
void Load::poll_for(std::size_t index) {
    auto& peer = peers_[index];
    if (peer.tls->wants_to_write() == peer.polled_for_writing) return;
    peer.polled_for_writing = !peer.polled_for_writing;
    epoll_event event{};
    event.events = peer.polled_for_writing ? EPOLLIN | EPOLLOUT : EPOLLIN;
    event.data.u64 = index;
    ::epoll_ctl(epoll_, EPOLL_CTL_MOD, peer.tls->socket(), &event);
}

void Load::send(std::size_t index, Clock::time_point due) {
    auto& peer = peers_[index];
    peer.due = due;
    peer.busy = true;
    ++under_way_;
    ++measured_.sent;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    peer.tls->send(bodies_.next(now / std::chrono::seconds{1}));
    poll_for(index);
}

void Load::on_ready(std::size_t index) {
    auto& peer = peers_[index];
    const int status = peer.tls->advance();
    poll_for(index);
    if (status == 0) return;
    if (!peer.busy) throw std::runtime_error("an answer to nothing");
    peer.busy = false;
    const auto now = Clock::now();
    --under_way_;
    if (status != 200) ++measured_.refused;
    if (measuring_) {
        ++measured_.answered;
        measured_.latencies.push_back(Seconds{now - peer.due}.count() * 1'000);
    }
    if (ended_) return;
    if (options_.rate == 0) {
        send(index, now);
    } else if (!waiting_.empty()) {
        const auto due = waiting_.front();
        waiting_.pop_front();
        send(index, due);
    } else {
        free_.push_back(index);
    }
}

void Load::send_what_is_due(Clock::time_point now) {
    const auto every = std::chrono::duration_cast<Clock::duration>(Seconds{1 / options_.rate});
    for (; next_due_ <= now; next_due_ += every) {
        if (free_.empty()) {
            waiting_.push_back(next_due_);
        } else {
            const auto index = free_.front();
            free_.pop_front();
            send(index, next_due_);
        }
    }
}

// The answers that are still to come: then what was sent is what the server has taken.
void Load::await_rest() {
    measuring_ = false;
    ended_ = true;
    const auto patience = Clock::now() + std::chrono::seconds{10};
    epoll_event events[64];
    while (under_way_ > 0) {
        if (Clock::now() > patience) throw std::runtime_error("a request was never answered");
        const int count = ::epoll_wait(epoll_, events, 64, 100);
        for (int i = 0; i < count; ++i)
            on_ready(events[i].data.u64);
    }
}

Measured Load::run() {
    const auto begin = Clock::now();
    next_due_ = begin;
    for (std::size_t i = 0; i < peers_.size(); ++i) {
        if (options_.rate == 0) {
            send(i, begin);
        } else {
            free_.push_back(i);
        }
    }
    const auto warm =
        begin + std::chrono::duration_cast<Clock::duration>(Seconds{options_.warm_up});
    const auto end = warm + std::chrono::duration_cast<Clock::duration>(Seconds{options_.seconds});
    double cpu_before = 0;
    Clock::time_point measured_from;
    epoll_event events[64];
    while (true) {
        const auto now = Clock::now();
        if (now >= end) break;
        if (!measuring_ && now >= warm) {
            measuring_ = true;
            measured_from = now;
            cpu_before = cpu_seconds(options_.pids);
        }
        if (options_.rate != 0) send_what_is_due(now);
        // At a set rate it spins: it has a core of its own, and a timer's slack would be measured.
        const int count = ::epoll_wait(epoll_, events, 64, options_.rate != 0 ? 0 : 100);
        for (int i = 0; i < count; ++i)
            on_ready(events[i].data.u64);
    }
    measured_.cpu = cpu_seconds(options_.pids) - cpu_before;
    measured_.seconds = Seconds{Clock::now() - measured_from}.count();
    await_rest();
    return std::move(measured_);
}

void print(Measured& measured) {
    const auto answered = static_cast<double>(measured.answered);
    std::printf(
        "{\"sent\":%zu,\"answered\":%zu,\"refused\":%zu,\"per_second\":%.0f,\"cpu_us\":%.2f,"
        "\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f}\n",
        measured.sent,
        measured.answered,
        measured.refused,
        answered / measured.seconds,
        measured.answered == 0 ? 0 : measured.cpu / answered * 1e6,
        measured.percentile(0.5),
        measured.percentile(0.99),
        measured.percentile(1)
    );
}

}  // namespace

}  // namespace bench

int main(int argc, char** argv) {
    bench::Options options;
    CLI::App app{"Load for the event path of a Slack app on 127.0.0.1."};
    app.add_option("--port", options.port)->required();
    app.add_option("--connections", options.connections)->check(CLI::Range(1, 10'000));
    app.add_option("--seconds", options.seconds)->check(CLI::Range(0.1, 600.0));
    app.add_option("--warm-up", options.warm_up)->check(CLI::Range(0.0, 60.0));
    app.add_option("--rate", options.rate, "requests a second (open load); 0 for as many as go");
    app.add_option("--kind", options.kind)->check(CLI::IsMember({"event", "action"}));
    app.add_option("--path", options.path);
    app.add_option("--secret", options.secret)->required()->envname("SLACK_SIGNING_SECRET");
    app.add_option("--pid", options.pids, "the server's processes, for their CPU time");
    CLI11_PARSE(app, argc, argv);
    try {
        bench::Load load{options};
        auto measured = load.run();
        bench::print(measured);
        return measured.answered > 0 && measured.refused == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "load: %s\n", error.what());
        return 1;
    }
}
