// An HTTP server for tests whose every connection plays a script: so it can be slow, break off, lie
// and close exactly where a test wants it. Blocking, with a thread for each connection.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "test_certificates.hpp"

namespace scripted {

// The client went away; ends the script.
struct ClientGone {};

// One connection, seen from the server.
class Peer {
 public:
    virtual ~Peer() = default;
    // Counts from 1.
    virtual int number() const = 0;
    // A whole request by its Content-Length. Throws ClientGone.
    virtual std::string read_request() = 0;
    virtual void write(std::string_view bytes) = 0;
    // Ends properly: in TLS with a farewell.
    virtual void close() = 0;
    // Ends TCP without TLS's farewell.
    virtual void cut() = 0;
    // Ends with a TCP reset.
    virtual void reset() = 0;
    // Returns when the client has gone.
    virtual void wait_until_gone() = 0;
};

struct ServerOptions {
    std::optional<certificates::Identity> tls = {};
    // Called before the TLS handshake; may reset or wait.
    std::function<void(Peer&)> before_handshake = {};
    bool only_tls_1_1 = false;
};

class Server {
 public:
    using Script = std::function<void(Peer&)>;

    explicit Server(Script script, ServerOptions options = {});
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    unsigned short port() const;
    // "https://localhost:PORT/path", or http without TLS.
    std::string url(const std::string& path = "/", const std::string& host = "localhost") const;
    int connections() const;
    // Every request read so far, in the order in which they came.
    std::vector<std::string> requests() const;

 private:
    struct State;
    std::unique_ptr<State> state_;
};

// A whole answer with a length.
std::string answer(
    const std::string& body, const std::string& headers = "", const std::string& status = "200 OK"
);

}  // namespace scripted
