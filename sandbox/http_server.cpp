// The listeners: Beast sessions as coroutines on one thread, with or without TLS.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <set>

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
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;

constexpr auto quiet = asio::as_tuple(use_task);
constexpr std::size_t body_limit = 64 * 1024 * 1024;  // a test may post a whole workspace

HttpRequest taken(http::request<http::string_body>& message) {
    HttpRequest request{std::string(message.method_string()), std::string(message.target())};
    for (const auto& field : message)
        request.headers.emplace_back(field.name_string(), field.value());
    request.body = std::move(message.body());
    return request;
}

http::response<http::string_body> given(HttpResponse& answer, unsigned version, bool keep_alive) {
    http::response<http::string_body> message;
    message.version(version);
    message.result(answer.status);
    for (const auto& [name, value] : answer.headers)
        message.insert(name, value);
    message.keep_alive(keep_alive);
    message.body() = std::move(answer.body);
    message.prepare_payload();
    return message;
}

// A connection that is cut: the peer sees a reset, not an orderly end.
void cut(Stream& stream) {
    beast::error_code ignored;
    stream.socket().set_option(asio::socket_base::linger(true, 0), ignored);
    stream.socket().close(ignored);
}

// Until the other side is gone: a piece that cannot be written tells.
template <class Any>
Task<void> pour(Any& stream, const HttpResponse& answer, unsigned version) {
    http::response<http::empty_body> head;
    head.version(version);
    head.result(answer.status);
    for (const auto& [name, value] : answer.headers)
        head.insert(name, value);
    head.chunked(true);
    http::response_serializer<http::empty_body> serializer(head);
    auto [head_error, head_size] = co_await http::async_write_header(stream, serializer, quiet);
    if (head_error) co_return;
    for (;;) {
        const std::string piece = co_await answer.next_piece();
        const auto chunk = http::make_chunk(asio::buffer(piece));
        if (piece.empty()) co_return;
        auto [error, size] = co_await asio::async_write(stream, chunk, quiet);
        if (error) co_return;
    }
}

template <class Any>
Task<void> serve(Any& stream, const HttpHandler& handler) {
    beast::flat_buffer buffer;
    for (;;) {
        http::request_parser<http::string_body> parser;
        parser.body_limit(body_limit);
        auto [read_error, read] = co_await http::async_read(stream, buffer, parser, quiet);
        if (read_error) co_return;
        auto message = parser.release();
        const unsigned version = message.version();
        const bool keep_alive = message.keep_alive();
        const HttpRequest request = taken(message);
        HttpResponse answer = co_await handler(request);
        if (answer.cut) {
            cut(beast::get_lowest_layer(stream));
            co_return;
        }
        if (answer.next_piece) {
            co_await pour(stream, answer, version);
            co_return;
        }
        auto reply = given(answer, version, keep_alive);
        auto [write_error, written] = co_await http::async_write(stream, reply, quiet);
        if (write_error || !keep_alive) co_return;
    }
}

}  // namespace

struct HttpServer::Impl {
    asio::io_context& io;
    HttpHandler handler;
    std::optional<ssl::context> tls;
    Acceptor acceptor;
    Address local;
    std::set<Stream*> open = {};

    Impl(asio::io_context& loop, HttpHandler handle)
        : io(loop), handler(std::move(handle)), acceptor(loop.get_executor()) {}

    void listen(const Address& address) {
        const tcp::endpoint endpoint(asio::ip::make_address(address.host), address.port);
        acceptor.open(endpoint.protocol());
        acceptor.set_option(asio::socket_base::reuse_address(true));
        acceptor.bind(endpoint);
        acceptor.listen(4096);
        local = {address.host, acceptor.local_endpoint().port()};
    }

    void load(const TlsFiles& files) {
        tls.emplace(ssl::context::tls_server);
        tls->set_options(ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
        tls->use_certificate_chain_file(files.certificate);
        tls->use_private_key_file(files.key, ssl::context::pem);
    }

    Task<void> session(asio::basic_stream_socket<tcp, Executor> socket) {
        beast::error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        if (!tls) {
            Stream plain(std::move(socket));
            open.insert(&plain);
            co_await serve(plain, handler);
            open.erase(&plain);
            co_return;
        }
        TlsStream stream(Stream(std::move(socket)), *tls);
        Stream& lowest = beast::get_lowest_layer(stream);
        open.insert(&lowest);
        const auto role = ssl::stream_base::server;
        auto [fault] = co_await stream.async_handshake(role, quiet);
        if (!fault) co_await serve(stream, handler);
        // An orderly end of TLS, so that the peer need not take it for a truncation.
        if (!fault && lowest.socket().is_open()) {
            lowest.expires_after(std::chrono::seconds(1));
            co_await stream.async_shutdown(quiet);
        }
        open.erase(&lowest);
    }

    Task<void> accept() {
        for (;;) {
            auto [fault, socket] = co_await acceptor.async_accept(quiet);
            if (!acceptor.is_open()) co_return;
            if (fault) {  // out of descriptors, perhaps: give sessions time to end
                const milliseconds breath(20);
                co_await pause(io, breath);
                continue;
            }
            asio::co_spawn(io.get_executor(), session(std::move(socket)), asio::detached);
        }
    }
};

HttpServer::HttpServer(
    asio::io_context& io,
    const Address& address,
    const std::optional<TlsFiles>& tls,
    HttpHandler handler
)
    : impl_(std::make_unique<Impl>(io, std::move(handler))) {
    if (tls) impl_->load(*tls);
    impl_->listen(address);
    spawn(io, impl_->accept());
}

HttpServer::~HttpServer() = default;

Address HttpServer::address() const {
    return impl_->local;
}

void HttpServer::stop() {
    beast::error_code ignored;
    impl_->acceptor.close(ignored);
    for (Stream* stream : impl_->open)
        stream->socket().close(ignored);
}

}  // namespace sandbox
