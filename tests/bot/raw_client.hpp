// A client that shares nothing with the listener: blocking POSIX sockets and OpenSSL, so that it
// can misbehave in every way a peer can. Every wait ends by a deadline, as a test failure.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace tests {

struct Answer {
    int status = 0;
    std::string head;  // status line and fields
    std::string body;

    // The field's value; nothing if it is not there.
    std::optional<std::string> field(std::string_view name) const;
};

class RawClient {
 public:
    // Connects in plain.
    explicit RawClient(int port);
    ~RawClient();
    RawClient(RawClient&&) noexcept;

    // Starts TLS on the connection; false if that failed. `highest`: a TLS1_x_VERSION, 0 for any.
    bool start_tls(int highest = 0);
    bool ended_with_close_notify() const;
    std::string peer_name() const;  // the common name in the server's certificate

    // False if the peer has closed.
    bool send(std::string_view bytes);
    // One answer; its body by Content-Length (`has_body` false for HEAD). Throws if the connection
    // ends before; try_answer() returns nothing then.
    Answer answer(bool has_body = true);
    std::optional<Answer> try_answer(bool has_body = true);
    // Everything until the peer closes.
    std::string rest();
    bool is_closed_by_peer();  // waits for it
    void close_sending();      // half-close
    void reset();              // RST
    void close();

    // A request and its answer.
    Answer post(std::string_view body, std::string_view path = "/slack/events");
    std::optional<Answer> try_post(std::string_view body, std::string_view path = "/slack/events");

 private:
    long read_some(char* into, std::size_t size);

    int socket_ = -1;
    std::unique_ptr<ssl_ctx_st, void (*)(ssl_ctx_st*)> context_;
    std::unique_ptr<ssl_st, void (*)(ssl_st*)> tls_;
    std::string unread_;
    bool close_notify_ = false;
};

// A client that has started TLS.
RawClient tls_client(int port);

// "POST path HTTP/1.1" with Host and Content-Length, and `fields` ("A: b\r\n").
std::string post_text(
    std::string_view body, std::string_view path = "/slack/events", std::string_view fields = ""
);

}  // namespace tests
