// Who may come in and who must leave: accepting, the limit of connections, the one timer that ends
// whatever takes too long, and the drain. What is said on a connection is conversation.cpp's.
#include "bot/listener.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <stdexcept>

#include "bot/conversation.hpp"
#include "bot/file_limit.hpp"

namespace bot {

namespace {

using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using store::Task;
using store::use_task;
using tcp = asio::ip::tcp;
using Executor = asio::io_context::executor_type;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer = asio::basic_waitable_timer<steady_clock, asio::wait_traits<steady_clock>, Executor>;

// After an accept that failed for want of files or memory.
constexpr milliseconds accept_pause{50};

milliseconds sweep_interval(const ListenerOptions& options) {
    const auto shortest = std::min(
        {options.header_time,
         options.idle_time,
         options.request_time,
         options.farewell_time,
         options.fresh_time}
    );
    return std::clamp(shortest / 4, milliseconds{5}, milliseconds{500});
}

}  // namespace

// Shared with the loops that run on it, so that it outlives a Listener destroyed before them.
struct Listener::State : Door {
    State(asio::io_context& loop, ListenerOptions given, HttpHandler answerer)
        : Door{loop, std::move(given), std::move(answerer)},
          acceptor{loop.get_executor()},
          sweep_timer{loop.get_executor()},
          room_timer{loop.get_executor()},
          drain_timer{loop.get_executor()} {}

    void bind();
    void close_to_new();
    void cut_all();
    bool evict();
    bool has_room() { return connections.size() < options.connections || evict(); }

    static void admit(const std::shared_ptr<State>& self, Socket&& peer);
    static Task<void> serve(std::shared_ptr<State> self, std::list<Connection>::iterator guest);
    static void begin_drain(const std::shared_ptr<State>& self);
    static Task<void> accept(std::shared_ptr<State> self);
    static Task<void> sweep(std::shared_ptr<State> self);

    Acceptor acceptor;
    Timer sweep_timer;
    Timer room_timer;        // accept() waits here while there is no room
    Timer drain_timer;       // drain() waits here until the last connection has left
    bool accepting = false;  // accept() runs
    bool closed = false;
};

void Listener::State::bind() {
    error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) throw std::runtime_error("\"" + options.address + "\" is not an IP address.");
    const tcp::endpoint endpoint{address, options.port};
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) return;
    throw std::runtime_error(
        "Cannot listen on " + options.address + " port " + std::to_string(options.port) + ": " +
        error.message() + "."
    );
}

void Listener::State::close_to_new() {
    closed = true;
    error_code ignored;
    acceptor.close(ignored);
    room_timer.cancel();
    sweep_timer.cancel();
}

void Listener::State::cut_all() {
    for (auto& connection : connections)
        connection.stream.close();
}

// Closes the connection that has waited longest for its peer, an idle one first.
bool Listener::State::evict() {
    Connection* victim = nullptr;
    const auto goes_before = [&](const Connection& connection) {
        if (victim == nullptr) return true;
        const bool idle = connection.phase == Phase::idle;
        const bool victim_idle = victim->phase == Phase::idle;
        return idle != victim_idle ? idle : connection.since < victim->since;
    };
    for (auto& connection : connections) {
        const bool may_go = connection.is_waiting() && connection.stream.is_open();
        if (may_go && goes_before(connection)) victim = &connection;
    }
    if (victim == nullptr) return false;
    victim->stream.close();
    count("evicted");
    return true;
}

void Listener::State::admit(const std::shared_ptr<State>& self, Socket&& peer) {
    error_code ignored;
    peer.set_option(tcp::no_delay{true}, ignored);
    auto& all = self->connections;
    const auto guest =
        all.emplace(all.end(), self->options, std::move(peer), self->tls, steady_clock::now());
    self->enter(*guest, guest->phase);
    self->count("accepted");
    if (all.size() == 1) self->sweep_timer.cancel();
    asio::co_spawn(self->io.get_executor(), serve(self, guest), asio::detached);
}

Task<void> Listener::State::serve(
    std::shared_ptr<State> self, std::list<Connection>::iterator guest
) {
    try {
        co_await converse(*self, *guest);
    } catch (const std::exception& error) {
        spdlog::error("listener: a connection failed: {}", error.what());
    }
    self->body_bytes -= guest->body_bytes;
    self->connections.erase(guest);
    self->count("closed");
    self->room_timer.cancel();
    if (!self->closed || !self->connections.empty()) co_return;
    self->sweep_timer.cancel();
    self->drain_timer.cancel();
}

