// Asio's TLS stream is instantiated here for what comes in, and only here. Each template costs
// seconds to compile, so there are few operations.
#include "bot/stream.hpp"

#include <openssl/ssl.h>

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <new>
#include <optional>

namespace bot {

namespace {

using boost::system::error_code;
using store::Task;
using store::use_task;
using TlsStream = asio::ssl::stream<Socket&>;

}  // namespace

struct Stream::Parts {
    Socket socket;
    std::optional<TlsStream> tls = {};
    bool established = false;  // TLS stands: its farewell can be said
};

Stream::Stream(Socket&& socket, const TlsContext& context)
    : parts_{std::make_unique<Parts>(Parts{std::move(socket)})} {
    if (!context) return;
    auto* session = SSL_new(context.get());
    if (session == nullptr) throw std::bad_alloc{};
    parts_->tls.emplace(parts_->socket, session);
}

Stream::~Stream() = default;

Task<bool> Stream::handshake() {
    if (!parts_->tls) co_return true;
    error_code error;
    auto token = asio::redirect_error(use_task, error);
    const auto server = asio::ssl::stream_base::server;
    co_await parts_->tls->async_handshake(server, token);
    parts_->established = !error;
    co_return parts_->established;
}

Task<ReadResult> Stream::read(asio::mutable_buffer space) {
    ReadResult result;
    auto token = asio::redirect_error(use_task, result.error);
    if (parts_->tls) {
        result.bytes = co_await parts_->tls->async_read_some(space, token);
    } else {
        result.bytes = co_await parts_->socket.async_read_some(space, token);
    }
    co_return result;
}

Task<error_code> Stream::write(asio::const_buffer bytes) {
    error_code error;
    auto token = asio::redirect_error(use_task, error);
    if (parts_->tls) {
        co_await asio::async_write(*parts_->tls, bytes, token);
    } else {
        co_await asio::async_write(parts_->socket, bytes, token);
    }
    co_return error;
}

Task<void> Stream::part() {
    error_code error;
    auto token = asio::redirect_error(use_task, error);
    if (parts_->established) co_await parts_->tls->async_shutdown(token);
    parts_->socket.shutdown(Socket::shutdown_send, error);
    std::array<char, 4096> scratch;
    const auto space = asio::buffer(scratch);
    while (!error)
        co_await parts_->socket.async_read_some(space, token);
}

void Stream::cancel() {
    error_code ignored;
    parts_->socket.cancel(ignored);
}

void Stream::close() {
    error_code ignored;
    parts_->socket.close(ignored);
}

bool Stream::is_open() const {
    return parts_->socket.is_open();
}

}  // namespace bot
