// Commands that write hand their work to the running daemon, over a local socket beside the
// database that only its owner may use (mode 0600). Without a daemon they work under the database's
// lock.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace bot {

struct ControlRequest {
    std::string command;                 // "import"
    std::vector<std::string> arguments;  // as on the command line, with absolute paths
    std::string actor = {};              // "cli:LOGIN": set by the daemon, from the kernel's word
};

// What a command says while it works: to be overwritten by the next, for standard output, for
// standard error.
enum class Said { progress, output, problem };
using Say = std::function<void(Said how, std::string_view text)>;

// The daemon's `say` throws this when the command's caller is gone, and for progress when the
// daemon stops: give up. What a command says in the end it can always say.
struct ControlGone : std::runtime_error {
    ControlGone() : std::runtime_error("nobody waits for this command any more") {}
};

// Does the work and returns the exit status; called on a thread of its own, several at a time. What
// it throws is told to the caller as a problem, with status 1.
using ControlCommand = std::function<int(const ControlRequest& request, const Say& say)>;

// The daemon's side. Whoever makes one holds the DatabaseLock.
class ControlServer {
 public:
    // Listens at once; throws std::system_error if it cannot.
    ControlServer(const std::string& database, ControlCommand command);
    // close()s and waits for the commands at work.
    ~ControlServer();
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;

    // Takes no more commands; those at work give up at their next word of progress.
    void close();

 private:
    struct State;
    std::unique_ptr<State> state_;
};

// The command's side: hands over `request` and passes on what the daemon says; the exit status.
// Nothing if no daemon serves this database. Throws if the daemon ends in the middle.
std::optional<int> ask_daemon(
    const std::string& database, const ControlRequest& request, const Say& say
);

// "cli:LOGIN" of a user id, and of this process.
std::string cli_actor(unsigned user);
std::string cli_actor();

}  // namespace bot
