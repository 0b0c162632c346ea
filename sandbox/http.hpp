// HTTP as plain values: what the two listeners take and give, and what the client sends the bot.
// Beast and OpenSSL stay in http_server.cpp and http_client.cpp.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/task.hpp"

namespace sandbox {

using Headers = std::vector<std::pair<std::string, std::string>>;

// The first header of that name, without regard to case; nullptr if there is none.
const std::string* find_header(const Headers& headers, std::string_view name);

struct HttpRequest {
    std::string method = "POST";
    std::string target = "/";  // path and query, as sent
    Headers headers = {};
    std::string body = {};

    std::string path() const { return target.substr(0, target.find('?')); }
    std::string query() const;
};

struct HttpResponse {
    unsigned status = 200;
    Headers headers = {};
    std::string body = {};
    bool cut = false;  // the connection is closed instead of answering
    // With it the body has no end that is known: each piece is written when it comes, until the
    // peer is gone or a piece is empty.
    std::function<Task<std::string>()> next_piece = {};
};

struct TlsFiles {
    std::string certificate;  // PEM
    std::string key;          // PEM
};

// "127.0.0.1:8443" taken apart; throws std::invalid_argument.
struct Address {
    std::string host;
    unsigned short port = 0;

    static Address parse(std::string_view text);
    std::string text() const;
};

using HttpHandler = std::function<Task<HttpResponse>(const HttpRequest&)>;

// Listens from construction on (throws what the system says); serves until `stop`.
class HttpServer {
 public:
    // Plain HTTP without `tls`. `handler` runs on the loop's thread.
    HttpServer(
        asio::io_context& io,
        const Address& address,
        const std::optional<TlsFiles>& tls,
        HttpHandler handler
    );
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    // Where it listens, with the real port.
    Address address() const;
    // Closes the listener and the connections.
    void stop();

 private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// scheme://host:port; throws std::invalid_argument.
struct Origin {
    bool tls = true;
    std::string host;
    unsigned short port = 443;

    static Origin parse(std::string_view url);
    std::string text() const;
};

// How a call ended. The names are Slack's words for retry reasons.
enum class Arrival { answered, http_timeout, connection_failed, ssl_error };
std::string_view name_of(Arrival arrival);

struct HttpOutcome {
    Arrival arrival = Arrival::connection_failed;
    HttpResponse response = {};
    std::string detail = {};  // the system's words where it failed
};

// Calls the bot; every call has its own connection, so that none is ever sent twice by accident.
class HttpClient {
 public:
    // Verifies against `ca_file`, or the system's authorities if it is empty.
    HttpClient(asio::io_context& io, const std::string& ca_file);
    ~HttpClient();

    // Connects, sends and reads the answer, all within `limit`.
    Task<HttpOutcome> send(const Origin& to, const HttpRequest& request, milliseconds limit);

 private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sandbox
