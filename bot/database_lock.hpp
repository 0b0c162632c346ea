// One writer program for each database file: serve, or a command while serve does not run. The lock
// is the kernel's (flock on DATABASE.lock), so that a killed program leaves none behind.
#pragma once

#include <optional>
#include <string>

#include "bot/file_descriptor.hpp"

namespace bot {

class DatabaseLock {
 public:
    // Nothing if another program has it. Throws std::system_error if the file cannot be made.
    static std::optional<DatabaseLock> take(const std::string& database);

 private:
    explicit DatabaseLock(FileDescriptor file) : file_(std::move(file)) {}

    FileDescriptor file_;
};

}  // namespace bot
