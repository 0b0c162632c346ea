// Stopping: what is in flight is finished, what is idle is closed, and then nothing is left.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>

#include "tests/bot/listener_fixture.hpp"
#include "tests/bot/raw_client.hpp"

namespace {

using tests::ListenerFixture;
using tests::plain_options;
using tests::post_text;
using tests::RawClient;
using namespace std::chrono_literals;

bool accepts(int port) {
    try {
        RawClient client{port};
        return client.try_post("a").has_value();
    } catch (const std::runtime_error&) {
        return false;
    }
}

}  // namespace

TEST_CASE("a drain lets a slow handler finish, says close, and accepts nobody new") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send(post_text("slow", "/hold"));
    REQUIRE(ListenerFixture::eventually([&] { return server.held() == 1; }));
    server.drain(20s);
    CHECK_FALSE(accepts(server.port()));
    CHECK_FALSE(server.drained());
    server.release();
    const auto answer = client.answer();
    CHECK(answer.body == "slow");
    CHECK(answer.field("Connection") == "close");
    CHECK(client.is_closed_by_peer());
    client.close();
    CHECK(ListenerFixture::eventually([&] { return server.drained().has_value(); }));
    CHECK(server.drained() == true);
}

TEST_CASE("a drain closes idle connections at once") {
    ListenerFixture server;
    RawClient used{server.port()};
    CHECK(used.post("a").status == 200);
    server.drain(20s);
    CHECK(used.is_closed_by_peer());
    used.close();
    CHECK(ListenerFixture::eventually([&] { return server.drained() == true; }));
}

TEST_CASE("a drain with nobody there returns at once") {
    ListenerFixture server;
    server.drain(20s);
    CHECK(ListenerFixture::eventually([&] { return server.drained() == true; }));
}

TEST_CASE("a request whose first half came before a drain is answered") {
    ListenerFixture server;
    RawClient client{server.port()};
    const auto text = post_text("two halves");
    client.send(text.substr(0, 40));
    RawClient other{server.port()};
    CHECK(other.post("a").status == 200);  // so the half has been read
    server.drain(20s);
    client.send(text.substr(40));
    CHECK(client.answer().body == "two halves");
}

TEST_CASE("a connection that came before a drain may still ask its first request") {
    auto options = plain_options();
    options.fresh_time = 10s;
    ListenerFixture server{options};
    RawClient client{server.port()};
    server.drain(20s);
    const auto answer = client.post("just in time");
    CHECK(answer.body == "just in time");
    CHECK(answer.field("Connection") == "close");
}

TEST_CASE("a drain does not wait long for a connection that never asks") {
    ListenerFixture server;  // 200 ms for a first request
    RawClient silent{server.port()};
    server.drain(20s);
    CHECK(silent.is_closed_by_peer());
    silent.close();
    CHECK(ListenerFixture::eventually([&] { return server.drained() == true; }));
}

TEST_CASE("a drain answers what is pipelined already") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send(post_text("first", "/hold") + post_text("second"));
    REQUIRE(ListenerFixture::eventually([&] { return server.held() == 1; }));
    server.drain(20s);
    server.release();
    CHECK(client.answer().body == "first");
    const auto second = client.answer();
    CHECK(second.body == "second");
    CHECK(second.field("Connection") == "close");
}

TEST_CASE("a drain cuts what is not finished at its limit and says so") {
    ListenerFixture server;
    RawClient client{server.port()};
    client.send(post_text("endless", "/hold"));
    REQUIRE(ListenerFixture::eventually([&] { return server.held() == 1; }));
    server.drain(50ms);
    CHECK_FALSE(client.try_answer());
    CHECK(ListenerFixture::eventually([&] { return server.drained().has_value(); }));
    CHECK(server.drained() == false);
}

TEST_CASE("after a drain the loop has nothing left to do") {
    boost::asio::io_context io;
    bot::Listener listener{
        io, plain_options(), [](bot::HttpRequest&) -> store::Task<bot::HttpResponse> {
            co_return bot::HttpResponse{};
        }};
    listener.start();
    std::thread loop{[&] { io.run(); }};
    {
        RawClient client{listener.port()};
        CHECK(client.post("a").status == 200);
    }
    boost::asio::post(io, [&] {
        boost::asio::co_spawn(io.get_executor(), listener.drain(20s), boost::asio::detached);
    });
    loop.join();
    CHECK(listener.connections() == 0);
}
