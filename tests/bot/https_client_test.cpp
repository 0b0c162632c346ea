// Calls and answers of the HTTPS client: what is sent, what is read, and what is refused.
#include "bot/http_wire.hpp"
#include "https_fixture.hpp"

using namespace https_fixture;

TEST_CASE("a call over verified TLS gets its answer") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.write(answer("hello", "X-Slack-Req-Id: abc\r\nRetry-After: 7\r\n", "202 Accepted")
            );
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture;
    const HttpCall call{
        .url = server.url("/api/chat.postMessage?x=1"),
        .content_type = "application/json; charset=utf-8",
        .body = R"({"a":1})",
        .headers = {{"Authorization", "Bearer secret"}},
    };
    const auto result = fixture.call(call);
    REQUIRE(result.has_value());
    CHECK(result->status == 202);
    CHECK(result->body == "hello");
    CHECK(result->retry_after == 7s);
    CHECK(result->header("x-slack-req-id") == "abc");
    CHECK(result->header("x-other").empty());

    const auto request = server.requests().at(0);
    CHECK(request.starts_with("POST /api/chat.postMessage?x=1 HTTP/1.1\r\n"));
    CHECK(contains(request, "\r\nHost: localhost:" + std::to_string(server.port()) + "\r\n"));
    CHECK(contains(request, "\r\nUser-Agent: latchkey\r\n"));
    CHECK(contains(request, "\r\nContent-Type: application/json; charset=utf-8\r\n"));
    CHECK(contains(request, "\r\nAuthorization: Bearer secret\r\n"));
    CHECK(request.ends_with("\r\n\r\n{\"a\":1}"));
}

TEST_CASE("a chunked answer is put together") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            peer.write("1\r\n \r\n5;ext=1\r\nthere\r\n0\r\n\r\n");
            answer_everything(peer);
        },
        tls()};
    Fixture fixture;
    const auto result = fixture.call(server.url());
    REQUIRE(result.has_value());
    CHECK(result->body == "hello there");
    CHECK(fixture.call(server.url()).has_value());
    CHECK(server.connections() == 1);
}

TEST_CASE("an answer without a length ends with the connection's proper end only") {
    const bool properly = GENERATE(true, false);
    scripted::Server server{
        [=](Peer& peer) {
            peer.read_request();
            peer.write("HTTP/1.1 200 OK\r\n\r\nhello");
            properly ? peer.close() : peer.cut();
        },
        tls()};
    Fixture fixture;
    const auto result = fixture.call(server.url());
    CHECK(result.has_value() == properly);
    if (result.has_error()) CHECK(result.error().fault == TransportFault::lost_answer);
    CHECK(fixture.client.idle_connections() == 0);
}

TEST_CASE("an interim answer is skipped") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.write("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + answer("done"));
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture;
    const auto result = fixture.call(server.url());
    REQUIRE(result.has_value());
    CHECK(result->status == 200);
    CHECK(result->body == "done");
}

TEST_CASE("an answer beyond the limit is refused, however it says its length") {
    const std::string big(2'000'000, 'x');
    const auto bytes = GENERATE_COPY(
        answer(big),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1e8480\r\n" + big + "\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n" + big,
        "HTTP/1.1 200 OK\r\nX-Big: " + big + "\r\nContent-Length: 0\r\n\r\n"
    );
    scripted::Server server{
        [&](Peer& peer) {
            peer.read_request();
            peer.write(bytes);
            peer.close();
        },
        tls()};
    Fixture fixture;
    const auto error = fixture.failure(HttpCall{.url = server.url(), .answer_limit = 1'000'000});
    CHECK(error.fault == TransportFault::too_large);
    CHECK(error.maybe_done);
    CHECK(fixture.client.idle_connections() == 0);
}

TEST_CASE("an answer of exactly the limit is read") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.write(answer(std::string(100'000, 'x')));
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture;
    const auto result = fixture.call(HttpCall{.url = server.url(), .answer_limit = 100'000});
    REQUIRE(result.has_value());
    CHECK(result->body.size() == 100'000);
}

TEST_CASE("what is not HTTP is no answer") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.write("220 mail.example ESMTP\r\n");
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture;
    CHECK(fixture.failure(server.url()).fault == TransportFault::bad_answer);
}

TEST_CASE("a redirect is an answer and is not followed") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.write(answer("", "Location: https://evil.example/\r\n", "302 Found"));
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture;
    const auto result = fixture.call(server.url());
    REQUIRE(result.has_value());
    CHECK(result->status == 302);
    CHECK(server.connections() == 1);
}

TEST_CASE("answers without a body leave the connection usable") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.write("HTTP/1.1 204 No Content\r\n\r\n");
            peer.read_request();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
            answer_everything(peer);
        },
        tls()};
    Fixture fixture;
    CHECK(fixture.call(HttpCall{.method = "DELETE", .url = server.url()})->status == 204);
    CHECK(fixture.call(HttpCall{.method = "HEAD", .url = server.url()})->body.empty());
    CHECK(fixture.call(HttpCall{.method = "GET", .url = server.url()})->body == "fine");
    CHECK(server.connections() == 1);
}

