// HTTP over real sockets: what is answered, in what order, and how the connection goes on.
#include <catch2/catch.hpp>

#include "tests/bot/listener_fixture.hpp"
#include "tests/bot/raw_client.hpp"

namespace {

using tests::ListenerFixture;
using tests::post_text;
using tests::RawClient;
using namespace std::chrono_literals;

}  // namespace

TEST_CASE("a connection is kept for one request after the other") {
    ListenerFixture server;
    RawClient client{server.port()};
    for (const std::string body : {"one", "", "three"}) {
        const auto answer = client.post(body);
        CHECK(answer.status == 200);
        CHECK(answer.body == body);
        CHECK_FALSE(answer.field("Connection"));
    }
    CHECK(server.connections() == 1);
}

TEST_CASE("pipelined requests are answered in order, also when the first takes longest") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send(post_text("first", "/hold") + post_text("second") + post_text("third"));
    REQUIRE(ListenerFixture::eventually([&] { return server.held() == 1; }));
    server.release();
    CHECK(client.answer().body == "first");
    CHECK(client.answer().body == "second");
    CHECK(client.answer().body == "third");
}

TEST_CASE("a hundred pipelined requests in one write are all answered") {
    ListenerFixture server;
    RawClient client{server.port()};
    std::string all;
    for (int i = 0; i < 100; ++i)
        all += post_text(std::to_string(i));
    client.send(all);
    for (int i = 0; i < 100; ++i)
        REQUIRE(client.answer().body == std::to_string(i));
}

TEST_CASE("HTTP/1.0 is answered and closed, or kept when asked for") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send("POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na");
    const auto kept = client.answer();
    CHECK(kept.field("Connection") == "keep-alive");
    client.send("POST / HTTP/1.0\r\nContent-Length: 1\r\n\r\nb");
    const auto closed = client.answer();
    CHECK(closed.body == "b");
    CHECK(closed.field("Connection") == "close");
    CHECK(client.is_closed_by_peer());
}

TEST_CASE("Connection close is obeyed") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send(post_text("a", "/", "Connection: close\r\n"));
    CHECK(client.answer().body == "a");
    CHECK(client.is_closed_by_peer());
}

TEST_CASE("HEAD is answered without a body and the next request is understood") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send("HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    const auto answer = client.answer(false);
    CHECK(answer.field("Content-Length") == "3");
    CHECK(client.post("next").body == "next");
}

TEST_CASE("a chunked body is joined") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    );
    CHECK(client.answer().body == "abcde");
    CHECK(client.post("next").body == "next");
}

TEST_CASE("a body of nearly 4 MB passes, told or chunked") {
    ListenerFixture server;
    RawClient client{server.port()};
    const std::string large(4 * 1024 * 1024, 'x');
    CHECK(client.post(large).body == large);
    std::string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 64; ++i)
        chunked += "10000\r\n" + std::string(65'536, 'y') + "\r\n";
    std::thread sender{[&] { client.send(chunked + "0\r\n\r\n"); }};
    const auto answer = client.answer();
    sender.join();
    CHECK(answer.body.size() == large.size());
}

TEST_CASE("a client that expects 100-continue is told to go on") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    const auto go_on = client.answer();
    CHECK(go_on.status == 100);
    client.send("abc");
    CHECK(client.answer().body == "abc");
}

TEST_CASE("a client that expects 100-continue with 5 MB is refused at once") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send(
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5242880\r\n\r\n"
    );
    CHECK(client.answer().status == 413);
}

TEST_CASE("5 MB are refused with 413 and the answer arrives although more was sent") {
    ListenerFixture server;
    const std::string large(5 * 1024 * 1024, 'x');
    RawClient told{server.port()};
    told.send(post_text(large));
    const auto answer = told.answer();
    CHECK(answer.status == 413);
    CHECK(answer.body.empty());
    CHECK(answer.field("Connection") == "close");
    CHECK(told.is_closed_by_peer());

    RawClient chunked{server.port()};
    chunked.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 80; ++i)
        chunked.send("10000\r\n" + std::string(65'536, 'y') + "\r\n");
    CHECK(chunked.answer().status == 413);
}

TEST_CASE("garbage is answered with 400 and closed") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send("\x16\x03\x01 this is not HTTP\r\n\r\n");
    const auto answer = client.answer();
    CHECK(answer.status == 400);
    CHECK(client.is_closed_by_peer());
    CHECK(server.refusals("400") == 1);
}

TEST_CASE("a header over the limit is answered with 431") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
    CHECK(client.answer().status == 431);
}

TEST_CASE("a request that is cut off is refused with 400, in the header and in the body") {
    ListenerFixture server;
    for (const std::string text :
         {"POST / HTT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"}) {
        RawClient client{server.port()};
        client.send(text);
        client.close_sending();
        const auto answer = client.answer();
        CHECK(answer.status == 400);
    }
}

TEST_CASE("a length shorter than the body leaves bytes that are refused as the next request") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc{\"more\":1}");
    CHECK(client.answer().body == "abc");
    CHECK(client.answer().status == 400);
    CHECK(client.is_closed_by_peer());
}

TEST_CASE("a half-closed peer still gets its answer") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send(post_text("a", "/hold"));
    client.close_sending();
    REQUIRE(ListenerFixture::eventually([&] { return server.held() == 1; }));
    server.release();
    CHECK(client.answer().body == "a");
    CHECK(client.is_closed_by_peer());
}

TEST_CASE("a handler that throws is answered with an empty 500 and the connection goes on") {
    ListenerFixture server;
    RawClient client{server.port()};
    const auto failed = client.post("a", "/throw");
    CHECK(failed.status == 500);
    CHECK(failed.body.empty());
    CHECK(client.post("b").body == "b");
}

TEST_CASE("a peer that resets while it is answered harms nobody") {
    ListenerFixture server;
    for (int i = 0; i < 50; ++i) {
        RawClient client{server.port()};
        client.send(post_text("a", i % 2 == 0 ? "/hold" : "/"));
        client.reset();
    }
    RawClient good{server.port()};
    CHECK(good.post("fine").body == "fine");
    server.release();
    CHECK(ListenerFixture::eventually([&] {
        server.release();
        return server.connections() == 1;
    }));
}
