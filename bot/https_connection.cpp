#include "bot/https_connection.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

namespace bot {
namespace {

namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Resolver = asio::ip::basic_resolver<tcp, Executor>;

constexpr auto as_tuple = asio::as_tuple(store::use_task);

void close(Socket& socket) {
    error_code ignored;
    socket.close(ignored);
}

// Binds the session to the host: its name is sent, and name or address are verified.
bool expect_host(SSL* session, const std::string& host) {
    error_code not_an_address;
    asio::ip::make_address(host, not_an_address);
    if (!not_an_address)
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1;
    SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set_tlsext_host_name(session, host.c_str()) == 1 &&
           SSL_set1_host(session, host.c_str()) == 1;
}

std::string tls_reason(SSL* session, const error_code& fault) {
    const auto verdict = SSL_get_verify_result(session);
    if (verdict == X509_V_OK) return fault.message();
    return std::string{"the certificate was refused: "} + X509_verify_cert_error_string(verdict);
}

store::Task<error_code> connect(
    Socket& socket, const Resolver::results_type& endpoints, bool loopback_only, Errand& errand
) {
    error_code fault = asio::error::address_family_not_supported;
    auto left = static_cast<int>(endpoints.size());
    for (const auto& entry : endpoints) {
        const auto endpoint = entry.endpoint();
        const auto share = (errand.deadline() - std::chrono::steady_clock::now()) / left;
        const bool is_last = --left == 0;
        // "localhost" must not lead anywhere else in plain text.
        if (loopback_only && !endpoint.address().is_loopback()) continue;
        close(socket);
        // An address that does not answer must leave time for the next one.
        const auto patience = std::make_shared<SteadyTimer>(socket.get_executor());
        if (!is_last) {
            patience->expires_after(share);
            patience->async_wait([&socket, weak = std::weak_ptr{patience}](error_code cancelled) {
                if (!cancelled && weak.lock()) close(socket);
            });
        }
        const Errand::Abortable abortable{errand, [&socket] { close(socket); }};
        std::tie(fault) = co_await socket.async_connect(endpoint, as_tuple);
        if (!fault || errand.is_over()) break;
    }
    co_return fault;
}

}  // namespace

struct TlsTrust::State {
    // Reading the system's authorities costs tens of milliseconds: only who calls over TLS pays.
    ssl::context& with_system_store() {
        if (!std::exchange(has_system_store, true)) context.set_default_verify_paths();
        return context;
    }

    ssl::context context{ssl::context::tls_client};
    bool has_system_store = false;
};

TlsTrust::TlsTrust(const std::string& ca_file) : state_{std::make_unique<State>()} {
    auto& context = state_->context;
    if (SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION) != 1)
        throw std::runtime_error{"OpenSSL refuses TLS 1.2 as the oldest version"};
    context.set_verify_mode(ssl::verify_peer);
    if (ca_file.empty()) return;
    error_code fault;
    context.load_verify_file(ca_file, fault);
    if (!fault) return;
    throw std::runtime_error{"cannot read certificates from " + ca_file + ": " + fault.message()};
}

TlsTrust::~TlsTrust() = default;

struct HttpsConnection::State {
    explicit State(asio::io_context& io) : socket{io.get_executor()} {}

    Socket socket;
    std::optional<ssl::stream<Socket&>> tls;
    bool reusable = false;
};

HttpsConnection::HttpsConnection(std::unique_ptr<State> state) : state_{std::move(state)} {}
HttpsConnection::~HttpsConnection() = default;

