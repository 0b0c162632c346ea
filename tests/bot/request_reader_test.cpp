// HTTP as peers send it, whole and byte by byte, and what must be refused because two readers
// could understand it differently.
#include "bot/request_reader.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

namespace {

using bot::RequestReader;
using namespace std::string_literals;

constexpr std::size_t header_limit = 2'000;
constexpr std::size_t body_limit = 10'000;

RequestReader fresh_reader() {
    return RequestReader{header_limit, body_limit};
}

// Feeds pieces of these sizes, keeping what the reader leaves; returns what is left at the end.
std::string feed_in_pieces(RequestReader& reader, std::string_view text, auto next_size) {
    std::string waiting;
    while (!text.empty()) {
        const auto size = std::min<std::size_t>(next_size(), text.size());
        waiting.append(text.substr(0, size));
        text.remove_prefix(size);
        waiting.erase(0, reader.feed(waiting));
    }
    return waiting;
}

int refusal_of(std::string_view text) {
    auto whole = fresh_reader();
    whole.feed(text);
    auto bytewise = fresh_reader();
    feed_in_pieces(bytewise, text, [] { return 1; });
    // Byte by byte it may wait for the header's end before it judges, but never accept.
    CHECK((bytewise.refusal() == whole.refusal() || bytewise.refusal() == 0));
    CHECK(bytewise.done() == whole.done());
    CHECK_FALSE((whole.refusal() != 0 && whole.done()));
    return whole.refusal();
}

const std::string host = "Host: localhost\r\n";

std::string post(std::string_view fields, std::string_view rest) {
    return "POST /a HTTP/1.1\r\n"s.append(host).append(fields).append("\r\n").append(rest);
}

}  // namespace

TEST_CASE("a request is taken apart into what we use") {
    auto reader = fresh_reader();
    const auto text = post(
        "Content-Type: application/json; charset=utf-8\r\nx-slack-signature:  v0=ab \r\n"
        "X-Slack-Request-Timestamp: 12\r\nX-Slack-Retry-Num: 1\r\n"
        "x-slack-retry-reason: http_timeout\r\nContent-Length: 4\r\n",
        "\0\xff\r\n"s
    );
    CHECK(reader.feed(text) == text.size());
    REQUIRE(reader.done());
    const auto& request = reader.request();
    CHECK(request.method == "POST");
    CHECK(request.path == "/a");
    CHECK(request.query.empty());
    CHECK(request.content_type == "application/json; charset=utf-8");
    CHECK(request.signatures == std::vector<std::string>{"v0=ab"});
    CHECK(request.timestamps == std::vector<std::string>{"12"});
    CHECK(request.retry_num == "1");
    CHECK(request.retry_reason == "http_timeout");
    CHECK(request.body == "\0\xff\r\n"s);
    CHECK(reader.keep_alive());
}

TEST_CASE("path and query are parted, also in an absolute target") {
    const auto target_of = [](const std::string& target) {
        auto reader = fresh_reader();
        reader.feed("GET " + target + " HTTP/1.1\r\n" + host + "\r\n");
        REQUIRE(reader.done());
        return reader.request().path + " | " + reader.request().query;
    };
    CHECK(target_of("/") == "/ | ");
    CHECK(target_of("/a/b?c=d?e") == "/a/b | c=d?e");
    CHECK(target_of("/a%2Fb") == "/a%2Fb | ");
    CHECK(target_of("http://localhost/a?b") == "/a | b");
    CHECK(target_of("https://localhost") == "/ | ");
    CHECK(target_of("https://localhost?b") == "/ | b");
    CHECK(target_of("*") == "* | ");
}

TEST_CASE("duplicates of the signature's fields are all kept") {
    auto reader = fresh_reader();
    reader.feed(post("X-Slack-Signature: a\r\nX-SLACK-SIGNATURE: b\r\nContent-Length: 0\r\n", ""));
    REQUIRE(reader.done());
    CHECK(reader.request().signatures == std::vector<std::string>{"a", "b"});
}

TEST_CASE("bytes behind a request are left for the next one") {
    auto reader = fresh_reader();
    const auto first = post("Content-Length: 3\r\n", "one");
    const auto second = post("Content-Length: 3\r\n", "two");
    const auto both = first + second;
    const auto taken = reader.feed(both);
    CHECK(taken == first.size());
    CHECK(reader.request().body == "one");
    CHECK(reader.feed(std::string_view{both}.substr(taken)) == 0);
    reader.reset();
    CHECK(reader.feed(std::string_view{both}.substr(taken)) == second.size());
    CHECK(reader.request().body == "two");
}

