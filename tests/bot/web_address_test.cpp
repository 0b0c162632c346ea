// Which addresses are understood, and which count as this machine.
#include "bot/web_address.hpp"

#include <catch2/catch.hpp>

using bot::parse_web_address;

TEST_CASE("an address is taken apart") {
    const auto address = parse_web_address("https://Example.COM:8443/scim/v2?a=b%20c#part");
    REQUIRE(address);
    CHECK(address->tls);
    CHECK(address->host == "example.com");
    CHECK(address->port == 8443);
    CHECK(address->target == "/scim/v2?a=b%20c");
    CHECK(address->origin() == "https://example.com:8443");
}

TEST_CASE("the scheme's own port is left out of the origin") {
    CHECK(parse_web_address("https://slack.com/api/")->origin() == "https://slack.com");
    CHECK(parse_web_address("https://slack.com:443")->origin() == "https://slack.com");
    CHECK(parse_web_address("http://[::1]:8080/x")->origin() == "http://[::1]:8080");
    CHECK(parse_web_address("https://slack.com")->target == "/");
    CHECK(parse_web_address("https://slack.com?a=b")->target == "/?a=b");
}

TEST_CASE("loopback is what is loopback by its text") {
    for (const auto* text :
         {"http://localhost",
          "http://LOCALHOST:1",
          "http://127.0.0.1:9",
          "http://127.9.9.9",
          "http://[::1]/x"})
        CHECK(parse_web_address(text).value().is_loopback());
    for (const auto* text :
         {"http://localhost.example.com",
          "http://127.0.0.1.example.com",
          "http://127.0.0.1x",
          "http://128.0.0.1",
          "http://[::2]",
          "http://0.0.0.0",
          "http://example.com/127.0.0.1"})
        CHECK_FALSE(parse_web_address(text)->is_loopback());
}

TEST_CASE("what is no plain web address is refused") {
    const std::string_view refused[] = {
        "",
        "slack.com",
        "//slack.com/x",
        "/path",
        "ftp://slack.com/",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "https://user@slack.com/",
        "https://hooks.slack.com@evil.example/",
        "https://slack.com:99999/",
        "https://slack.com:x/",
        "https://slack.com:/",
        "https://slack.com:+443/",
        "https://slack.com:443@evil.example/",
        "https://slack.com\\@evil.example/",
        "https://[::1/",
        "https://[::1]x/",
        "https://a:1:2/",
        "https://sla ck.com/",
        "https://slack.com/a b",
        "https://slack.com/\r\nHost: evil.example",
        "https://slack.com%00.evil.example/",
        "https://slack.com%2f.evil.example/",
        "javascript:alert(1)",
        std::string_view{"https://slack.com/\0x", 20},
    };
    for (const auto text : refused) {
        INFO(text);
        CHECK_FALSE(parse_web_address(text).has_value());
    }
}
