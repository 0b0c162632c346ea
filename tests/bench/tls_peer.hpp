// One keep-alive TLS connection of the load generator, on a non-blocking socket: a request out, its
// answer in, nothing else.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace bench {

class TlsPeer {
 public:
    // Connects to 127.0.0.1 and shakes hands, blocking; throws if that fails.
    TlsPeer(ssl_ctx_st* context, int port);
    ~TlsPeer();
    TlsPeer(const TlsPeer&) = delete;
    TlsPeer& operator=(const TlsPeer&) = delete;

    int socket() const { return socket_; }
    // Begins a request; the rest goes out in advance() if the socket is full.
    void send(std::string_view request);
    // Goes on with what is under way. The status once the answer is whole; 0 before; throws if the
    // connection ended.
    int advance();
    bool wants_to_write() const { return !unsent_.empty(); }

 private:
    bool write();

    int socket_;
    std::unique_ptr<ssl_st, void (*)(ssl_st*)> tls_;
    std::string unsent_;
    std::string answer_;
};

}  // namespace bench
