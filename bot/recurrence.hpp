// Recurrence rules (RFC 5545, RRULE): whether one can be used, and when what it says happens. The
// only user of libical.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "policy/ids.hpp"

namespace bot {

// A rule as it is kept: without "RRULE:" and spaces around it, in capitals.
std::string tidy_recurrence(std::string_view text);

// Why a tidy rule cannot be used, in a sentence; nothing if it can. What recurs within a day is
// refused: it asks people for something.
std::optional<std::string> recurrence_problem(const std::string& rule);

// The instants of a rule, one after another. Like people's calendars it goes by the wall clock of a
// time zone: nine o'clock stays nine o'clock when the clocks are changed.
class Recurrence {
 public:
    // `from` is the start of the first (DTSTART). The rule must be one without a problem.
    Recurrence(const std::string& rule, policy::Instant from, const std::string& zone);
    ~Recurrence();
    Recurrence(const Recurrence&) = delete;
    Recurrence& operator=(const Recurrence&) = delete;

    // Nothing after the last one.
    std::optional<policy::Instant> next();

 private:
    struct Walk;
    std::unique_ptr<Walk> walk_;
};

// The first one that is later than `after`.
std::optional<policy::Instant> occurrence_after(
    const std::string& rule, policy::Instant from, policy::Instant after, const std::string& zone
);

}  // namespace bot
