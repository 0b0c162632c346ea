#include "bot/control_address.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace bot {

std::string control_path(const std::string& database) {
    return database + ".sock";
}

ControlAddress::ControlAddress(const std::string& database) {
    auto path = control_path(database);
    if (path.size() >= sizeof(address_.sun_path)) {
        const std::filesystem::path whole(path);
        const auto parent = whole.parent_path();
        folder_ = FileDescriptor(
            open(parent.empty() ? "." : parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)
        );
        if (!folder_)
            throw std::system_error(errno, std::generic_category(), "cannot open " + path);
        path =
            "/proc/self/fd/" + std::to_string(folder_.number()) + "/" + whole.filename().string();
    }
    if (path.size() >= sizeof(address_.sun_path)) {
        throw std::system_error(ENAMETOOLONG, std::generic_category(), path);
    }
    address_.sun_family = AF_UNIX;
    std::ranges::copy(path, address_.sun_path);
}

}  // namespace bot
