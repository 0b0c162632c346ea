#include "bot/database_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace bot {

std::optional<DatabaseLock> DatabaseLock::take(const std::string& database) {
    const auto name = database + ".lock";
    FileDescriptor file(open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file) throw std::system_error(errno, std::generic_category(), "cannot open " + name);
    while (flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return std::nullopt;
        if (errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "cannot lock " + name);
        }
    }
    return DatabaseLock(std::move(file));
}

}  // namespace bot
