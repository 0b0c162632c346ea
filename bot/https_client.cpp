#include "bot/https_client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <list>
#include <map>
#include <stdexcept>

#include "bot/call_slots.hpp"
#include "bot/http_wire.hpp"
#include "bot/https_connection.hpp"
#include "bot/web_address.hpp"

namespace bot {
namespace {

using Clock = std::chrono::steady_clock;

TransportError refuse(const std::string& why) {
    return {TransportFault::bad_address, false, why};
}

}  // namespace

void throw_exception_from_error(const TransportError& error, const boost::source_location&) {
    throw std::runtime_error{"no HTTP answer: " + error.detail};
}

struct HttpsClient::State {
    struct Idle {
        std::unique_ptr<HttpsConnection> connection;
        Clock::time_point since;
    };
    struct Host {
        explicit Host(State& state)
            : slots{state.io, state.options.connections_per_host, state.options.urgent_reserve} {}

        CallSlots slots;
        std::vector<Idle> idle;  // the last one used is at the end
    };

    State(asio::io_context& loop, HttpsOptions given)
        : io{loop},
          options{std::move(given)},
          trust{options.ca_file},
          nobody_under_way{loop.get_executor()} {}

    store::Task<HttpResult> call(const HttpCall& request, Errand& errand);
    store::Task<HttpResult> carry_out(
        const HttpCall& request, const WebAddress& address, const std::string& bytes, Errand& errand
    );

    Host& host_of(const WebAddress& address) {
        return hosts.try_emplace(address.origin(), *this).first->second;
    }
    // A kept connection that still seems good; nullptr if there is none.
    std::unique_ptr<HttpsConnection> take_idle(Host& host) {
        while (!host.idle.empty()) {
            auto connection = std::move(host.idle.back().connection);
            host.idle.pop_back();
            if (connection->looks_alive()) return connection;
        }
        return nullptr;
    }
    void close_old_ones() {
        const auto oldest = Clock::now() - options.keep_idle;
        for (auto& [origin, host] : hosts)
            std::erase_if(host.idle, [&](const Idle& one) { return one.since < oldest; });
    }
    void stop() {
        refusing = true;
        for (auto& [origin, host] : hosts)
            host.idle.clear();
        for (auto* errand : errands)
            errand->cancel();
    }

    asio::io_context& io;
    const HttpsOptions options;
    TlsTrust trust;
    std::map<std::string, Host> hosts;  // by origin; the few that the settings name
    std::list<Errand*> errands;
    SteadyTimer nobody_under_way;
    bool refusing = false;
};

HttpsClient::HttpsClient(asio::io_context& io, HttpsOptions options)
    : state_{std::make_shared<State>(io, std::move(options))} {}

HttpsClient::~HttpsClient() {
    stop();
}

store::Task<HttpResult> HttpsClient::call(const HttpCall& request) {
    const auto state = state_;
    if (state->refusing)
        co_return TransportError{TransportFault::cancelled, false, "not sent (shutting down)"};
    const auto errand = std::make_shared<Errand>(state->io);
    errand->start(request.time_limit);
    // Leaves the list however the call ends, also when the loop is torn down.
    struct Listed {
        Listed(State& in, Errand* errand)
            : state{in}, place{in.errands.insert(in.errands.end(), errand)} {}
        ~Listed() {
            state.errands.erase(place);
            if (state.errands.empty()) state.nobody_under_way.cancel();
        }
        State& state;
        std::list<Errand*>::iterator place;
    } const listed{*state, errand.get()};
    auto& shared = *state;
    auto& mine = *errand;
    co_return co_await shared.call(request, mine);
}

store::Task<HttpResult> HttpsClient::State::call(const HttpCall& request, Errand& errand) {
    const auto address = parse_web_address(request.url);
    if (!address) co_return refuse("not an http or https address");
    if (!address->tls && !address->is_loopback())
        co_return refuse("plain http is for loopback addresses only");
    const auto bytes = request_bytes(request, *address, options.user_agent);
    if (!bytes) co_return refuse("the method or a header is malformed");

    close_old_ones();
    auto& slots = host_of(*address).slots;
    const bool granted = co_await slots.take(request.urgent, errand);
    if (!granted)
        co_return errand.failure(
            TransportFault::timeout_before_send, false, address->origin() + ": all calls are busy"
        );
    struct Slot {
        ~Slot() { slots.free(); }
        CallSlots& slots;
    } const slot{slots};
    const auto& to = *address;
    const auto& wire = *bytes;
    auto result = co_await carry_out(request, to, wire, errand);
    if (result.has_value()) co_return result;
    auto error = result.error();
    error.detail.insert(0, address->origin() + ": ");
    co_return error;
}

store::Task<HttpResult> HttpsClient::State::carry_out(
    const HttpCall& request, const WebAddress& address, const std::string& bytes, Errand& errand
) {
    auto& host = host_of(address);
    for (;;) {
        auto connection = take_idle(host);
        const bool kept = connection != nullptr;
        if (!kept) {
            auto opened = co_await HttpsConnection::open(io, trust, address, errand);
            if (opened.has_error()) co_return opened.error();
            connection = std::move(*opened);
        }
        AnswerReader reader{request.answer_limit, request.method == "HEAD"};
        auto& line = *connection;
        auto result = co_await line.exchange(bytes, reader, errand);
        if (result.has_value()) {
            if (line.is_reusable() && !refusing)
                host.idle.push_back({std::move(connection), Clock::now()});
            co_return result;
        }
        const bool was_stale = kept && !reader.began() && !errand.is_over();
        if (!was_stale || !request.safe_to_repeat) co_return result;
        host.idle.clear();  // the others are as old
    }
}

store::Task<void> HttpsClient::drain(std::chrono::milliseconds grace) {
    const auto state = state_;
    state->refusing = true;
    if (!state->errands.empty()) {
        constexpr auto as_tuple = asio::as_tuple(store::use_task);
        auto& timer = state->nobody_under_way;
        timer.expires_after(grace);
        co_await timer.async_wait(as_tuple);
    }
    state->stop();
}

void HttpsClient::stop() {
    state_->stop();
}

int HttpsClient::calls_under_way() const {
    return static_cast<int>(state_->errands.size());
}

int HttpsClient::idle_connections() {
    std::size_t count = 0;
    for (auto& [origin, host] : state_->hosts) {
        std::erase_if(host.idle, [](const auto& one) { return !one.connection->looks_alive(); });
        count += host.idle.size();
    }
    return static_cast<int>(count);
}

}  // namespace bot
