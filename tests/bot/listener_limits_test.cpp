// Time and number: slow peers, idle peers, too many peers. In every case good traffic goes on.
#include <catch2/catch.hpp>

#include "tests/bot/listener_fixture.hpp"
#include "tests/bot/raw_client.hpp"

namespace {

using tests::ListenerFixture;
using tests::plain_options;
using tests::post_text;
using tests::RawClient;
using namespace std::chrono_literals;

bool answers(RawClient& client) {
    const auto answer = client.post("good");
    return answer.status == 200 && answer.body == "good";
}

}  // namespace

TEST_CASE("a header that takes too long is answered with 408 and closed") {
    auto options = plain_options();
    options.header_time = 50ms;
    ListenerFixture server{options};
    RawClient slow{server.port()};
    slow.send("POST /slack/events HTTP/1.1\r\nHost: a\r\n");
    CHECK(slow.answer().status == 408);
    CHECK(slow.is_closed_by_peer());
}

TEST_CASE("a header that trickles in is cut at its time and not prolonged by each byte") {
    auto options = plain_options();
    options.header_time = 100ms;
    ListenerFixture server{options};
    RawClient slow{server.port()};
    RawClient good{server.port()};
    const auto start = std::chrono::steady_clock::now();
    slow.send("POST / HTTP/1.1\r\nHost: a\r\nX: ");
    while (server.refusals("408") == 0) {
        REQUIRE(std::chrono::steady_clock::now() - start < 20s);
        // A byte each time: a fast machine must not reach the limit of size first.
        slow.send("y");
        REQUIRE(answers(good));
    }
    CHECK(slow.answer().status == 408);
}

TEST_CASE("a body that takes too long is answered with 408 and closed") {
    auto options = plain_options();
    options.request_time = 50ms;
    ListenerFixture server{options};
    RawClient slow{server.port()};
    slow.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");
    CHECK(slow.answer().status == 408);
    CHECK(slow.is_closed_by_peer());
}

TEST_CASE("a length longer than the body is answered with 408 at the time limit") {
    auto options = plain_options();
    options.request_time = 50ms;
    ListenerFixture server{options};
    RawClient wrong{server.port()};
    wrong.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n{\"a\":\"b\"}");
    CHECK(wrong.answer().status == 408);
}

TEST_CASE("an idle connection is closed without a word") {
    auto options = plain_options();
    options.idle_time = 50ms;
    ListenerFixture server{options};
    RawClient silent{server.port()};
    CHECK(silent.is_closed_by_peer());
    RawClient used{server.port()};
    CHECK(answers(used));
    CHECK(used.is_closed_by_peer());
    CHECK(server.refusals("408") == 0);
}

TEST_CASE("a handler over the time of its request is cut off") {
    auto options = plain_options();
    options.request_time = 50ms;
    ListenerFixture server{options};
    RawClient client{server.port()};
    client.send(post_text("a", "/hold"));
    CHECK_FALSE(client.try_answer());
    CHECK(server.held() == 1);
}

TEST_CASE("a peer that never reads its answer is cut off") {
    auto options = plain_options();
    options.request_time = 100ms;
    ListenerFixture server{options};
    RawClient deaf{server.port()};
    // More answers than the kernel will hold.
    const auto request = post_text(std::string(2'000'000, 'x'));
    std::thread sender{[&] {
        for (int i = 0; i < 20; ++i)
            deaf.send(request);
    }};
    CHECK(ListenerFixture::eventually([&] { return server.connections_that("timed_out") > 0; }));
    CHECK(ListenerFixture::eventually([&] { return server.connections() == 0; }));
    sender.join();
}

TEST_CASE("1,000 idle and 100 slow connections do not stand in the way of good requests") {
    ListenerFixture server;
    std::vector<RawClient> idle;
    for (int i = 0; i < 1'000; ++i)
        idle.emplace_back(server.port());
    for (int i = 0; i < 100; ++i) {
        idle.emplace_back(server.port());
        idle.back().send("POST / HTTP/1.1\r\nHost: a\r\nX-Sl");
    }
    RawClient good{server.port()};
    for (int i = 0; i < 100; ++i)
        REQUIRE(answers(good));
    CHECK(server.connections() == 1'101);
    CHECK(answers(idle.front()));
    CHECK(answers(idle[999]));
}

TEST_CASE("over the limit of connections the longest idle one makes room") {
    auto options = plain_options();
    options.connections = 3;
    ListenerFixture server{options};
    RawClient first{server.port()};
    RawClient second{server.port()};
    RawClient third{server.port()};
    CHECK(answers(first));
    CHECK(answers(second));
    CHECK(answers(third));
    CHECK(answers(first));  // now the second has been idle for longest
    RawClient fourth{server.port()};
    CHECK(answers(fourth));
    CHECK(second.is_closed_by_peer());
    CHECK(answers(first));
    CHECK(answers(third));
    CHECK(server.connections_that("evicted") == 1);
}

TEST_CASE("over the limit of connections an unfinished header makes room") {
    auto options = plain_options();
    options.connections = 2;
    ListenerFixture server{options};
    RawClient slow{server.port()};
    slow.send("POST / HT");
    RawClient busy{server.port()};
    busy.send(post_text("a", "/hold"));
    REQUIRE(ListenerFixture::eventually([&] { return server.held() == 1; }));
    RawClient good{server.port()};
    CHECK(answers(good));
    server.release();
    CHECK(busy.answer().body == "a");
}

TEST_CASE("when all connections are being answered a new one waits for its turn") {
    auto options = plain_options();
    options.connections = 2;
    ListenerFixture server{options};
    RawClient first{server.port()};
    RawClient second{server.port()};
    first.send(post_text("1", "/hold", "Connection: close\r\n"));
    second.send(post_text("2", "/hold", "Connection: close\r\n"));
    REQUIRE(ListenerFixture::eventually([&] { return server.held() == 2; }));
    RawClient third{server.port()};
    third.send(post_text("3"));
    CHECK(server.connections() == 2);
    server.release();
    CHECK(first.answer().body == "1");
    CHECK(second.answer().body == "2");
    first.close();
    CHECK(third.answer().body == "3");
}

TEST_CASE("bodies that would fill the memory together are refused with 503") {
    auto options = plain_options();
    options.bodies_limit = 1'000'000;
    ListenerFixture server{options};
    RawClient holder{server.port()};
    holder.send(post_text(std::string(900'000, 'x'), "/hold"));
    REQUIRE(ListenerFixture::eventually([&] { return server.held() == 1; }));
    RawClient over{server.port()};
    over.send(post_text(std::string(200'000, 'x')));
    CHECK(over.answer().status == 503);
    RawClient small{server.port()};
    CHECK(answers(small));
    server.release();
    CHECK(holder.answer().status == 200);
    RawClient later{server.port()};
    CHECK(later.post(std::string(200'000, 'x')).status == 200);
}
