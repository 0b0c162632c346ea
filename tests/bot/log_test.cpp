// A log line is one line, holds no secret, and is valid JSON where JSON was asked for.
#include <spdlog/details/log_msg.h>
#include <spdlog/formatter.h>

#include <catch2/catch.hpp>

#include "bot/clock_follower.hpp"
#include "bot/json_read.hpp"
#include "bot/log.hpp"

namespace {

std::string line(bot::LogFormat format, std::string_view text) {
    spdlog::memory_buf_t buffer;
    const spdlog::details::log_msg message(
        "latchkey", spdlog::level::warn, spdlog::string_view_t(text.data(), text.size())
    );
    bot::log_formatter(format)->format(message, buffer);
    return {buffer.data(), buffer.size()};
}

}  // namespace

TEST_CASE("a token in a log message is blotted out") {
    for (const auto format : {bot::LogFormat::text, bot::LogFormat::json}) {
        const auto written = line(format, "failed with xoxb-12345-abcdef in it");
        CHECK(written.find("12345") == std::string::npos);
        CHECK(written.find("in it") != std::string::npos);
    }
}

TEST_CASE("outside text cannot forge a second log line") {
    const auto written = line(bot::LogFormat::text, "name: a\nb\x1b[31m\r");
    CHECK(written.find('\n') == written.size() - 1);
    CHECK(written.ends_with("warn  name: a\\nb\\x1b[31m\\x0d\n"));
}

TEST_CASE("a JSON log line is JSON whatever the message holds") {
    auto written = line(bot::LogFormat::json, "\"quoted\" \\ \xff\xc3 \x01 ü");
    bot::json::Parser parser;
    const auto* value = parser.parse(written.data(), written.size());
    REQUIRE(value);
    CHECK(bot::json::text(*value, "level") == "warn");
    CHECK(bot::json::text(*value, "message").starts_with("\"quoted\" \\ "));
    CHECK(bot::json::text(*value, "at").ends_with("Z"));
}

TEST_CASE("a clock's answer that is not one is refused") {
    CHECK(bot::parse_clock_reading(R"({"offset_ms":5000,"version":3})").has_value());
    CHECK(bot::parse_clock_reading(R"({"offset_ms":-5000,"version":3})")->offset.count() == -5000);
    CHECK_FALSE(bot::parse_clock_reading(R"({"offset_ms":"5000","version":3})").has_value());
    CHECK_FALSE(bot::parse_clock_reading(R"({"version":3})").has_value());
    CHECK_FALSE(bot::parse_clock_reading(R"({"offset_ms":9e18,"version":3})").has_value());
    CHECK_FALSE(
        bot::parse_clock_reading(R"({"offset_ms":9223372036854775807,"version":3})").has_value()
    );
    CHECK_FALSE(bot::parse_clock_reading("[]").has_value());
    CHECK_FALSE(bot::parse_clock_reading("").has_value());
}
