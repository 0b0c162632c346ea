#include "bot/http_wire.hpp"

#include <date/date.h>

#include <algorithm>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <charconv>
#include <sstream>

namespace bot {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::uint32_t header_limit = 64 * 1024;
constexpr std::size_t piece = 16 * 1024;  // a TLS record

bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               marks.find(static_cast<char>(c)) != std::string_view::npos;
    });
}

bool is_one_line(std::string_view text) {
    return std::ranges::none_of(text, [](unsigned char c) {
        return (c < ' ' && c != '\t') || c == 0x7f;
    });
}

std::string host_header(const WebAddress& address) {
    const auto origin = address.origin();
    return origin.substr(origin.find("//") + 2);
}

std::optional<std::chrono::seconds> whole_seconds(std::string_view text) {
    std::uint32_t seconds = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return std::chrono::seconds{seconds};
}

std::optional<date::sys_seconds> http_date(std::string_view text) {
    std::istringstream in{std::string{text}};
    date::sys_seconds at;
    in >> date::parse("%a, %d %b %Y %T GMT", at);
    if (in.fail()) return std::nullopt;
    return at;
}

// Told in seconds, or as a date: then the server's own clock says how long that is from now.
std::optional<std::chrono::seconds> pause_told(std::string_view text, std::string_view now) {
    if (const auto seconds = whole_seconds(text)) return seconds;
    const auto until = http_date(text);
    const auto from = http_date(now);
    if (!until || !from) return std::nullopt;
    return std::max(std::chrono::seconds{0}, std::chrono::seconds{*until - *from});
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

}  // namespace

std::optional<std::string> request_bytes(
    const HttpCall& call, const WebAddress& address, std::string_view user_agent
) {
    if (!is_token(call.method) || !is_one_line(call.content_type)) return std::nullopt;
    std::string bytes;
    bytes.reserve(call.body.size() + 512);
    const auto line = [&](std::string_view name, std::string_view value) {
        bytes.append(name).append(": ").append(value).append("\r\n");
    };
    bytes.append(call.method).append(" ").append(address.target).append(" HTTP/1.1\r\n");
    line("Host", host_header(address));
    line("User-Agent", user_agent);
    line("Accept", "*/*");
    if (!call.content_type.empty()) line("Content-Type", call.content_type);
    if (!call.body.empty() || (call.method != "GET" && call.method != "HEAD"))
        line("Content-Length", std::to_string(call.body.size()));
    for (const auto& [name, value] : call.headers) {
        if (!is_token(name) || !is_one_line(value)) return std::nullopt;
        line(name, value);
    }
    bytes.append("\r\n").append(call.body);
    return bytes;
}

struct AnswerReader::State {
    using Parser = http::response_parser<http::string_body>;

    State(std::size_t limit, bool head) : body_limit{limit}, no_body{head} { start(); }

    void start() {
        parser.emplace();
        parser->eager(true);
        parser->skip(no_body);
        parser->header_limit(header_limit);
        parser->body_limit(body_limit);
    }

    Progress judge(const beast::error_code& fault) const {
        if (fault == http::error::body_limit || fault == http::error::header_limit ||
            fault == http::error::buffer_overflow)
            return Progress::too_large;
        return Progress::malformed;
    }

    Progress parse() {
        for (;;) {
            beast::error_code fault;
            const auto used = parser->put(buffer.data(), fault);
            buffer.consume(used);
            if (fault && fault != http::error::need_more) return judge(fault);
            if (parser->is_done()) {
                if (!is_interim()) return Progress::done;
                start();
            } else if (fault == http::error::need_more || used == 0 || buffer.size() == 0) {
                return buffer.size() > header_limit ? Progress::too_large : Progress::more;
            }
        }
    }
    bool is_interim() const {
        const auto status = parser->get().result_int();
        return status >= 100 && status < 200 && status != 101;
    }

    const std::size_t body_limit;
    const bool no_body;
    std::optional<Parser> parser;
    beast::flat_buffer buffer;
    bool began = false;
};

AnswerReader::AnswerReader(std::size_t body_limit, bool no_body)
    : state_{std::make_unique<State>(body_limit, no_body)} {}
AnswerReader::~AnswerReader() = default;

std::span<char> AnswerReader::room() {
    const auto space = state_->buffer.prepare(piece);
    return {static_cast<char*>(space.data()), space.size()};
}

AnswerReader::Progress AnswerReader::filled(std::size_t bytes) {
    state_->buffer.commit(bytes);
    state_->began |= bytes > 0;
    return state_->parse();
}

AnswerReader::Progress AnswerReader::ended() {
    beast::error_code fault;
    state_->parser->put_eof(fault);
    return fault || !state_->parser->is_done() ? Progress::malformed : Progress::done;
}

bool AnswerReader::began() const {
    return state_->began;
}

bool AnswerReader::leaves_connection_usable() const {
    return state_->parser->keep_alive() && state_->buffer.size() == 0;
}

HttpAnswer AnswerReader::take() {
    auto message = state_->parser->release();
    HttpAnswer answer;
    answer.status = static_cast<int>(message.result_int());
    for (const auto& field : message) {
        const std::string_view name{field.name_string().data(), field.name_string().size()};
        const std::string_view value{field.value().data(), field.value().size()};
        answer.headers.emplace_back(lower_case(name), value);
    }
    answer.retry_after = pause_told(answer.header("retry-after"), answer.header("date"));
    answer.body = std::move(message.body());
    return answer;
}

std::string_view HttpAnswer::header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, &HttpHeaders::value_type::first);
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace bot
