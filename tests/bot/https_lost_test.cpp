// Calls that fail, at every point: whether they were certainly not carried out, or maybe.
#include "https_fixture.hpp"

using namespace https_fixture;

TEST_CASE("a slow answer is a lost answer that may have been carried out") {
    scripted::Server server{
        [](Peer& peer) {
            peer.read_request();
            peer.wait_until_gone();
        },
        tls()};
    Fixture fixture;
    // Long enough to be sent on a busy machine, so that only the answer is missing.
    const auto error = fixture.failure(HttpCall{.url = server.url(), .time_limit = 3s});
    CHECK(error.fault == TransportFault::lost_answer);
    CHECK(error.maybe_done);
    CHECK(contains(error.detail, "the time was up"));
}

TEST_CASE("a server that never shakes hands is a time-out before sending") {
    auto options = tls();
    options.before_handshake = [](Peer& peer) { peer.wait_until_gone(); };
    scripted::Server server{answer_everything, options};
    Fixture fixture;
    const auto error = fixture.failure(HttpCall{.url = server.url(), .time_limit = 300ms});
    CHECK(error.fault == TransportFault::timeout_before_send);
    CHECK_FALSE(error.maybe_done);
}

TEST_CASE("an answer that is lost after the body was read may have been carried out") {
    const auto lose = GENERATE(
        std::function<void(Peer&)>{[](Peer& peer) { peer.close(); }},
        std::function<void(Peer&)>{[](Peer& peer) { peer.cut(); }},
        std::function<void(Peer&)>{[](Peer& peer) { peer.reset(); }},
        std::function<void(Peer&)>{[](Peer& peer) {
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
            peer.close();
        }}
    );
    scripted::Server server{
        [&](Peer& peer) {
            peer.read_request();
            lose(peer);
        },
        tls()};
    Fixture fixture;
    const auto error =
        fixture.failure(HttpCall{.url = server.url(), .body = "{}", .safe_to_repeat = true});
    CHECK(error.fault == TransportFault::lost_answer);
    CHECK(error.maybe_done);
    CHECK(server.requests().size() == 1);  // a new connection is no stale one: never repeated
}

TEST_CASE("a reset before the handshake is certainly not carried out") {
    auto options = tls();
    options.before_handshake = [](Peer& peer) {
        peer.reset();
        throw scripted::ClientGone{};
    };
    scripted::Server server{answer_everything, options};
    Fixture fixture;
    const auto error = fixture.failure(server.url());
    CHECK_FALSE(error.maybe_done);
    CHECK(server.requests().empty());
}

TEST_CASE("a reset while a large body is sent is certainly not carried out") {
    scripted::Server server{[](Peer& peer) { peer.reset(); }, tls()};
    Fixture fixture;
    const auto error =
        fixture.failure(HttpCall{.url = server.url(), .body = std::string(32 * 1024 * 1024, 'x')});
    CHECK(error.fault == TransportFault::send);
    CHECK_FALSE(error.maybe_done);
}

TEST_CASE("a refused connection is certainly not carried out") {
    std::string url;
    {
        scripted::Server server{answer_everything, tls()};
        url = server.url();
    }
    Fixture fixture;
    const auto error = fixture.failure(url);
    CHECK(error.fault == TransportFault::connect);
    CHECK_FALSE(error.maybe_done);
}

TEST_CASE("a host that does not exist is certainly not carried out") {
    Fixture fixture;
    const auto error =
        fixture.failure(HttpCall{.url = "https://nobody.invalid/", .time_limit = 2s});
    CHECK((
        error.fault == TransportFault::resolve || error.fault == TransportFault::timeout_before_send
    ));
    CHECK_FALSE(error.maybe_done);
}
