// Taken apart by OpenSSL's own parser (Boost.URL 1.81 takes 127.0.0.1.example.com for 127.0.0.1);
// what may stand in host and target is narrowed here.
#include "bot/web_address.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/http.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace bot {
namespace {

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

// A name or an address; nothing percent-encoded.
bool is_plain_host(std::string_view host) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
    if (host.find(':') == std::string_view::npos)
        return !host.empty() && host.find_first_not_of(allowed) == std::string_view::npos;
    boost::system::error_code not_an_address;
    boost::asio::ip::make_address_v6(std::string{host}, not_an_address);
    return !not_an_address;
}

bool is_printable(std::string_view text) {
    return std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c < 0x7f; });
}

// A string that OpenSSL allocated.
class Owned {
 public:
    ~Owned() { OPENSSL_free(text_); }
    char** place() { return &text_; }
    std::string string() const { return text_ ? text_ : ""; }

 private:
    char* text_ = nullptr;
};

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
    const auto scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos || !is_printable(text)) return std::nullopt;
    const auto scheme = lower_case(std::string{text.substr(0, scheme_end)});
    if (scheme != "https" && scheme != "http") return std::nullopt;

    const auto url = scheme + std::string{text.substr(scheme_end)};
    int tls = 0;
    int port = 0;
    Owned user, host, port_text, path, query, fragment;
    const bool parsed = OSSL_HTTP_parse_url(
                            url.c_str(),
                            &tls,
                            user.place(),
                            host.place(),
                            port_text.place(),
                            &port,
                            path.place(),
                            query.place(),
                            fragment.place()
                        ) == 1;
    if (!parsed) ERR_clear_error();
    if (!parsed || !user.string().empty()) return std::nullopt;
    if (port < 1 || port > 65535) return std::nullopt;

    WebAddress address;
    address.tls = tls == 1;
    address.host = lower_case(host.string());
    if (address.host.starts_with('['))
        address.host = address.host.substr(1, address.host.size() - 2);
    if (!is_plain_host(address.host)) return std::nullopt;
    address.port = static_cast<std::uint16_t>(port);
    address.target = path.string();
    if (!query.string().empty()) address.target += "?" + query.string();
    return address;
}

}  // namespace bot