TEST_CASE("chunks are joined, with extensions and trailers passed over") {
    auto reader = fresh_reader();
    const auto text = post(
        "Transfer-Encoding: chunked\r\n",
        "3;a=b\r\nabc\r\n4\r\nd\r\ne\r\n0\r\nX-Slack-Signature: late\r\nHost: other\r\n\r\n"
    );
    CHECK(reader.feed(text) == text.size());
    REQUIRE(reader.done());
    CHECK(reader.request().body == "abcd\r\ne");
    // A trailer comes after the decision to read on; it must not add what that rests on.
    CHECK(reader.request().signatures.empty());
}

TEST_CASE("however the bytes are cut the request is the same") {
    std::mt19937 random{20'260'424};
    const std::string requests[] = {
        post("Content-Length: 9\r\nX-Slack-Signature: a\r\n", "something"),
        post("Transfer-Encoding: chunked\r\n", "5\r\nsomet\r\n4;x\r\nhing\r\n0\r\nA: b\r\n\r\n"),
        "\r\n\r\n" + post("Content-Length: 9\r\n", "something"),
    };
    for (const auto& text : requests) {
        for (int round = 0; round < 200; ++round) {
            auto reader = fresh_reader();
            const auto left =
                feed_in_pieces(reader, text + "GET ", [&] { return random() % 9 + 1; });
            REQUIRE(reader.done());
            CHECK(reader.request().body == "something");
            CHECK(left == "GET ");
        }
    }
}

TEST_CASE("what begins no request is not begun") {
    auto reader = fresh_reader();
    CHECK(reader.feed("\r\n\r\n") == 4);
    CHECK(reader.feed("\r") == 0);
    CHECK_FALSE(reader.begun());
    CHECK(reader.feed("\r\nG") == 2);
    CHECK(reader.begun());
    CHECK_FALSE(reader.header_done());
}

TEST_CASE("keep-alive follows the version and the Connection field") {
    const auto kept = [](const std::string& version, const std::string& fields) {
        auto reader = fresh_reader();
        reader.feed("GET / HTTP/" + version + "\r\nHost: a\r\n" + fields + "\r\n");
        REQUIRE(reader.done());
        return reader.keep_alive();
    };
    CHECK(kept("1.1", ""));
    CHECK_FALSE(kept("1.1", "Connection: close\r\n"));
    CHECK_FALSE(kept("1.1", "Connection: foo, CLOSE\r\n"));
    CHECK_FALSE(kept("1.0", ""));
    CHECK(kept("1.0", "Connection: keep-alive\r\n"));
}

