#include "tests/bot/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>
#include <utility>

namespace tests {

namespace {

// Longer than any wait in a test may be; a wait that takes so long is a failure.
constexpr timeval patience{20, 0};

}  // namespace

std::optional<std::string> Answer::field(std::string_view name) const {
    std::size_t line = head.find("\r\n");
    while (line != std::string::npos) {
        const auto start = line + 2;
        const auto end = head.find("\r\n", start);
        const std::string_view text{head.data() + start, std::min(end, head.size()) - start};
        const bool same = text.size() > name.size() && text[name.size()] == ':' &&
                          strncasecmp(text.data(), name.data(), name.size()) == 0;
        if (same) {
            auto value = text.substr(name.size() + 1);
            while (value.starts_with(' '))
                value.remove_prefix(1);
            return std::string{value};
        }
        line = end;
    }
    return std::nullopt;
}

RawClient::RawClient(int port)
    : socket_{::socket(AF_INET, SOCK_STREAM, 0)},
      context_{nullptr, SSL_CTX_free},
      tls_{nullptr, SSL_free} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot connect");
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)},
      context_{std::move(other.context_)},
      tls_{std::move(other.tls_)},
      unread_{std::move(other.unread_)},
      close_notify_{other.close_notify_} {}

RawClient::~RawClient() {
    close();
}

bool RawClient::start_tls(int highest) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    // Old versions must fail because the server refuses them, not because we do.
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
    if (highest != 0) SSL_CTX_set_max_proto_version(context_.get(), highest);
    tls_.reset(SSL_new(context_.get()));
    SSL_set_fd(tls_.get(), socket_);
    return SSL_connect(tls_.get()) == 1;
}

std::string RawClient::peer_name() const {
    const std::unique_ptr<X509, void (*)(X509*)> certificate{
        SSL_get1_peer_certificate(tls_.get()), X509_free};
    char name[256] = {};
    auto* subject = X509_get_subject_name(certificate.get());
    X509_NAME_get_text_by_NID(subject, NID_commonName, name, sizeof name);
    return name;
}

bool RawClient::ended_with_close_notify() const {
    return close_notify_;
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                               : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

long RawClient::read_some(char* into, std::size_t size) {
    if (!tls_) {
        const auto got = ::recv(socket_, into, size, 0);
        if (got < 0 && errno == EAGAIN) throw std::runtime_error("the server did not answer");
        return got;
    }
    errno = 0;
    const auto got = SSL_read(tls_.get(), into, static_cast<int>(size));
    if (got > 0) return got;
    if (errno == EAGAIN) throw std::runtime_error("the server did not answer");
    close_notify_ = SSL_get_error(tls_.get(), got) == SSL_ERROR_ZERO_RETURN;
    return 0;
}

Answer RawClient::answer(bool has_body) {
    auto got = try_answer(has_body);
    if (!got) throw std::runtime_error("the connection ended without an answer");
    return *std::move(got);
}

std::optional<Answer> RawClient::try_answer(bool has_body) {
    char chunk[16384];
    Answer answer;
    std::size_t length = 0;
    while (true) {
        const auto end = unread_.find("\r\n\r\n");
        if (end != std::string::npos) {
            answer.head = unread_.substr(0, end);
            const auto told = answer.field("Content-Length");
            length = has_body && told ? std::stoul(*told) : 0;
            if (unread_.size() >= end + 4 + length) break;
        }
        const auto got = read_some(chunk, sizeof chunk);
        if (got <= 0) return std::nullopt;
        unread_.append(chunk, static_cast<std::size_t>(got));
    }
    answer.status = std::stoi(answer.head.substr(answer.head.find(' ') + 1));
    answer.body = unread_.substr(answer.head.size() + 4, length);
    unread_.erase(0, answer.head.size() + 4 + length);
    return answer;
}

std::string RawClient::rest() {
    char chunk[16384];
    auto all = std::exchange(unread_, {});
    while (true) {
        const auto got = read_some(chunk, sizeof chunk);
        if (got <= 0) return all;
        all.append(chunk, static_cast<std::size_t>(got));
    }
}

bool RawClient::is_closed_by_peer() {
    return rest().empty();
}

void RawClient::close_sending() {
    if (tls_) SSL_shutdown(tls_.get());
    ::shutdown(socket_, SHUT_WR);
}

void RawClient::reset() {
    const linger now{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

void RawClient::close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

Answer RawClient::post(std::string_view body, std::string_view path) {
    send(post_text(body, path));
    return answer();
}

std::optional<Answer> RawClient::try_post(std::string_view body, std::string_view path) {
    if (!send(post_text(body, path))) return std::nullopt;
    return try_answer();
}

RawClient tls_client(int port) {
    RawClient client{port};
    if (!client.start_tls()) throw std::runtime_error("the TLS handshake failed");
    return client;
}

std::string post_text(std::string_view body, std::string_view path, std::string_view fields) {
    std::string text = "POST ";
    text.append(path).append(" HTTP/1.1\r\nHost: localhost\r\n").append(fields);
    text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
    return text.append(body);
}

}  // namespace tests
