// Where the control socket of a database is, whatever the length of its path.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <string>

#include "bot/file_descriptor.hpp"

namespace bot {

// "DATABASE.sock".
std::string control_path(const std::string& database);

// A path for the kernel, which allows 107 bytes only: of a longer one the folder is held open and
// named by its number. Keep it until bind() or connect() is done.
class ControlAddress {
 public:
    // Throws std::system_error if the folder of a long path cannot be opened.
    explicit ControlAddress(const std::string& database);

    const sockaddr* address() const { return reinterpret_cast<const sockaddr*>(&address_); }
    static socklen_t size() { return sizeof(sockaddr_un); }

 private:
    FileDescriptor folder_;
    sockaddr_un address_{};
};

}  // namespace bot
