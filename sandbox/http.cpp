// The parts of HTTP's vocabulary that need no socket.
#include "sandbox/http.hpp"

#include <charconv>
#include <stdexcept>

#include "sandbox/encoding.hpp"

namespace sandbox {

namespace {

unsigned short parse_port(std::string_view text, std::string_view whole) {
    unsigned short port = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (fault != std::errc() || end != text.data() + text.size() || text.empty())
        throw std::invalid_argument("no port in " + std::string(whole));
    return port;
}

}  // namespace

const std::string* find_header(const Headers& headers, std::string_view name) {
    const std::string wanted = lower_case(name);
    for (const auto& [header, value] : headers)
        if (lower_case(header) == wanted) return &value;
    return nullptr;
}

std::string HttpRequest::query() const {
    const std::size_t mark = target.find('?');
    return mark == std::string::npos ? "" : target.substr(mark + 1);
}

Address Address::parse(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        throw std::invalid_argument("an address is HOST:PORT, not " + std::string(text));
    std::string host(text.substr(0, colon));
    if (host == "localhost") host = "127.0.0.1";
    return {host, parse_port(text.substr(colon + 1), text)};
}

std::string Address::text() const {
    return host + ":" + std::to_string(port);
}

Origin Origin::parse(std::string_view url) {
    Origin origin;
    const std::string_view whole = url;
    if (url.starts_with("https://")) {
        url.remove_prefix(8);
    } else if (url.starts_with("http://")) {
        url.remove_prefix(7);
        origin.tls = false;
        origin.port = 80;
    } else {
        throw std::invalid_argument("neither https:// nor http://: " + std::string(whole));
    }
    url = url.substr(0, url.find('/'));
    const std::size_t colon = url.rfind(':');
    origin.host = std::string(url.substr(0, colon));
    if (colon != std::string_view::npos) origin.port = parse_port(url.substr(colon + 1), whole);
    if (origin.host.empty()) throw std::invalid_argument("no host in " + std::string(whole));
    return origin;
}

std::string Origin::text() const {
    return (tls ? "https://" : "http://") + host + ":" + std::to_string(port);
}

std::string_view name_of(Arrival arrival) {
    switch (arrival) {
        case Arrival::answered:
            return "answered";
        case Arrival::http_timeout:
            return "http_timeout";
        case Arrival::connection_failed:
            return "connection_failed";
        case Arrival::ssl_error:
            return "ssl_error";
    }
    return "unknown_error";
}

}  // namespace sandbox
