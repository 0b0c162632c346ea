// The door: accepts TLS or plain connections, reads HTTP/1.0 and 1.1 within bounds of size and time
// and hands each request to one handler. Whatever a peer does, the others are served.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "bot/http.hpp"
#include "store/gate.hpp"

namespace bot {

namespace asio = boost::asio;

class Metrics;

struct ListenerOptions {
    std::string address = "127.0.0.1";  // IPv4 or IPv6, in figures
    std::uint16_t port = 0;             // 0: any free one
    bool tls = true;
    std::string cert_file = {};  // PEM: the certificate, then its chain
    std::string key_file = {};   // PEM, not encrypted; RSA or ECDSA
    std::size_t header_limit = 16 * 1024;
    std::size_t body_limit = 4 * 1024 * 1024;        // slack-protocol.md 1.1
    std::size_t bodies_limit = 256 * 1024 * 1024;    // of all requests at once; beyond: 503
    std::size_t connections = 4096;                  // see Listener
    std::chrono::milliseconds header_time{10'000};   // TLS handshake; first byte to end of header
    std::chrono::milliseconds idle_time{75'000};     // between requests
    std::chrono::milliseconds request_time{30'000};  // first byte to the last byte of the answer
    std::chrono::milliseconds farewell_time{2'000};  // for the peer to take a last answer
    std::chrono::milliseconds fresh_time{1'000};     // at a drain: for a first request to come
    Metrics* metrics = nullptr;                      // counts connections and refusals, if given
};

// Belongs to the loop's thread. Each connection's requests are answered in order, one at a time.
//
// At the limit of connections, a new one takes the place of the one that has waited longest for its
// peer (an idle one first); if all are being answered, the new one waits in the kernel's queue.
//
// Refusals of its own, all with an empty body: 400 not HTTP or cut off, 408 too slow, 413 body too
// large, 431 header too large, 501 unknown transfer coding, 503 too much in flight, 500 the handler
// threw. After any of them but the last the connection is closed.
class Listener {
 public:
    // Binds; throws std::runtime_error with one clear sentence if it cannot, or if the certificate
    // cannot be used.
    Listener(asio::io_context& io, ListenerOptions options, HttpHandler handler);
    // Closes everything at once. Handlers that are under way go on as long as the loop runs, and
    // what they refer to must live as long; after a drain() that returned true there are none.
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::uint16_t port() const;
    void start();

    // Reads the PEM files anew for the connections to come; those that stand keep what they have.
    // Nothing if that went well; else a sentence, and the old certificate stays in use.
    std::optional<std::string> reload_certificate();

    // Stops accepting, closes idle connections, lets requests under way be answered, and returns
    // when no connection is left. After `limit` the rest are cut: then false, and handlers may
    // still be under way.
    store::Task<bool> drain(std::chrono::milliseconds limit);

    std::size_t connections() const;

 private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace bot
