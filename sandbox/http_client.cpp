// The way to the bot: one connection per call, TLS with the certificate and host name checked (or
// a session resumed for which they were), and one deadline over everything, because Slack's three
// seconds include the network.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <map>
#include <memory>
#include <string>

#include "sandbox/http.hpp"

namespace sandbox {

namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using tcp = asio::ip::tcp;
using Executor = asio::io_context::executor_type;
using Stream = beast::basic_stream<tcp, Executor>;
using TlsStream = ssl::stream<Stream>;

constexpr auto quiet = asio::as_tuple(use_task);
constexpr std::size_t body_limit = 16 * 1024 * 1024;

http::request<http::string_body> given(const Origin& to, const HttpRequest& request) {
    http::request<http::string_body> message;
    message.version(11);
    message.method_string(request.method);
    message.target(request.target);
    message.set(http::field::host, to.host + ":" + std::to_string(to.port));
    message.keep_alive(false);
    for (const auto& [name, value] : request.headers)
        message.insert(name, value);
    message.body() = request.body;
    message.prepare_payload();
    return message;
}

HttpResponse taken(http::response<http::string_body>& message) {
    HttpResponse response{message.result_int()};
    for (const auto& field : message)
        response.headers.emplace_back(field.name_string(), field.value());
    response.body = std::move(message.body());
    return response;
}

HttpOutcome failed(const beast::error_code& fault, Arrival kind) {
    if (fault == beast::error::timeout || fault == asio::error::operation_aborted)
        kind = Arrival::http_timeout;
    return {kind, {}, fault.message()};
}

template <class Any>
Task<HttpOutcome> exchange(Any& stream, http::request<http::string_body>& message) {
    auto [write_error, written] = co_await http::async_write(stream, message, quiet);
    if (write_error) co_return failed(write_error, Arrival::connection_failed);
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(body_limit);
    auto [read_error, read] = co_await http::async_read(stream, buffer, parser, quiet);
    if (read_error) co_return failed(read_error, Arrival::connection_failed);
    auto reply = parser.release();
    co_return HttpOutcome{Arrival::answered, taken(reply), {}};
}

}  // namespace

struct HttpClient::Impl {
    struct Free {
        void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
    };
    using Session = std::unique_ptr<SSL_SESSION, Free>;

    asio::io_context& io;
    ssl::context tls{ssl::context::tls_client};
    std::map<std::string, Session> sessions = {};  // the newest ticket of each "host:port"

    explicit Impl(asio::io_context& loop) : io(loop) {}

    Task<HttpOutcome> over_tls(
        Stream& tcp_stream, const Origin& to, http::request<http::string_body>& message
    ) {
        ssl::stream<Stream&> stream(tcp_stream, tls);
        stream.set_verify_mode(ssl::verify_peer);
        stream.set_verify_callback(ssl::host_name_verification(to.host));
        SSL_set_tlsext_host_name(stream.native_handle(), to.host.c_str());
        Session& session = sessions[to.host + ":" + std::to_string(to.port)];
        if (session) SSL_set_session(stream.native_handle(), session.get());
        const auto role = ssl::stream_base::client;
        auto [fault] = co_await stream.async_handshake(role, quiet);
        if (fault) {
            const bool dropped = fault.category() != asio::error::get_ssl_category();
            co_return failed(fault, dropped ? Arrival::connection_failed : Arrival::ssl_error);
        }
        HttpOutcome outcome = co_await exchange(stream, message);
        // A ticket of TLS 1.3 comes with the first bytes that are read.
        if (outcome.arrival == Arrival::answered)
            session.reset(SSL_get1_session(stream.native_handle()));
        co_return outcome;
    }
};

HttpClient::HttpClient(asio::io_context& io, const std::string& ca_file)
    : impl_(std::make_unique<Impl>(io)) {
    if (ca_file.empty()) {
        impl_->tls.set_default_verify_paths();
    } else {
        impl_->tls.load_verify_file(ca_file);
    }
}

HttpClient::~HttpClient() = default;

Task<HttpOutcome> HttpClient::send(
    const Origin& to, const HttpRequest& request, milliseconds limit
) {
    using Resolver = asio::ip::basic_resolver<tcp, Executor>;
    const Executor executor = impl_->io.get_executor();
    Resolver resolver(executor);
    const std::string service = std::to_string(to.port);
    Stream stream(executor);
    stream.expires_after(limit);
    auto [resolve_error, endpoints] = co_await resolver.async_resolve(to.host, service, quiet);
    if (resolve_error) co_return failed(resolve_error, Arrival::connection_failed);
    auto [connect_error, endpoint] = co_await stream.async_connect(endpoints, quiet);
    if (connect_error) co_return failed(connect_error, Arrival::connection_failed);
    beast::error_code ignored;
    stream.socket().set_option(tcp::no_delay(true), ignored);
    auto message = given(to, request);
    if (to.tls) {
        HttpOutcome outcome = co_await impl_->over_tls(stream, to, message);
        co_return outcome;
    }
    HttpOutcome outcome = co_await exchange(stream, message);
    co_return outcome;
}

}  // namespace sandbox
