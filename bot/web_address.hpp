// An http or https address taken apart, so that who may be called is decided in one place.
// Anything that is not a plain absolute address (user names in it, other schemes) does not parse.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bot {

struct WebAddress {
    bool tls = true;
    std::string host;  // lower case; an IPv6 address without its brackets
    std::uint16_t port = 443;
    std::string target;  // path and query, "/" at least; percent-encoded as given

    // "https://host" or "https://host:port" when the port is not the scheme's own.
    std::string origin() const;
    // Whether the host is this machine by its very text: localhost, 127.0.0.0/8 or ::1.
    bool is_loopback() const;

    bool operator==(const WebAddress&) const = default;
};

// Nothing if `text` is not an absolute http(s) address with a host. A fragment is dropped.
std::optional<WebAddress> parse_web_address(std::string_view text);

}  // namespace bot
