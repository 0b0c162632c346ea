#include "bot/recurrence.hpp"

#include <date/tz.h>
#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <stdexcept>

namespace bot {
namespace {

using Parts = std::map<std::string, std::string, std::less<>>;

constexpr std::array<std::string_view, 14> known_parts{
    "FREQ",
    "UNTIL",
    "COUNT",
    "INTERVAL",
    "BYSECOND",
    "BYMINUTE",
    "BYHOUR",
    "BYDAY",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYMONTH",
    "BYSETPOS",
    "WKST"};
constexpr std::array<std::string_view, 4> frequencies{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};

constexpr auto like_this = "a recurrence is a rule like FREQ=MONTHLY;INTERVAL=3 (RFC 5545, RRULE)";

bool is_count(const std::string& text) {
    const bool digits =
        !text.empty() && text.size() <= 4 &&
        std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    return digits && text.find_first_not_of('0') != std::string::npos;
}

// "NAME=VALUE;…" taken apart; nothing if it is not of that form.
std::optional<Parts> parts_of(std::string_view rule) {
    Parts parts;
    while (true) {
        const auto semicolon = std::min(rule.find(';'), rule.size());
        const auto part = rule.substr(0, semicolon);
        const auto equals = part.find('=');
        if (equals == std::string_view::npos || equals + 1 == part.size()) return std::nullopt;
        const auto name = part.substr(0, equals);
        const bool fresh =
            parts.emplace(std::string(name), std::string(part.substr(equals + 1))).second;
        if (!fresh) return std::nullopt;
        if (semicolon == rule.size()) return parts;
        rule.remove_prefix(semicolon + 1);
    }
}

template <class Words>
bool is_one_of(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// What the library would let pass, or would end the process for.
std::optional<std::string> problem_of_parts(const Parts& parts) {
    for (const auto& [name, value] : parts) {
        if (!is_one_of(known_parts, name)) return name + " is no part of a recurrence rule";
    }
    const auto frequency = parts.find("FREQ");
    if (frequency == parts.end()) return like_this;
    if (!is_one_of(frequencies, frequency->second))
        return "a campaign recurs by FREQ=DAILY, WEEKLY, MONTHLY or YEARLY";
    if (parts.contains("UNTIL") && parts.contains("COUNT"))
        return "UNTIL and COUNT exclude each other";
    for (const auto* name : {"COUNT", "INTERVAL"}) {
        const auto found = parts.find(name);
        if (found != parts.end() && !is_count(found->second))
            return std::string(name) + " is a whole number from 1 to 9999";
    }
    const auto until = parts.find("UNTIL");
    if (until != parts.end()) {
        icalerror_clear_errno();
        const auto time = icaltime_from_string(until->second.c_str());
        if (icaltime_is_null_time(time) != 0)
            return "UNTIL is a time like 20261231T090000Z or a day like 20261231";
    }
    return std::nullopt;
}

icalrecurrencetype parsed(const std::string& rule) {
    icalerror_set_errors_are_fatal(0);
    icalerror_clear_errno();
    return icalrecurrencetype_from_string(rule.c_str());
}

const date::time_zone* zone_named(const std::string& name) {
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return date::locate_zone("UTC");
    }
}

icaltimetype as_ical(date::local_seconds at) {
    const auto day = date::floor<date::days>(at);
    const date::year_month_day ymd{day};
    const date::hh_mm_ss<std::chrono::seconds> time{at - day};
    auto made = icaltime_null_time();
    made.year = static_cast<int>(ymd.year());
    made.month = static_cast<int>(static_cast<unsigned>(ymd.month()));
    made.day = static_cast<int>(static_cast<unsigned>(ymd.day()));
    made.hour = static_cast<int>(time.hours().count());
    made.minute = static_cast<int>(time.minutes().count());
    made.second = static_cast<int>(time.seconds().count());
    return made;
}

std::chrono::seconds time_of_day(const icaltimetype& at) {
    return std::chrono::hours{at.hour} + std::chrono::minutes{at.minute} +
           std::chrono::seconds{at.second};
}

date::year_month_day day_of(const icaltimetype& at) {
    return date::year{at.year} / at.month / at.day;
}

}  // namespace

struct Recurrence::Walk {
    const date::time_zone* zone = nullptr;
    icalrecur_iterator* at = nullptr;
};

std::string tidy_recurrence(std::string_view text) {
    std::string rule;
    for (const unsigned char c : text) {
        if (std::isspace(c) == 0) rule += static_cast<char>(std::toupper(c));
    }
    constexpr std::string_view prefix = "RRULE:";
    if (rule.starts_with(prefix)) rule.erase(0, prefix.size());
    return rule;
}

std::optional<std::string> recurrence_problem(const std::string& rule) {
    constexpr std::size_t longest = 500;
    if (rule.size() > longest) return like_this;
    const auto parts = parts_of(rule);
    if (!parts) return like_this;
    if (auto problem = problem_of_parts(*parts)) return problem;
    const auto known = parsed(rule);
    if (known.freq == ICAL_NO_RECURRENCE) return like_this;
    // From a day on which every part can be asked for; UNTIL may be long ago.
    auto endless = *parts;
    endless.erase("UNTIL");
    std::string text = "FREQ=" + endless["FREQ"];
    for (const auto& [name, value] : endless) {
        if (name != "FREQ") text += ";" + name + "=" + value;
    }
    Recurrence walk(text, policy::instant(946'720'800), "UTC");
    if (!walk.next()) return "this rule never comes to pass";
    return std::nullopt;
}

Recurrence::Recurrence(const std::string& rule, policy::Instant from, const std::string& zone)
    : walk_(std::make_unique<Walk>()) {
    walk_->zone = zone_named(zone);
    auto known = parsed(rule);
    // The walk goes by the zone's wall clock, so its end does, too; a day ends with its last
    // second.
    if (icaltime_is_utc(known.until) != 0) {
        const auto utc = date::sys_days{day_of(known.until)} + time_of_day(known.until);
        known.until = as_ical(walk_->zone->to_local(utc));
    } else if (icaltime_is_null_time(known.until) == 0 && known.until.is_date != 0) {
        known.until.is_date = 0;
        known.until.hour = 23;
        known.until.minute = 59;
        known.until.second = 59;
    }
    walk_->at = icalrecur_iterator_new(known, as_ical(walk_->zone->to_local(from)));
}

Recurrence::~Recurrence() {
    if (walk_->at != nullptr) icalrecur_iterator_free(walk_->at);
}

std::optional<policy::Instant> Recurrence::next() {
    if (walk_->at == nullptr) return std::nullopt;
    const auto found = icalrecur_iterator_next(walk_->at);
    if (icaltime_is_null_time(found) != 0) return std::nullopt;
    const auto local = date::local_days{day_of(found)} + time_of_day(found);
    return walk_->zone->to_sys(local, date::choose::earliest);
}

std::optional<policy::Instant> occurrence_after(
    const std::string& rule, policy::Instant from, policy::Instant after, const std::string& zone
) {
    Recurrence walk(rule, from, zone);
    // Ten thousand days, weeks or months are more than anybody plans.
    for (int steps = 0; steps < 10'000; ++steps) {
        const auto at = walk.next();
        if (!at || *at > after) return at;
    }
    return std::nullopt;
}

}  // namespace bot