TEST_CASE("Expect 100-continue is seen in HTTP/1.1 only") {
    auto reader = fresh_reader();
    reader.feed(post("Expect: 100-Continue\r\nContent-Length: 3\r\n", ""));
    CHECK(reader.header_done());
    CHECK(reader.expects_continue());
    auto old = fresh_reader();
    old.feed("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    CHECK_FALSE(old.expects_continue());
}

TEST_CASE("what is not HTTP is refused with 400") {
    CHECK(refusal_of("\x16\x03\x01\x02\x01 hello") == 400);
    CHECK(refusal_of("hello\r\n\r\n") == 400);
    CHECK(refusal_of("GET / HTTP/2.0\r\nHost: a\r\n\r\n") == 400);
    CHECK(refusal_of("GET / HTTP/1.1\nHost: a\n\n") == 400);
    CHECK(refusal_of("GET  / HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
    CHECK(refusal_of("GET / HTTP/1.1\r\nHost : a\r\n\r\n") == 400);
    CHECK(refusal_of("GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n") == 400);
    CHECK(refusal_of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") == 400);
}

TEST_CASE("HTTP/1.1 without exactly one Host is refused with 400") {
    CHECK(refusal_of("GET / HTTP/1.1\r\n\r\n") == 400);
    CHECK(refusal_of("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n") == 400);
    CHECK(refusal_of("GET / HTTP/1.0\r\n\r\n") == 0);
}

TEST_CASE("a length that is no number, negative, or told twice is refused with 400") {
    CHECK(refusal_of(post("Content-Length: many\r\n", "")) == 400);
    CHECK(refusal_of(post("Content-Length: -1\r\n", "")) == 400);
    CHECK(refusal_of(post("Content-Length: 0x10\r\n", "")) == 400);
    CHECK(refusal_of(post("Content-Length:\r\n", "")) == 400);
    CHECK(refusal_of(post("Content-Length: 99999999999999999999\r\n", "")) == 400);
    CHECK(refusal_of(post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd")) == 400);
}

TEST_CASE("a length and chunks at once are refused with 400") {
    CHECK(refusal_of(post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "abc")) == 400);
    CHECK(refusal_of(post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "abc")) == 400);
}

TEST_CASE("a transfer coding other than chunked is refused and not taken for no body") {
    CHECK(refusal_of(post("Transfer-Encoding: gzip\r\n", "")) == 501);
    CHECK(refusal_of(post("Transfer-Encoding: gzip, chunked\r\n", "")) == 501);
    CHECK(refusal_of(post("Transfer-Encoding: chunked, identity\r\n", "")) == 501);
    CHECK(
        refusal_of(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "")) == 400
    );
    CHECK(refusal_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 400);
}

TEST_CASE("a chunk that is no chunk is refused with 400") {
    const std::string chunked = "Transfer-Encoding: chunked\r\n";
    CHECK(refusal_of(post(chunked, "zz\r\nabc\r\n0\r\n\r\n")) == 400);
    CHECK(refusal_of(post(chunked, "3\r\nabcd\r\n0\r\n\r\n")) == 400);
    CHECK(refusal_of(post(chunked, "-3\r\nabc\r\n0\r\n\r\n")) == 400);
}

TEST_CASE("a body over the limit is refused with 413, told or chunked") {
    CHECK(refusal_of(post("Content-Length: 10000\r\n", "")) == 0);
    CHECK(refusal_of(post("Content-Length: 10001\r\n", "")) == 413);
    std::string chunks;
    for (int i = 0; i < 11; ++i)
        chunks += "3e8\r\n" + std::string(1'000, 'x') + "\r\n";
    CHECK(refusal_of(post("Transfer-Encoding: chunked\r\n", chunks)) == 413);
    CHECK(refusal_of(post("Transfer-Encoding: chunked\r\n", "fffffffffffffff0\r\n")) == 413);
}

TEST_CASE("a header over the limit is refused with 431") {
    CHECK(refusal_of("GET /" + std::string(3'000, 'a')) == 431);
    CHECK(refusal_of(post("X: " + std::string(3'000, 'a') + "\r\n", "")) == 431);
    std::string many;
    for (int i = 0; i < 500; ++i)
        many += "X: y\r\n";
    CHECK(refusal_of(post(many, "")) == 431);
}

TEST_CASE("a chunk's line and a trailer are bounded too") {
    const std::string chunked = "Transfer-Encoding: chunked\r\n";
    CHECK(refusal_of(post(chunked, "3;" + std::string(3'000, 'a'))) == 431);
    CHECK(refusal_of(post(chunked, "0\r\nX: " + std::string(3'000, 'a'))) == 431);
}

TEST_CASE("no bytes bring the reader down, however they are changed and cut") {
    std::mt19937 random{20'260'425};
    const std::string seeds[] = {
        post("Content-Length: 9\r\nX-Slack-Signature: a\r\n", "something"),
        post(
            "Transfer-Encoding: chunked\r\n", "5\r\nsomet\r\n4;x=\"y\"\r\nhing\r\n0\r\nA: b\r\n\r\n"
        ),
        post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"),
        post("X: folded\r\n  line\r\nConnection: a, b\r\nExpect: 100-continue\r\n", ""),
    };
    const std::string alphabet = "\r\n :;,=0123456789abcdefAF\"\\\t\0\x7f\xff"s;
    for (int round = 0; round < 20'000; ++round) {
        auto text = seeds[random() % std::size(seeds)];
        for (auto changes = random() % 4; changes > 0; --changes) {
            const auto at = random() % text.size();
            const std::string piece{alphabet[random() % alphabet.size()]};
            text.replace(at, random() % 3, random() % 4 == 0 ? "" : piece);
        }
        auto reader = fresh_reader();
        const auto longest = random() % 7 + 1;
        const auto left = feed_in_pieces(reader, text, [&] { return random() % longest + 1; });
        CHECK(left.size() <= text.size());
        if (reader.done()) CHECK(reader.request().body.size() <= text.size());
    }
}
