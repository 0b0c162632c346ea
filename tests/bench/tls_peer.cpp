#include "tests/bench/tls_peer.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace bench {

namespace {

// What the header `head` says under `name` (with its colon, in lower case); empty without it.
std::string_view field(std::string_view head, std::string_view name) {
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == b;
    };
    const auto* found = std::search(head.begin(), head.end(), name.begin(), name.end(), same);
    if (found == head.end()) return {};
    auto value = std::string_view{found + name.size(), head.end()};
    value = value.substr(0, value.find("\r\n"));
    return value.substr(std::min(value.find_first_not_of(' '), value.size()));
}

// Where the last of the chunks that begin at `at` ends, or 0 if it is not there yet.
std::size_t end_of_chunks(std::string_view text, std::size_t at) {
    while (true) {
        const auto line = text.find("\r\n", at);
        if (line == std::string_view::npos) return 0;
        const auto size = std::strtoul(text.data() + at, nullptr, 16);
        at = line + 2 + size + 2;
        if (text.size() < at) return 0;
        if (size == 0) return at;
    }
}

// Where the answer in `text` ends, or 0 if it is not whole yet. Node sends even nothing in chunks.
std::size_t end_of_answer(std::string_view text) {
    const auto end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) return 0;
    const auto head = text.substr(0, end + 2);
    if (field(head, "\r\ntransfer-encoding:") == "chunked") return end_of_chunks(text, end + 4);
    const auto length = field(head, "\r\ncontent-length:");
    if (length.empty()) throw std::runtime_error("an answer without a length");
    const auto whole = end + 4 + std::strtoul(length.data(), nullptr, 10);
    return text.size() >= whole ? whole : 0;
}

}  // namespace

TlsPeer::TlsPeer(ssl_ctx_st* context, int port)
    : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}, tls_{SSL_new(context), SSL_free} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot connect");
    SSL_set_fd(tls_.get(), socket_);
    if (SSL_connect(tls_.get()) != 1) throw std::runtime_error("the TLS handshake failed");
    ::fcntl(socket_, F_SETFL, O_NONBLOCK);
}

TlsPeer::~TlsPeer() {
    ::close(socket_);
}

void TlsPeer::send(std::string_view request) {
    unsent_ = request;
    write();
}

bool TlsPeer::write() {
    while (!unsent_.empty()) {
        const int sent = SSL_write(tls_.get(), unsent_.data(), static_cast<int>(unsent_.size()));
        if (sent <= 0) {
            const int why = SSL_get_error(tls_.get(), sent);
            if (why == SSL_ERROR_WANT_WRITE || why == SSL_ERROR_WANT_READ) return false;
            throw std::runtime_error("the connection ended while sending");
        }
        unsent_.erase(0, static_cast<std::size_t>(sent));
    }
    return true;
}

int TlsPeer::advance() {
    if (!write()) return 0;
    char chunk[16 * 1024];
    while (true) {
        const int got = SSL_read(tls_.get(), chunk, sizeof chunk);
        if (got <= 0) {
            if (SSL_get_error(tls_.get(), got) == SSL_ERROR_WANT_READ) return 0;
            throw std::runtime_error("the connection ended before the answer");
        }
        answer_.append(chunk, static_cast<std::size_t>(got));
        const auto end = end_of_answer(answer_);
        if (end == 0) continue;
        const int status = std::atoi(answer_.c_str() + answer_.find(' ') + 1);
        answer_.erase(0, end);
        return status;
    }
}

}  // namespace bench
