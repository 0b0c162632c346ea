// The lines that a command and the running daemon exchange over the control socket: JSON, one
// object a line, of bounded size.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "bot/control_socket.hpp"
#include "bot/file_descriptor.hpp"

namespace bot {

// What the daemon answers: any number of spoken lines, then the status.
struct Spoken {
    Said how = Said::output;
    std::string text;
};
using ControlAnswer = std::variant<Spoken, int>;

std::string encode(const ControlRequest& request);
std::string encode(const ControlAnswer& answer);
// Nothing if the line is no such thing.
std::optional<ControlRequest> decode_request(std::string line);
std::optional<ControlAnswer> decode_answer(std::string line);

// A connected socket, read and written by whole lines. One thread.
class LineSocket {
 public:
    explicit LineSocket(FileDescriptor socket) : socket_(std::move(socket)) {}

    // The next line without its end; nothing at the end, on an error, after the socket's time limit
    // or beyond 1 MiB.
    std::optional<std::string> read_line();
    // False if nobody reads any more.
    bool write_line(std::string line);

    int number() const { return socket_.number(); }

 private:
    FileDescriptor socket_;
    std::string rest_;
};

}  // namespace bot
