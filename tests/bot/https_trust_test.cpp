// Whom the HTTPS client trusts, and with which reason it refuses everybody else.
#include "https_fixture.hpp"

using namespace https_fixture;

TEST_CASE("a certificate for the IP address is good for the IP address") {
    scripted::Server server{answer_everything, tls()};
    Fixture fixture;
    CHECK(fixture.call(server.url("/", "127.0.0.1")).has_value());
}

TEST_CASE("a certificate is refused with its reason") {
    struct Case {
        certificates::Wish wish;
        std::string host;
        std::string reason;
    };
    const Case cases[] = {
        {{.names = "DNS:other.example"}, "localhost", "hostname mismatch"},
        {{.names = "DNS:localhost"}, "127.0.0.1", "IP address mismatch"},
        {{.names = "DNS:local*"}, "localhost", "hostname mismatch"},
        {{.from_seconds = -7200, .until_seconds = -60}, "localhost", "certificate has expired"},
        {{.from_seconds = 3600, .until_seconds = 7200}, "localhost", "not yet valid"},
    };
    for (const auto& one : cases) {
        INFO(one.reason);
        scripted::Server server{answer_everything, tls(one.wish)};
        Fixture fixture;
        const auto error = fixture.failure(server.url("/", one.host));
        CHECK(error.fault == TransportFault::tls);
        CHECK_FALSE(error.maybe_done);
        CHECK(contains(error.detail, one.reason));
        CHECK(server.requests().empty());
    }
}

TEST_CASE("a certificate of an unknown authority is refused") {
    const certificates::Authority stranger;
    scripted::ServerOptions options;
    options.tls = stranger.issue();
    scripted::Server server{answer_everything, options};
    Fixture fixture;
    const auto error = fixture.failure(server.url());
    CHECK(error.fault == TransportFault::tls);
    CHECK_FALSE(error.maybe_done);
    CHECK(contains(error.detail, "unable to get local issuer certificate"));
}

TEST_CASE("without the extra authority its certificates are refused") {
    scripted::Server server{answer_everything, tls()};
    asio::io_context io;
    HttpsClient client{io, {}};
    const HttpCall call{.url = server.url()};
    const auto result = await_on(io, client.call(call));
    REQUIRE(result.has_error());
    CHECK(result.error().fault == TransportFault::tls);
}

TEST_CASE("TLS older than 1.2 is refused") {
    auto options = tls();
    options.only_tls_1_1 = true;
    scripted::Server server{answer_everything, options};
    Fixture fixture;
    const auto error = fixture.failure(server.url());
    CHECK(error.fault == TransportFault::tls);
    CHECK_FALSE(error.maybe_done);
}

TEST_CASE("a certificate file that cannot be read stops the start") {
    asio::io_context io;
    CHECK_THROWS_WITH(
        HttpsClient(io, {.ca_file = "/does/not/exist.pem"}), Catch::Contains("/does/not/exist.pem")
    );
}