TEST_CASE("plain http works for loopback and nowhere else") {
    scripted::Server server{answer_everything};
    Fixture fixture;
    CHECK(fixture.call(server.url()).has_value());
    CHECK(fixture.call(server.url("/", "127.0.0.1")).has_value());
    for (const auto* url : {"http://slack.com/", "http://192.0.2.1/", "ftp://localhost/", "x"}) {
        const auto error = fixture.failure(std::string{url});
        CHECK(error.fault == TransportFault::bad_address);
        CHECK_FALSE(error.maybe_done);
    }
}

TEST_CASE("nothing can break out of its header line") {
    scripted::Server server{answer_everything};
    Fixture fixture;
    const auto url = server.url();
    const HttpCall calls[] = {
        {.url = url, .headers = {{"X-A", "b\r\nX-Evil: 1"}}},
        {.url = url, .headers = {{"X-A: b\r\nX-Evil", "1"}}},
        {.url = url, .headers = {{"X-A", std::string{"b\0c", 3}}}},
        {.method = "GET / HTTP/1.1\r\nX", .url = url},
        {.url = url, .content_type = "a\nb"},
    };
    for (const auto& call : calls)
        CHECK(fixture.failure(call).fault == TransportFault::bad_address);
    CHECK(server.requests().empty());
}

TEST_CASE("an error names the host and never the path, which may be secret") {
    Fixture fixture;
    scripted::Server server{[](Peer& peer) { peer.read_request(); }, tls()};
    const auto error = fixture.failure(server.url("/services/T1/B1/verysecret"));
    CHECK(contains(error.detail, "https://localhost:"));
    CHECK_FALSE(contains(error.detail, "verysecret"));
}

TEST_CASE("an answer is the same however its bytes are cut") {
    const std::string bytes =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nRetry-After: 3\r\nTransfer-Encoding: "
        "chunked\r\n\r\n3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\nTrailer: x\r\n\r\n";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        INFO("pieces of " << piece);
        AnswerReader reader{1000, false};
        auto progress = AnswerReader::Progress::more;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            REQUIRE(progress == AnswerReader::Progress::more);
            const auto part = bytes.substr(at, piece);
            std::ranges::copy(part, reader.room().begin());
            progress = reader.filled(part.size());
        }
        REQUIRE(progress == AnswerReader::Progress::done);
        CHECK(reader.leaves_connection_usable());
        const auto read = reader.take();
        CHECK(read.status == 200);
        CHECK(read.body == "abc0123456789abcdef");
        CHECK(read.retry_after == 3s);
    }
}

TEST_CASE("Retry-After is read in seconds, and as a date by the server's own clock") {
    const auto told = [](const std::string& headers) {
        const std::string bytes =
            "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n" + headers + "\r\n";
        AnswerReader reader{1000, false};
        std::ranges::copy(bytes, reader.room().begin());
        REQUIRE(reader.filled(bytes.size()) == AnswerReader::Progress::done);
        return reader.take().retry_after;
    };
    const std::string now = "Date: Wed, 31 Dec 2025 23:59:30 GMT\r\n";
    CHECK(told("Retry-After: 120\r\n") == 120s);
    CHECK(told("Retry-After: Thu, 01 Jan 2026 00:01:00 GMT\r\n" + now) == 90s);
    CHECK(told("Retry-After: Wed, 31 Dec 2025 23:59:00 GMT\r\n" + now) == 0s);
    // Nothing says how long that is from now.
    CHECK_FALSE(told("Retry-After: Thu, 01 Jan 2026 00:01:00 GMT\r\n"));
    for (const auto* nonsense : {"soon", "-1", "1.5", "Thu, 01 Foo 2026 00:01:00 GMT"})
        CHECK_FALSE(told("Retry-After: " + std::string(nonsense) + "\r\n" + now));
}
