// Says things to whoever started a command: output to standard output, problems to standard error,
// progress as one line that changes, on a terminal only.
#pragma once

#include <string_view>

#include "bot/control_socket.hpp"

namespace bot {

class Terminal {
 public:
    Terminal();
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    // Throws std::runtime_error if standard output cannot be written to (a full disk, a closed
    // pipe).
    void say(Said how, std::string_view text);

 private:
    void clear_progress();

    bool shows_progress_;
    bool progress_shown_ = false;
};

}  // namespace bot
