#include "bot/web_address.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace bot {
namespace {

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

// A name or an address, nothing that was percent-encoded into it (a zero byte, a slash).
bool is_plain_host(std::string_view host) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789.-_:";
    return !host.empty() && host.find_first_not_of(allowed) == std::string_view::npos;
}

// What stands between "//" and the path, by its very text.
std::string_view authority_of(std::string_view text) {
    const auto slashes = text.find("//");
    if (slashes == std::string_view::npos) return {};
    text.remove_prefix(slashes + 2);
    return text.substr(0, text.find_first_of("/?#"));
}

}  // namespace

std::string WebAddress::origin() const {
    std::string text = tls ? "https://" : "http://";
    text += host.find(':') == std::string::npos ? host : "[" + host + "]";
    if (port != (tls ? 443 : 80)) text += ":" + std::to_string(port);
    return text;
}

bool WebAddress::is_loopback() const {
    if (host == "localhost") return true;
    boost::system::error_code not_an_address;
    const auto address = boost::asio::ip::make_address(host, not_an_address);
    return !not_an_address && address.is_loopback();
}

std::optional<WebAddress> parse_web_address(std::string_view text) {
    const auto parsed = boost::urls::parse_uri(boost::core::string_view{text.data(), text.size()});
    if (!parsed) return std::nullopt;
    const auto& url = *parsed;
    const bool tls = url.scheme_id() == boost::urls::scheme::https;
    if (!tls && url.scheme_id() != boost::urls::scheme::http) return std::nullopt;
    if (url.has_userinfo()) return std::nullopt;
    // Boost.URL 1.81 ends the host of "http://127.0.0.1.example.com" behind the four numbers.
    const auto authority = url.encoded_authority();
    if (authority_of(text) != std::string_view{authority.data(), authority.size()}) {
        return std::nullopt;
    }
    // "host:" and ":0" name no port, nor does a number that is too large.
    if (url.has_port() && url.port_number() == 0) return std::nullopt;

    WebAddress address;
    address.tls = tls;
    address.host = lower_case(std::string{url.host_address()});  // without an IPv6's brackets
    if (!is_plain_host(address.host)) return std::nullopt;
    address.port = url.has_port() ? url.port_number() : (tls ? 443 : 80);
    address.target = std::string{url.encoded_target()};
    if (!address.target.starts_with('/')) address.target.insert(0, "/");
    return address;
}

}  // namespace bot
