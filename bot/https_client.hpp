// One client for every remote HTTP call of ours (Slack, SCIM, webhooks): TLS verified, connections
// kept alive, time and size bounded. It tells "certainly not done" from "maybe done", always.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/gate.hpp"

namespace bot {

namespace asio = boost::asio;

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpCall {
    std::string method = "POST";
    std::string url;
    std::string content_type = {};  // no such header if empty
    std::string body = {};
    HttpHeaders headers = {};
    // From the call to the last byte of the answer, all tries and waiting included.
    std::chrono::milliseconds time_limit{10'000};
    std::size_t answer_limit = 4 * 1024 * 1024;  // bytes of the answer's body
    // Twice is as good as once: then a kept connection that turns out closed is replaced by a new
    // one in silence.
    bool safe_to_repeat = false;
    bool urgent = false;  // goes before the calls that wait for a connection, and has a reserve
};

struct HttpAnswer {
    int status = 0;
    std::string body;
    HttpHeaders headers;                              // names in lower case
    std::optional<std::chrono::seconds> retry_after;  // if told

    // The first header of this lower-case name; empty if there is none.
    std::string_view header(std::string_view name) const;
};

enum class TransportFault {
    bad_address,          // does not parse, or plain http to a host that is not loopback
    resolve,              // no such host, or no name server
    connect,              // refused or unreachable
    tls,                  // the handshake failed; the detail says why the certificate was refused
    timeout_before_send,  // the time was up before the request was sent
    send,                 // the connection broke before the whole request was out
    lost_answer,          // sent, but the answer never came, came late or broke off
    too_large,            // the answer is larger than `answer_limit` or its headers than 64 KiB
    bad_answer,           // what came is not HTTP
    cancelled,            // stop() was called
};

struct TransportError {
    TransportFault fault;
    bool maybe_done;     // false: certainly not carried out by the other side
    std::string detail;  // for the log: host and reason; never a path, a header or a body
};

// What result::value() throws where a transport error is a bug of the caller (tests).
[[noreturn]] void throw_exception_from_error(
    const TransportError& error, const boost::source_location& where
);

using HttpResult = boost::system::result<HttpAnswer, TransportError>;

struct HttpsOptions {
    std::string ca_file = {};  // PEM, trusted in addition to the system's store
    std::string user_agent = "latchkey";
    int connections_per_host = 12;  // in use at once; urgent calls may use `urgent_reserve` more
    int urgent_reserve = 4;
    std::chrono::seconds keep_idle{30};  // an idle connection is closed after this
};

// Belongs to the loop's thread. TLS 1.2 or newer, with the host's name (or IP address) verified
// against the certificate. Redirects are answers, not followed. Real clocks only.
class HttpsClient {
 public:
    // Throws if the extra certificates cannot be read.
    HttpsClient(asio::io_context& io, HttpsOptions options);
    // stop()s. Calls still waiting must not outlive the client: run the loop until they returned.
    ~HttpsClient();
    HttpsClient(const HttpsClient&) = delete;
    HttpsClient& operator=(const HttpsClient&) = delete;

    // `request` must outlive the await. Whatever status the other side answers is an answer.
    store::Task<HttpResult> call(const HttpCall& request);

    // From now on every new call is refused. Waits for those under way, at most `grace`, then
    // cancels the rest.
    store::Task<void> drain(std::chrono::milliseconds grace);
    // Cancels every call now: under way or new, they end as `cancelled`.
    void stop();

    int calls_under_way() const;
    // Kept connections that can be used again; those that the other side closed are dropped.
    int idle_connections();

 private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace bot
