// Kept connections, their limit, and the end of all calls at shutdown.
#include <boost/asio/detached.hpp>
#include "https_fixture.hpp"

using namespace https_fixture;

TEST_CASE("calls to one host share a kept connection") {
    scripted::Server server{answer_everything, tls()};
    Fixture fixture;
    for (int i = 0; i < 5; ++i)
        REQUIRE(fixture.call(server.url()).has_value());
    CHECK(server.connections() == 1);
    CHECK(fixture.client.idle_connections() == 1);
}

TEST_CASE("a connection that the server says it closes is not kept") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.write(answer("x", "Connection: close\r\n"));
            peer.close();
        },
        tls()};
    Fixture fixture;
    for (int i = 0; i < 3; ++i)
        REQUIRE(fixture.call(server.url()).has_value());
    CHECK(server.connections() == 3);
    CHECK(fixture.client.idle_connections() == 0);
}

TEST_CASE("a kept connection that was closed or spoilt meanwhile is noticed before it is used") {
    const auto spoil = GENERATE(
        std::function<void(Peer&)>{[](Peer& peer) { peer.close(); }},
        std::function<void(Peer&)>{[](Peer& peer) { peer.reset(); }},
        std::function<void(Peer&)>{[](Peer& peer) { peer.write(answer("smuggled")); }}
    );
    std::promise<void> answered;
    auto has_answer = answered.get_future().share();
    scripted::Server server{
        [&](Peer& peer) {
            peer.read_request();
            peer.write(answer("fine"));
            if (peer.number() > 1) return answer_everything(peer);
            has_answer.wait_for(30s);
            spoil(peer);
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture;
    REQUIRE(fixture.call(server.url()).has_value());
    answered.set_value();
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (fixture.client.idle_connections() > 0)
        REQUIRE(std::chrono::steady_clock::now() < deadline);
    // Not safe to repeat, and yet no error: nothing was sent into the void.
    const auto result = fixture.call(server.url());
    REQUIRE(result.has_value());
    CHECK(result->body == "fine");
    CHECK(server.connections() == 2);
}

TEST_CASE("bytes after the answer that nobody asked for spoil the connection") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.write(answer("fine") + answer("smuggled"));
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture;
    CHECK(fixture.call(server.url())->body == "fine");
    CHECK(fixture.call(server.url())->body == "fine");
    CHECK(server.connections() == 2);
}

TEST_CASE("a kept connection that dies under the call is replaced only if repeating is safe") {
    const bool safe = GENERATE(true, false);
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.write(answer("fine"));
            if (peer.number() > 1) return answer_everything(peer);
            peer.read_request();
            peer.close();
        },
        tls()};
    Fixture fixture;
    REQUIRE(fixture.call(server.url()).has_value());
    const auto result = fixture.call(HttpCall{.url = server.url(), .safe_to_repeat = safe});
    CHECK(result.has_value() == safe);
    CHECK(server.requests().size() == (safe ? 3 : 2));
    if (safe) return;
    CHECK(result.error().fault == TransportFault::lost_answer);
    CHECK(result.error().maybe_done);
}

TEST_CASE("a kept connection that dies within the answer is never repeated") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.write(answer("fine"));
            peer.read_request();
            peer.write("HTTP/1.1 200 OK\r\n");
            peer.close();
        },
        tls()};
    Fixture fixture;
    REQUIRE(fixture.call(server.url()).has_value());
    const auto error = fixture.failure(HttpCall{.url = server.url(), .safe_to_repeat = true});
    CHECK(error.fault == TransportFault::lost_answer);
    CHECK(server.requests().size() == 2);
}

