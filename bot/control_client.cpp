#include <pwd.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "bot/control_address.hpp"
#include "bot/control_socket.hpp"
#include "bot/control_wire.hpp"

namespace bot {

namespace {

// Nothing where no daemon listens.
FileDescriptor connect_to(const std::string& database) {
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket) throw std::system_error(errno, std::generic_category(), "cannot make a socket");
    const ControlAddress address(database);
    while (connect(socket.number(), address.address(), ControlAddress::size()) != 0) {
        if (errno == EINTR) continue;
        if (errno == ENOENT || errno == ECONNREFUSED) return FileDescriptor();
        throw std::system_error(
            errno, std::generic_category(), "cannot reach the daemon at " + control_path(database)
        );
    }
    return socket;
}

}  // namespace

std::optional<int> ask_daemon(
    const std::string& database, const ControlRequest& request, const Say& say
) {
    auto socket = connect_to(database);
    if (!socket) return std::nullopt;
    LineSocket lines(std::move(socket));
    bool heard = lines.write_line(encode(request));
    while (heard) {
        auto line = lines.read_line();
        const auto answer = line ? decode_answer(std::move(*line)) : std::nullopt;
        heard = answer.has_value();
        if (!heard) break;
        if (const auto* status = std::get_if<int>(&*answer)) return *status;
        const auto& spoken = std::get<Spoken>(*answer);
        say(spoken.how, spoken.text);
    }
    throw std::runtime_error(
        "the daemon ended before it was done with this command, or took no more of them: look into "
        "its log, then try again"
    );
}

std::string cli_actor(unsigned user) {
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 16'384> names{};
    if (getpwuid_r(user, &entry, names.data(), names.size(), &found) == 0 && found) {
        return "cli:" + std::string(found->pw_name);
    }
    return "cli:" + std::to_string(user);
}

std::string cli_actor() {
    return cli_actor(geteuid());
}

}  // namespace bot
