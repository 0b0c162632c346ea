// Readers of where and when: addresses, times of day, days and zones.
#include <date/tz.h>

#include <array>
#include <boost/asio/ip/address.hpp>
#include <stdexcept>

#include "bot/settings_parts.hpp"
#include "bot/settings_value.hpp"
#include "bot/web_address.hpp"

namespace bot {

namespace {

std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hours = whole_number<unsigned>(text.substr(0, 2));
    const auto minutes = whole_number<unsigned>(text.substr(3));
    if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > 24 * 60) {
        return std::nullopt;
    }
    return std::chrono::minutes{*hours * 60 + *minutes};
}

bool is_mail_url(const std::string& text) {
    for (const std::string scheme : {"smtp://", "smtps://"}) {
        // The rest is as in any address.
        if (text.starts_with(scheme)) {
            const auto address = parse_web_address("https://" + text.substr(scheme.size()));
            return address && address->target == "/";
        }
    }
    return false;
}

}  // namespace

Read<Endpoint> read_endpoint(const RawValue& raw) {
    const std::string example = R"(an address and a port like "127.0.0.1:8443" or "[::1]:8443")";
    const auto* given = text_of(raw);
    if (!given) return Refusal{"it must be " + example};
    const auto text = trimmed(*given);
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return Refusal{shown(text) + " is not " + example};
    const auto port = whole_number<std::uint16_t>(text.substr(colon + 1));
    if (!port) return Refusal{shown(text) + " is not " + example + ": a port is from 0 to 65535"};
    std::string host{text.substr(0, colon)};
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    boost::system::error_code failed;
    const auto address = boost::asio::ip::make_address(host, failed);
    if (failed || address.is_v6() != bracketed) return Refusal{shown(text) + " is not " + example};
    return Endpoint{address.to_string(), *port};
}

Read<std::string> read_url(const RawValue& raw, UrlRule rule) {
    auto text = read_text(raw);
    if (!text) return text.error();
    if (rule == UrlRule::mail) {
        if (is_mail_url(*text)) return text;
        return Refusal{shown(*text) + R"( is not an address like "smtps://mail.example.com:465")"};
    }
    const auto address = parse_web_address(*text);
    if (!address) return Refusal{shown(*text) + " is not an address like \"https://host/path\""};
    if (address->tls) return text;
    if (rule == UrlRule::https) return Refusal{shown(*text) + " must begin with https://"};
    if (address->is_loopback()) return text;
    return Refusal{shown(*text) + " must begin with https://: plain http is for this machine only"};
}

Read<std::string> read_public_url(const RawValue& raw) {
    auto url = read_url(raw, UrlRule::https);
    if (!url) return url;
    if (url->find_first_of("?#") != std::string::npos) {
        return Refusal{shown(*url) + " has a \"?\" or \"#\": paths are added at its end"};
    }
    while (url->ends_with('/'))
        url->pop_back();
    return url;
}

Read<std::chrono::minutes> read_time_of_day(const RawValue& raw) {
    const auto* text = text_of(raw);
    const auto time = text ? parse_time_of_day(trimmed(*text)) : std::nullopt;
    if (!time) return Refusal{R"(it must be a time from "00:00" to "24:00", like "09:00")"};
    return *time;
}

Read<std::vector<std::chrono::weekday>> read_weekdays(const RawValue& raw) {
    // In the week's order, with the numbers of std::chrono::weekday.
    const std::vector<std::string_view> names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const auto list = list_of(raw);
    if (!list || list->empty()) {
        return Refusal{R"(it must be a list of at least one day like ["mon", "tue"])"};
    }
    std::array<bool, 7> chosen{};
    for (const auto& entry : *list) {
        const auto day = read_choice(RawValue{entry}, names);
        if (!day) return day.error();
        chosen.at(*day) = true;
    }
    std::vector<std::chrono::weekday> days;
    for (unsigned day = 0; day < chosen.size(); ++day) {
        if (chosen.at(day)) days.emplace_back((day + 1) % 7);
    }
    return days;
}

Read<std::string> read_timezone(const RawValue& raw) {
    auto name = read_text(raw);
    if (!name) return name.error();
    try {
        date::locate_zone(*name);
    } catch (const std::runtime_error&) {
        return Refusal{
            shown(*name) +
            R"( is not a time zone that this machine knows; write one like "Europe/Berlin")"};
    }
    return name;
}

Read<LogSettings> read_log(const RawValue& raw, LogSettings otherwise) {
    const std::vector<std::string_view> words{"text", "json", "debug", "info", "warn", "error"};
    const auto* text = text_of(raw);
    if (!text) return Refusal{"it must be a text like \"json,debug\""};
    LogSettings log = otherwise;
    for (const auto& part : split_at_commas(*text)) {
        const auto word = read_choice(RawValue{part}, words);
        if (!word) return word.error();
        if (*word < 2) {
            log.format = *word == 0 ? LogFormat::text : LogFormat::json;
        } else {
            log.level = static_cast<LogLevel>(*word - 2);
        }
    }
    return log;
}

}  // namespace bot
