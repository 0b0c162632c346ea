// Beast's parser with our own storage: only the fields we use are kept, so that a request costs a
// handful of allocations. Its body limit counts the chunks' bytes too.
#include "bot/request_reader.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace bot {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

// A large body grows as it comes: what a header only promises is not allocated.
constexpr std::size_t trusted_body = 64 * 1024;

// "0\r\n\r\n": as much must still come wherever a chunked body is not complete. Beast 1.81 stops
// the whole program (an assertion in parse_chunk_header) when it is offered less of the last chunk.
constexpr std::size_t shortest_end = 5;

// The path of an origin-form ("/a?b") or absolute-form ("http://host/a?b") target, and its query.
void split_target(std::string_view target, HttpRequest& request) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        const auto slash = target.find_first_of("/?", scheme.size());
        target.remove_prefix(std::min(slash, target.size()));
        break;
    }
    const auto mark = target.find('?');
    request.path = target.substr(0, mark);
    if (request.path.empty()) request.path = "/";
    if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
}

int status_for(beast::error_code error) {
    if (error == http::error::body_limit) return 413;
    if (error == http::error::header_limit) return 431;
    return 400;
}

}  // namespace

struct RequestReader::Parser final : http::basic_parser<true> {
    HttpRequest request;
    int refusal = 0;
    int hosts = 0;
    bool http_1_0 = false;
    bool expects_continue = false;
    bool in_body = false;  // fields that come now are a trailer's

    void
    on_request_impl(http::verb, beast::string_view method, beast::string_view target, int version, beast::error_code&)
        override {
        request.method = method;
        split_target(target, request);
        http_1_0 = version == 10;
    }

    void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}

    void on_field_impl(
        http::field field,
        beast::string_view name,
        beast::string_view value,
        beast::error_code& error
    ) override {
        // A trailer must not add a signature, a length or a host to what was decided on.
        if (in_body) return;
        switch (field) {
            case http::field::host:
                ++hosts;
                return;
            case http::field::content_type:
                if (request.content_type.empty()) request.content_type = value;
                return;
            case http::field::expect:
                expects_continue = beast::iequals(value, "100-continue");
                return;
            case http::field::transfer_encoding:
                check_coding(value, error);
                return;
            case http::field::unknown:
                keep_slack_field(name, value);
                return;
            default:
                return;
        }
    }

    // Beast takes a body in a coding it does not know for no body at all; the bytes would then be
    // read as the next request.
    void check_coding(beast::string_view value, beast::error_code& error) {
        if (!http_1_0 && beast::iequals(value, "chunked")) return;
        refusal = http_1_0 ? 400 : 501;
        error = http::error::bad_transfer_encoding;
    }

    void keep_slack_field(beast::string_view name, beast::string_view value) {
        // An application that calls back signs as Slack does, in headers with our name.
        if (beast::iequals(name, "X-Slack-Signature") ||
            beast::iequals(name, "X-Latchkey-Signature")) {
            request.signatures.emplace_back(value);
        } else if (beast::iequals(name, "X-Slack-Request-Timestamp") ||
                   beast::iequals(name, "X-Latchkey-Request-Timestamp")) {
            request.timestamps.emplace_back(value);
        } else if (beast::iequals(name, "X-Slack-Retry-Num")) {
            request.retry_num = value;
        } else if (beast::iequals(name, "X-Slack-Retry-Reason")) {
            request.retry_reason = value;
        }
    }

    void on_header_impl(beast::error_code& error) override {
        in_body = true;
        const bool host_right = http_1_0 ? hosts <= 1 : hosts == 1;
        if (!host_right) error = http::error::bad_field;  // RFC 9112 3.2
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, beast::error_code&)
        override {
        if (length) request.body.reserve(std::min<std::uint64_t>(*length, trusted_body));
    }

    std::size_t on_body_impl(beast::string_view bytes, beast::error_code&) override {
        request.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, beast::error_code&)
        override {
        request.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }

    void on_finish_impl(beast::error_code&) override {}
};

RequestReader::RequestReader(std::size_t header_limit, std::size_t body_limit)
    : header_limit_{header_limit}, body_limit_{body_limit} {
    reset();
}

RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;

void RequestReader::reset() {
    parser_ = std::make_unique<Parser>();
    parser_->eager(true);
    parser_->header_limit(static_cast<std::uint32_t>(header_limit_));
    parser_->body_limit(body_limit_);
}

std::size_t RequestReader::feed(std::string_view bytes) {
    std::size_t taken = 0;
    if (!begun()) {
        // Empty lines before a request are to be ignored (RFC 9112 2.2).
        while (bytes.substr(taken).starts_with("\r\n"))
            taken += 2;
        bytes.remove_prefix(taken);
        if (bytes.empty() || bytes == "\r") return taken;
    }
    while (!bytes.empty() && !done() && refusal() == 0) {
        const bool chunked = header_done() && parser_->chunked();
        if (chunked && bytes.size() < shortest_end) break;
        beast::error_code error;
        const auto step = parser_->put({bytes.data(), bytes.size()}, error);
        taken += step;
        bytes.remove_prefix(step);
        if (error == http::error::need_more) {
            // Beast itself bounds only the header, not a chunk's line or a trailer.
            const bool too_long = header_done() && bytes.size() > header_limit_;
            if (too_long) parser_->refusal = 431;
            break;
        }
        if (error && refusal() == 0) parser_->refusal = status_for(error);
    }
    return taken;
}

bool RequestReader::begun() const {
    return parser_->got_some();
}
bool RequestReader::header_done() const {
    return parser_->in_body;
}
bool RequestReader::done() const {
    return parser_->refusal == 0 && parser_->is_done();
}
int RequestReader::refusal() const {
    return parser_->refusal;
}
bool RequestReader::keep_alive() const {
    return parser_->keep_alive();
}
bool RequestReader::is_http_1_0() const {
    return parser_->http_1_0;
}
bool RequestReader::expects_continue() const {
    return parser_->expects_continue && !parser_->http_1_0;
}
HttpRequest& RequestReader::request() {
    return parser_->request;
}

}  // namespace bot
