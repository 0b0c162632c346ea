// The few header fields we send, written by hand: this is on the path of every acknowledgement.
#include "bot/response_text.hpp"

#include <boost/beast/http/status.hpp>
#include <charconv>
#include <string_view>

namespace bot {

namespace {

void append_number(std::string& out, std::size_t number) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

void append_status(std::string& out, int status) {
    namespace http = boost::beast::http;
    const auto reason = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status)));
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::size_t>(status));
    out.append(" ").append(reason.data(), reason.size()).append("\r\n");
}

void append_number_field(std::string& out, std::string_view name, std::size_t number) {
    out.append(name).append(": ");
    append_number(out, number);
    out += "\r\n";
}

}  // namespace

void append_response(
    std::string& out, const HttpResponse& response, const ResponseFraming& framing
) {
    append_status(out, response.status);
    if (!response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
    append_number_field(out, "Content-Length", response.body.size());
    if (response.no_retry) append_field(out, "X-Slack-No-Retry", "1");
    if (response.retry_after) {
        const auto seconds = static_cast<std::size_t>(std::max(0, *response.retry_after));
        append_number_field(out, "Retry-After", seconds);
    }
    if (!response.allow.empty()) append_field(out, "Allow", response.allow);
    if (!framing.keep_alive) {
        append_field(out, "Connection", "close");
    } else if (framing.http_1_0) {
        append_field(out, "Connection", "keep-alive");
    }
    out += "\r\n";
    if (!framing.head) out += response.body;
}

}  // namespace bot