Task<void> Listener::State::accept(std::shared_ptr<State> self) {
    error_code error;
    auto token = asio::redirect_error(use_task, error);
    while (!self->closed) {
        Socket peer{self->io.get_executor()};
        co_await self->acceptor.async_accept(peer, token);
        if (!error) {
            while (!self->closed && !self->has_room()) {
                self->room_timer.expires_at(SteadyTime::max());
                co_await self->room_timer.async_wait(token);
            }
            // Also in a drain: it was accepted before.
            if (!self->closed || self->draining) admit(self, std::move(peer));
        } else if (!self->closed && error != asio::error::connection_aborted) {
            spdlog::warn("listener: cannot accept a connection: {}", error.message());
            self->evict();
            self->room_timer.expires_after(accept_pause);
            co_await self->room_timer.async_wait(token);
        }
    }
    self->accepting = false;
    self->drain_timer.cancel();
}

// Sleeps while there is no connection: an idle daemon costs no CPU.
Task<void> Listener::State::sweep(std::shared_ptr<State> self) {
    const auto interval = sweep_interval(self->options);
    error_code ignored;
    auto token = asio::redirect_error(use_task, ignored);
    while (!self->closed || !self->connections.empty()) {
        if (self->connections.empty()) {
            self->sweep_timer.expires_at(SteadyTime::max());
        } else {
            self->sweep_timer.expires_after(interval);
        }
        co_await self->sweep_timer.async_wait(token);
        const auto now = steady_clock::now();
        for (auto& connection : self->connections) {
            const auto overdue = connection.overdue(now);
            if (overdue == Overdue::no || !connection.stream.is_open()) continue;
            self->count("timed_out");
            if (overdue == Overdue::wake) {
                connection.timed_out = true;
                connection.stream.cancel();
            } else {
                connection.stream.close();
            }
        }
    }
}

// Who waits in the kernel's queue came in time and is let in. Who has been answered and is idle
// leaves; who has not asked yet may be about to, and gets a short while.
void Listener::State::begin_drain(const std::shared_ptr<State>& self) {
    self->draining = true;
    error_code error;
    self->acceptor.non_blocking(true, error);
    while (!error && self->connections.size() < self->options.connections) {
        Socket peer{self->io.get_executor()};
        self->acceptor.accept(peer, error);
        if (!error) admit(self, std::move(peer));
    }
    self->close_to_new();
    for (auto& guest : self->connections) {
        const bool nothing_yet = guest.phase == Phase::handshake || guest.phase == Phase::idle;
        if (!nothing_yet) continue;
        if (guest.fresh) {
            self->enter(guest, guest.phase);
        } else {
            guest.stream.cancel();
        }
    }
}

Listener::Listener(asio::io_context& io, ListenerOptions options, HttpHandler handler)
    : state_{std::make_shared<State>(io, std::move(options), std::move(handler))} {
    auto& own = state_->options;
    if (own.tls) {
        auto loaded = load_tls_context(own.cert_file, own.key_file);
        if (!loaded) throw std::runtime_error(loaded.error());
        state_->tls = *loaded;
    }
    const auto allowed = allow_connections(own.connections);
    if (allowed < own.connections) {
        spdlog::warn("listener: the limit of open files allows {} connections only", allowed);
        own.connections = allowed;
    }
    state_->bind();
}

Listener::~Listener() {
    state_->close_to_new();
    state_->cut_all();
}

std::uint16_t Listener::port() const {
    return state_->acceptor.local_endpoint().port();
}

void Listener::start() {
    state_->accepting = true;
    asio::co_spawn(state_->io.get_executor(), State::accept(state_), asio::detached);
    asio::co_spawn(state_->io.get_executor(), State::sweep(state_), asio::detached);
}

std::optional<std::string> Listener::reload_certificate() {
    if (!state_->options.tls) return std::nullopt;
    auto loaded = load_tls_context(state_->options.cert_file, state_->options.key_file);
    if (!loaded) return loaded.error();
    state_->tls = *loaded;
    return std::nullopt;
}

Task<bool> Listener::drain(std::chrono::milliseconds limit) {
    const auto state = state_;
    State::begin_drain(state);
    state->drain_timer.expires_after(limit);
    error_code ignored;
    auto token = asio::redirect_error(use_task, ignored);
    while (state->accepting || !state->connections.empty()) {
        co_await state->drain_timer.async_wait(token);
        if (!ignored) break;
    }
    const bool all_left = state->connections.empty();
    state->cut_all();
    co_return all_left;
}

std::size_t Listener::connections() const {
    return state_->connections.size();
}

}  // namespace bot
