// The bytes of an answer.
#include "bot/response_text.hpp"

#include <catch2/catch.hpp>

namespace {

std::string text_of(const bot::HttpResponse& response, const bot::ResponseFraming& framing = {}) {
    std::string out;
    bot::append_response(out, response, framing);
    return out;
}

}  // namespace

TEST_CASE("an empty acknowledgement is a status line and a length of zero") {
    CHECK(text_of({}) == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("a body comes with its type and its length in bytes") {
    bot::HttpResponse response;
    response.content_type = "text/plain";
    response.body = "h\xc3\xa9";
    CHECK(
        text_of(response) ==
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nh\xc3\xa9"
    );
    bot::ResponseFraming head;
    head.head = true;
    CHECK(
        text_of(response, head) ==
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n"
    );
}

TEST_CASE("what Slack and clients are told beside the answer has its field") {
    bot::HttpResponse response;
    response.status = 503;
    response.no_retry = true;
    response.retry_after = 30;
    CHECK(
        text_of(response) ==
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nX-Slack-No-Retry: 1\r\n"
        "Retry-After: 30\r\n\r\n"
    );
    response = {};
    response.status = 405;
    response.allow = "POST";
    CHECK(
        text_of(response) ==
        "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nAllow: POST\r\n\r\n"
    );
}

TEST_CASE("how the connection goes on is said where it is not the version's default") {
    bot::ResponseFraming framing;
    framing.keep_alive = false;
    CHECK(text_of({}, framing).find("\r\nConnection: close\r\n") != std::string::npos);
    framing.keep_alive = true;
    framing.http_1_0 = true;
    CHECK(text_of({}, framing).find("\r\nConnection: keep-alive\r\n") != std::string::npos);
}
