#include "bot/log.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <utf8.h>

#include <chrono>
#include <ctime>
#include <iterator>

#include "bot/slack_errors.hpp"

namespace bot {

namespace {

// "2026-07-01T09:30:00.123Z": the machine's clock, for whoever compares logs of machines.
std::string timestamp(std::chrono::system_clock::time_point at) {
    const auto millis = std::chrono::floor<std::chrono::milliseconds>(at);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    const std::time_t time = std::chrono::system_clock::to_time_t(seconds);
    std::tm utc{};
    gmtime_r(&time, &utc);
    return fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        utc.tm_year + 1900,
        utc.tm_mon + 1,
        utc.tm_mday,
        utc.tm_hour,
        utc.tm_min,
        utc.tm_sec,
        (millis - seconds).count()
    );
}

std::string_view level_word(spdlog::level::level_enum level) {
    switch (level) {
        case spdlog::level::trace:
        case spdlog::level::debug:
            return "debug";
        case spdlog::level::info:
            return "info";
        case spdlog::level::warn:
            return "warn";
        case spdlog::level::err:
        case spdlog::level::critical:
        case spdlog::level::off:
        case spdlog::level::n_levels:
            break;
    }
    return "error";
}

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warn:
            return spdlog::level::warn;
        case LogLevel::error:
            break;
    }
    return spdlog::level::err;
}

class TextLine : public spdlog::formatter {
 public:
    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& line) override {
        fmt::format_to(
            std::back_inserter(line),
            "{} {:5} {}\n",
            timestamp(message.time),
            level_word(message.level),
            harmless({message.payload.data(), message.payload.size()})
        );
    }
    std::unique_ptr<spdlog::formatter> clone() const override {
        return std::make_unique<TextLine>();
    }
};

class JsonLine : public spdlog::formatter {
 public:
    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& line) override {
        rapidjson::StringBuffer json;
        rapidjson::Writer<rapidjson::StringBuffer> writer(json);
        const auto field = [&writer](std::string_view name, std::string_view value) {
            writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
            writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
        };
        writer.StartObject();
        field("at", timestamp(message.time));
        field("level", level_word(message.level));
        field("message", harmless({message.payload.data(), message.payload.size()}));
        writer.EndObject();
        line.append(json.GetString(), json.GetString() + json.GetSize());
        line.push_back('\n');
    }
    std::unique_ptr<spdlog::formatter> clone() const override {
        return std::make_unique<JsonLine>();
    }
};

}  // namespace

std::string harmless(std::string_view text) {
    const auto masked = mask_secrets(text);
    std::string escaped;
    escaped.reserve(masked.size());
    for (const char c : masked) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') {
            escaped += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            fmt::format_to(std::back_inserter(escaped), "\\x{:02x}", byte);
        } else {
            escaped += c;
        }
    }
    std::string valid;
    utf8::replace_invalid(escaped.begin(), escaped.end(), std::back_inserter(valid));
    return valid;
}

std::unique_ptr<spdlog::formatter> log_formatter(LogFormat format) {
    if (format == LogFormat::json) return std::make_unique<JsonLine>();
    return std::make_unique<TextLine>();
}

void start_log(const LogSettings& settings) {
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    auto logger = std::make_shared<spdlog::logger>("latchkey", std::move(sink));
    logger->set_formatter(log_formatter(settings.format));
    logger->set_level(spdlog_level(settings.level));
    logger->flush_on(spdlog::level::debug);
    spdlog::set_default_logger(std::move(logger));
}

}  // namespace bot
