#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <list>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "bot/control_address.hpp"
#include "bot/control_socket.hpp"
#include "bot/control_wire.hpp"

namespace bot {

namespace {

constexpr int most_commands = 8;    // at a time; an operator has two hands
constexpr timeval patience{10, 0};  // for a request to come whole, and for a line to be taken

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

FileDescriptor listen_at(const std::string& database) {
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const auto path = control_path(database);
    if (!socket) fail("cannot make " + path);
    // What a killed daemon left: this one holds the lock, so nobody listens there.
    unlink(path.c_str());
    const ControlAddress address(database);
    // Linux gives the file the mode that the socket has, so that it is never open to others.
    if (fchmod(socket.number(), 0600) != 0 ||
        bind(socket.number(), address.address(), ControlAddress::size()) != 0 ||
        listen(socket.number(), most_commands) != 0) {
        fail("cannot listen at " + path);
    }
    return socket;
}

// Whoever is at the other end: root or the daemon's own user, else nobody.
std::optional<unsigned> trusted_user(int socket) {
    ucred peer{};
    socklen_t size = sizeof(peer);
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
    if (peer.uid != 0 && peer.uid != geteuid()) return std::nullopt;
    return peer.uid;
}

struct Conversation {
    std::thread thread;
    std::atomic<int> socket{-1};
    std::atomic<bool> over{false};
};

}  // namespace

struct ControlServer::State {
    State(const std::string& database_, ControlCommand command_)
        : database(database_), command(std::move(command_)), listening(listen_at(database_)) {}

    void accept_all();
    void accept_one();
    void converse(Conversation& conversation, FileDescriptor socket);
    int work(const ControlRequest& request, LineSocket& lines);
    void forget_finished();

    std::string database;
    ControlCommand command;
    FileDescriptor listening;
    FileDescriptor wake{eventfd(0, EFD_CLOEXEC)};
    std::atomic<bool> stopping{false};
    std::list<Conversation> conversations;  // of the accepting thread, until it has ended
    std::thread accepting;
};

void ControlServer::State::accept_all() {
    std::array<pollfd, 2> waiting{{{listening.number(), POLLIN, 0}, {wake.number(), POLLIN, 0}}};
    while (!stopping) {
        if (poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
        if (!stopping && (waiting[0].revents & POLLIN) != 0) accept_one();
    }
}

void ControlServer::State::accept_one() {
    FileDescriptor socket(accept4(listening.number(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!socket) return;
    forget_finished();
    if (conversations.size() >= most_commands) return;
    setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setsockopt(socket.number(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    auto& conversation = conversations.emplace_back();
    conversation.socket = socket.number();
    conversation.thread = std::thread([this, &conversation, held = std::move(socket)]() mutable {
        converse(conversation, std::move(held));
    });
}

void ControlServer::State::converse(Conversation& conversation, FileDescriptor socket) {
    const auto user = trusted_user(socket.number());
    LineSocket lines(std::move(socket));
    const auto line = user ? lines.read_line() : std::nullopt;
    auto request = line ? decode_request(*line) : std::nullopt;
    if (request) {
        request->actor = cli_actor(*user);
        const ControlAnswer status = work(*request, lines);
        lines.write_line(encode(status));
    } else if (line) {
        const ControlAnswer problem = Spoken{Said::problem, "the daemon cannot read this command"};
        const ControlAnswer status = 2;
        if (lines.write_line(encode(problem))) lines.write_line(encode(status));
    }
    conversation.socket = -1;
    conversation.over = true;
}

int ControlServer::State::work(const ControlRequest& request, LineSocket& lines) {
    const auto speak = [&lines](Said how, std::string_view text) {
        const ControlAnswer spoken = Spoken{how, std::string(text)};
        return lines.write_line(encode(spoken));
    };
    const Say say = [&](Said how, std::string_view text) {
        // What a command has to say in the end is true whenever it comes.
        const bool give_up = stopping && how == Said::progress;
        if (give_up || !speak(how, text)) throw ControlGone();
    };
    try {
        spdlog::info("command: {} by {}", request.command, request.actor);
        return command(request, say);
    } catch (const ControlGone& gone) {
        spdlog::warn("command: {} given up: {}", request.command, gone.what());
        speak(Said::problem, "the daemon is stopping and gave this up: try again when it runs");
    } catch (const std::exception& failure) {
        spdlog::error("command: {} failed: {}", request.command, failure.what());
        speak(Said::problem, failure.what());
    }
    return 1;
}

void ControlServer::State::forget_finished() {
    conversations.remove_if([](Conversation& conversation) {
        if (!conversation.over) return false;
        conversation.thread.join();
        return true;
    });
}

ControlServer::ControlServer(const std::string& database, ControlCommand command)
    : state_(std::make_unique<State>(database, std::move(command))) {
    if (!state_->wake) fail("cannot make an eventfd");
    state_->accepting = std::thread([state = state_.get()] { state->accept_all(); });
}

void ControlServer::close() {
    if (state_->stopping.exchange(true)) return;
    unlink(control_path(state_->database).c_str());
    eventfd_write(state_->wake.number(), 1);
}

ControlServer::~ControlServer() {
    close();
    state_->accepting.join();
    for (auto& conversation : state_->conversations) {
        // Ends a wait for a request.
        if (const int socket = conversation.socket; socket >= 0) shutdown(socket, SHUT_RD);
        conversation.thread.join();
    }
}

}  // namespace bot
