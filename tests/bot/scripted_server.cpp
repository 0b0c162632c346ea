#include "scripted_server.hpp"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <list>
#include <mutex>
#include <thread>

namespace scripted {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

std::size_t content_length(const std::string& head) {
    const auto at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
}

}  // namespace

struct Server::State {
    class Connection;

    State(Script play, ServerOptions given) : script{std::move(play)}, options{std::move(given)} {
        if (!options.tls) return;
        const auto& identity = *options.tls;
        context.use_certificate_chain(asio::buffer(identity.certificate));
        context.use_private_key(asio::buffer(identity.key), ssl::context::pem);
        if (!options.only_tls_1_1) return;
        SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_1_VERSION);
        SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_1_VERSION);
        SSL_CTX_set_cipher_list(context.native_handle(), "DEFAULT@SECLEVEL=0");
    }

    void accept_all();
    void record(const std::string& request) {
        const std::lock_guard lock{mutex};
        requests.push_back(request);
    }

    Script script;
    ServerOptions options;
    asio::io_context io;
    ssl::context context{ssl::context::tls_server};
    tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
    mutable std::mutex mutex;
    std::list<std::unique_ptr<Connection>> connections;
    std::vector<std::string> requests;
    bool stopping = false;
    std::thread accepting;
};

class Server::State::Connection : public Peer {
 public:
    Connection(State& state, tcp::socket socket, int number)
        : state_{state}, number_{number}, socket_{std::move(socket)} {}

    void start() {
        thread_ = std::thread{[this] { play(); }};
    }
    // From another thread: wakes a blocked read, leaves the descriptor alone.
    void hang_up() { ::shutdown(socket_.native_handle(), SHUT_RDWR); }
    void join() { thread_.join(); }

    int number() const override { return number_; }

    std::string read_request() override {
        error_code fault;
        if (tls_) {
            asio::read_until(*tls_, asio::dynamic_buffer(in_), "\r\n\r\n", fault);
        } else {
            asio::read_until(socket_, asio::dynamic_buffer(in_), "\r\n\r\n", fault);
        }
        if (fault) throw ClientGone{};
        const auto head = in_.find("\r\n\r\n") + 4;
        const auto size = head + content_length(in_);
        while (in_.size() < size)
            read_more();
        auto request = in_.substr(0, size);
        in_.erase(0, size);
        state_.record(request);
        return request;
    }
    void write(std::string_view bytes) override {
        error_code fault;
        if (tls_) {
            asio::write(*tls_, asio::buffer(bytes), fault);
        } else {
            asio::write(socket_, asio::buffer(bytes), fault);
        }
        if (fault) throw ClientGone{};
    }
    void close() override {
        error_code ignored;
        // With the read side closed it sends the farewell and does not wait for the client's.
        if (tls_) ::shutdown(socket_.native_handle(), SHUT_RD);
        if (tls_) tls_->shutdown(ignored);
        cut();
    }
    void cut() override {
        error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_both, ignored);
    }
    void reset() override {
        error_code ignored;
        socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
        const std::lock_guard lock{state_.mutex};
        socket_.close(ignored);
    }
    void wait_until_gone() override {
        char byte = 0;
        error_code fault;
        while (!fault)
            socket_.read_some(asio::buffer(&byte, 1), fault);
    }

 private:
    void play() {
        try {
            if (state_.options.before_handshake) state_.options.before_handshake(*this);
            if (state_.options.tls) {
                tls_.emplace(socket_, state_.context);
                error_code fault;
                tls_->handshake(ssl::stream_base::server, fault);
                if (fault) throw ClientGone{};
            }
            state_.script(*this);
        } catch (const ClientGone&) {
            // The usual end.
        }
        cut();
    }
    void read_more() {
        char piece[16384];
        error_code fault;
        const auto room = asio::buffer(piece);
        const auto size = tls_ ? tls_->read_some(room, fault) : socket_.read_some(room, fault);
        if (fault) throw ClientGone{};
        in_.append(piece, size);
    }
    State& state_;
    const int number_;
    tcp::socket socket_;
    std::optional<ssl::stream<tcp::socket&>> tls_;
    std::string in_;
    std::thread thread_;
};

void Server::State::accept_all() {
    for (int number = 1;; ++number) {
        error_code fault;
        tcp::socket socket{io};
        acceptor.accept(socket, fault);
        const std::lock_guard lock{mutex};
        if (fault || stopping) return;
        connections.push_back(std::make_unique<Connection>(*this, std::move(socket), number));
        connections.back()->start();
    }
}

Server::Server(Script script, ServerOptions options)
    : state_{std::make_unique<State>(std::move(script), std::move(options))} {
    state_->accepting = std::thread{[state = state_.get()] { state->accept_all(); }};
}

Server::~Server() {
    {
        const std::lock_guard lock{state_->mutex};
        state_->stopping = true;
        for (const auto& connection : state_->connections)
            connection->hang_up();
    }
    // A last visitor wakes the acceptor.
    error_code ignored;
    tcp::socket visitor{state_->io};
    visitor.connect(state_->acceptor.local_endpoint(), ignored);
    state_->accepting.join();
    for (const auto& connection : state_->connections)
        connection->join();
}

unsigned short Server::port() const {
    return state_->acceptor.local_endpoint().port();
}

std::string Server::url(const std::string& path, const std::string& host) const {
    const std::string scheme = state_->options.tls ? "https://" : "http://";
    return scheme + host + ":" + std::to_string(port()) + path;
}

int Server::connections() const {
    const std::lock_guard lock{state_->mutex};
    return static_cast<int>(state_->connections.size());
}

std::vector<std::string> Server::requests() const {
    const std::lock_guard lock{state_->mutex};
    return state_->requests;
}

std::string answer(const std::string& body, const std::string& headers, const std::string& status) {
    return "HTTP/1.1 " + status + "\r\n" + headers +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace scripted
