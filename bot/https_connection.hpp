// One connection to a host, in plain text or TLS, that can carry calls one after the other. The
// sockets and TLS streams themselves are seen in the .cpp only: they are slow to compile.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/system/result.hpp>
#include <memory>
#include <string>

#include "bot/errand.hpp"
#include "bot/http_wire.hpp"
#include "bot/https_client.hpp"
#include "bot/web_address.hpp"

namespace bot {

// Whom we trust: the system's authorities and those of a PEM file. TLS 1.2 at least.
class TlsTrust {
 public:
    // `ca_file` may be empty. Throws if it cannot be read.
    explicit TlsTrust(const std::string& ca_file);
    ~TlsTrust();

    struct State;
    State& state() const { return *state_; }

 private:
    std::unique_ptr<State> state_;
};

class HttpsConnection {
 public:
    using Opened = boost::system::result<std::unique_ptr<HttpsConnection>, TransportError>;

    // Resolves, connects (each address gets its share of the time) and shakes hands. `trust` must
    // outlive the connection. An error here is always "certainly not done".
    static store::Task<Opened> open(
        asio::io_context& io, const TlsTrust& trust, const WebAddress& address, Errand& errand
    );
    ~HttpsConnection();
    HttpsConnection(const HttpsConnection&) = delete;
    HttpsConnection& operator=(const HttpsConnection&) = delete;

    // Sends the bytes of a request and reads its answer. Without an answer the connection is of
    // no more use.
    store::Task<HttpResult> exchange(
        const std::string& request, AnswerReader& reader, Errand& errand
    );
    // After an exchange: whether it can carry another one.
    bool is_reusable() const;
    // False if the other side closed it, or sent what nobody asked for.
    bool looks_alive();

 private:
    struct State;
    explicit HttpsConnection(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace bot