TEST_CASE("beyond the limit calls wait, urgent ones first and with a reserve") {
    std::promise<void> go_on;
    auto may_go_on = go_on.get_future().share();
    scripted::Server server{
        [=](Peer& peer) {
            for (;;) {
                const auto request = peer.read_request();
                if (contains(request, "POST /first") || contains(request, "POST /reserve"))
                    may_go_on.wait_for(30s);
                peer.write(answer("fine"));
            }
        },
        tls()};
    Fixture fixture{{.connections_per_host = 1, .urgent_reserve = 1}};
    int answered = 0;
    const auto count = [&](const HttpResult& result) {
        CHECK(result.has_value());
        ++answered;
    };
    const auto call = [&](const std::string& path, bool urgent) {
        return HttpCall{.url = server.url(path), .urgent = urgent};
    };
    const auto first = call("/first", false);
    const auto reserve = call("/reserve", true);
    const auto second = call("/second", false);
    const auto third = call("/third", false);
    const auto urgent = call("/urgent", true);
    start(fixture, first, count);
    start(fixture, reserve, count);
    while (server.requests().size() < 2)
        fixture.io.run_one_for(10ms);
    start(fixture, second, count);
    start(fixture, third, count);
    start(fixture, urgent, count);
    while (fixture.io.poll() > 0) {
    }
    CHECK(fixture.client.calls_under_way() == 5);
    CHECK(server.requests().size() == 2);
    go_on.set_value();
    while (answered < 5)
        fixture.io.run_one_for(10ms);
    const auto requests = server.requests();
    CHECK(contains(requests[2], "POST /urgent"));
    CHECK(contains(requests[3], "POST /second"));
    CHECK(contains(requests[4], "POST /third"));
    CHECK(server.connections() == 2);
}

TEST_CASE("waiting for a connection counts as time before sending") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture{{.connections_per_host = 1, .urgent_reserve = 0}};
    const HttpCall first{.url = server.url("/first"), .time_limit = 10s};
    start(fixture, first, [](const HttpResult& result) { CHECK(result.has_error()); });
    while (server.requests().empty())
        fixture.io.run_one_for(10ms);
    const auto error = fixture.failure(HttpCall{.url = server.url("/second"), .time_limit = 100ms});
    CHECK(error.fault == TransportFault::timeout_before_send);
    CHECK_FALSE(error.maybe_done);
    fixture.client.stop();
    fixture.io.run();
}

TEST_CASE("stop cancels what is under way and refuses what comes") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture;
    const HttpCall call{.url = server.url()};
    std::optional<HttpResult> ended;
    start(fixture, call, [&](HttpResult result) { ended = std::move(result); });
    while (server.requests().empty())
        fixture.io.run_one_for(10ms);
    fixture.client.stop();
    fixture.io.run();
    REQUIRE(ended);
    REQUIRE(ended->has_error());
    CHECK(ended->error().fault == TransportFault::cancelled);
    CHECK(ended->error().maybe_done);  // it was sent
    const auto refused = fixture.failure(server.url());
    CHECK(refused.fault == TransportFault::cancelled);
    CHECK_FALSE(refused.maybe_done);
    CHECK(fixture.client.calls_under_way() == 0);
    CHECK(server.connections() == 1);
}

TEST_CASE("drain lets the calls under way end") {
    std::promise<void> go_on;
    auto may_go_on = go_on.get_future().share();
    scripted::Server server{
        [=](Peer& peer) {
            peer.read_request();
            may_go_on.wait_for(30s);
            peer.write(answer("late"));
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture;
    const HttpCall call{.url = server.url()};
    std::optional<HttpResult> ended;
    bool drained = false;
    start(fixture, call, [&](HttpResult result) { ended = std::move(result); });
    while (server.requests().empty())
        fixture.io.run_one_for(10ms);
    asio::co_spawn(fixture.io, fixture.client.drain(60s), [&](std::exception_ptr) {
        drained = true;
    });
    while (fixture.io.poll() > 0) {
    }
    CHECK_FALSE(drained);
    go_on.set_value();
    fixture.io.run();
    CHECK(drained);
    REQUIRE(ended);
    CHECK(ended->has_value());
}

TEST_CASE("drain ends the calls that outlast its grace") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture;
    const HttpCall call{.url = server.url(), .time_limit = 60s};
    std::optional<HttpResult> ended;
    start(fixture, call, [&](HttpResult result) { ended = std::move(result); });
    while (server.requests().empty())
        fixture.io.run_one_for(10ms);
    asio::co_spawn(fixture.io, fixture.client.drain(50ms), asio::detached);
    fixture.io.run();
    REQUIRE(ended);
    CHECK(ended->error().fault == TransportFault::cancelled);
}

TEST_CASE("a loop that is torn down in the middle of calls leaks and breaks nothing") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture{{.connections_per_host = 1, .urgent_reserve = 0}};
    const HttpCall call{.url = server.url()};
    for (int i = 0; i < 3; ++i)
        start(fixture, call, [](const HttpResult&) { FAIL("ended"); });
    while (server.requests().empty())
        fixture.io.run_one_for(10ms);
    CHECK(fixture.client.calls_under_way() == 3);
}