store::Task<HttpsConnection::Opened> HttpsConnection::open(
    asio::io_context& io, const TlsTrust& trust, const WebAddress& address, Errand& errand
) {
    const auto failure = [&](TransportFault fault, const std::string& reason) {
        return errand.failure(fault, false, reason);
    };
    if (errand.is_over()) co_return failure(TransportFault::connect, "not connected");

    Resolver resolver{io.get_executor()};
    Resolver::results_type endpoints;
    error_code fault;
    {
        const Errand::Abortable abortable{errand, [&resolver] { resolver.cancel(); }};
        const auto port = std::to_string(address.port);
        const auto flags = Resolver::numeric_service;
        std::tie(fault, endpoints) =
            co_await resolver.async_resolve(address.host, port, flags, as_tuple);
    }
    if (fault || errand.is_over())
        co_return failure(TransportFault::resolve, "name not resolved: " + fault.message());

    auto state = std::make_unique<State>(io);
    auto& socket = state->socket;
    const bool loopback_only = !address.tls;
    fault = co_await connect(socket, endpoints, loopback_only, errand);
    if (fault || errand.is_over())
        co_return failure(TransportFault::connect, "not connected: " + fault.message());
    socket.set_option(tcp::no_delay{true}, fault);

    if (address.tls) {
        auto& stream = state->tls.emplace(socket, trust.state().with_system_store());
        if (!expect_host(stream.native_handle(), address.host))
            co_return failure(TransportFault::tls, "OpenSSL refuses the host's name");
        const Errand::Abortable abortable{errand, [&socket] { close(socket); }};
        const auto side = ssl::stream_base::client;
        std::tie(fault) = co_await stream.async_handshake(side, as_tuple);
        if (fault || errand.is_over())
            co_return failure(TransportFault::tls, tls_reason(stream.native_handle(), fault));
    }
    co_return std::unique_ptr<HttpsConnection>{new HttpsConnection{std::move(state)}};
}

store::Task<HttpResult> HttpsConnection::exchange(
    const std::string& request, AnswerReader& reader, Errand& errand
) {
    using Progress = AnswerReader::Progress;
    auto& socket = state_->socket;
    auto& tls = state_->tls;
    state_->reusable = false;
    if (errand.is_over()) co_return errand.failure(TransportFault::send, false, "not sent");
    const Errand::Abortable abortable{errand, [&socket] { close(socket); }};
    const auto out = asio::buffer(request);
    error_code fault;
    std::size_t moved = 0;
    if (tls) {
        std::tie(fault, moved) = co_await asio::async_write(*tls, out, as_tuple);
    } else {
        std::tie(fault, moved) = co_await asio::async_write(socket, out, as_tuple);
    }
    // Whoever has not got the last byte cannot have carried it out.
    if (fault)
        co_return errand.failure(TransportFault::send, false, "not sent: " + fault.message());

    auto progress = Progress::more;
    while (progress == Progress::more) {
        const auto room = reader.room();
        const auto in = asio::buffer(room.data(), room.size());
        if (tls) {
            std::tie(fault, moved) = co_await tls->async_read_some(in, as_tuple);
        } else {
            std::tie(fault, moved) = co_await socket.async_read_some(in, as_tuple);
        }
        if (moved > 0) progress = reader.filled(moved);
        if (!fault || progress != Progress::more) continue;
        // A TLS connection cut off without a farewell must not pass for the end of an answer.
        const bool proper_end = fault == asio::error::eof && reader.began() && !errand.is_over();
        if (proper_end && reader.ended() == Progress::done) break;
        const auto why = "no whole answer: " + fault.message();
        co_return errand.failure(TransportFault::lost_answer, true, why);
    }
    if (progress == Progress::too_large)
        co_return errand.failure(TransportFault::too_large, true, "the answer is too large");
    if (progress == Progress::malformed)
        co_return errand.failure(TransportFault::bad_answer, true, "the answer is not HTTP");
    state_->reusable = !fault && reader.leaves_connection_usable();
    co_return reader.take();
}

bool HttpsConnection::is_reusable() const {
    return state_->reusable;
}

bool HttpsConnection::looks_alive() {
    // What came together with the last answer lies in OpenSSL's buffers already.
    if (state_->tls) {
        auto* session = state_->tls->native_handle();
        if (SSL_has_pending(session) == 1 || BIO_pending(SSL_get_rbio(session)) > 0) return false;
    }
    char byte = 0;
    error_code fault;
    state_->socket.non_blocking(true, fault);
    state_->socket.receive(asio::buffer(&byte, 1), Socket::message_peek, fault);
    return fault == asio::error::would_block;
}

}  // namespace bot
