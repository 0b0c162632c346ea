#include "policy/clauses.hpp"

#include <algorithm>
#include <array>

namespace policy {
namespace {

bool fits_any(const std::vector<std::string>& patterns, std::string_view text) {
    return patterns.empty() ||
           std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
               return fits(pattern, text);
           });
}

bool matches_person(const PersonTest& test, const PersonFacts& person) {
    const bool has_role =
        test.roles.empty() || std::any_of(test.roles.begin(), test.roles.end(), [&](Role role) {
            return std::find(person.roles.begin(), person.roles.end(), role) != person.roles.end();
        });
    return has_role && fits_any(test.emails, person.email) && fits_any(test.titles, person.title) &&
           fits_any(test.departments, person.department);
}

bool matches_duration(const Condition& when, const ItemFacts& facts) {
    if (!when.permanent && !when.longer_than) return true;
    if (facts.action == Action::revoke) return false;
    if (when.permanent && *when.permanent == facts.duration.has_value()) return false;
    return !when.longer_than || !facts.duration || *facts.duration > *when.longer_than;
}

// "30 days", "36 hours": by the largest unit that divides it.
std::string in_words(Seconds duration) {
    struct Unit {
        std::int64_t seconds;
        const char* name;
    };
    constexpr std::array units{
        Unit{86'400, "day"}, Unit{3'600, "hour"}, Unit{60, "minute"}, Unit{1, "second"}};
    for (const auto& unit : units) {
        if (duration.count() % unit.seconds != 0) continue;
        const auto count = duration.count() / unit.seconds;
        return std::to_string(count) + " " + unit.name + (count == 1 ? "" : "s");
    }
    return "";
}

}  // namespace

bool fits(std::string_view pattern, std::string_view text) {
    std::size_t at = 0;
    std::size_t seen = 0;
    std::optional<std::size_t> star;
    std::size_t retry = 0;
    while (seen < text.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            retry = seen;
        } else if (at < pattern.size() && pattern[at] == text[seen]) {
            ++at;
            ++seen;
        } else if (star) {
            // The star takes one letter more, and all after it is tried again.
            at = *star + 1;
            seen = ++retry;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

bool matches(const Condition& when, const ItemFacts& facts) {
    return matches_person(when.requester, facts.requester) &&
           matches_person(when.beneficiary, facts.beneficiary) &&
           fits_any(when.integrations, facts.integration) &&
           fits_any(when.resources, facts.resource) && fits_any(when.privileges, facts.privilege) &&
           fits_any(when.purposes, facts.purpose) &&
           (!when.privileged || *when.privileged == facts.privileged) &&
           (!when.action || *when.action == facts.action) && matches_duration(when, facts);
}

Decision default_decision() {
    Decision decision;
    decision.levels = default_levels();
    return decision;
}

Decision departure_decision() {
    Decision decision;
    decision.levels = {{{{ReviewerKind::integration_owner}}}};
    return decision;
}

Decision for_duration(Decision decision, Action action, std::optional<Seconds> duration) {
    const bool too_long =
        action == Action::grant && decision.longest && (!duration || *duration > *decision.longest);
    if (!too_long || decision.outcome == Outcome::deny) return decision;
    Decision denial;
    denial.outcome = Outcome::deny;
    denial.sentence =
        "This may last " + in_words(*decision.longest) + " at most. Please ask for a shorter time.";
    denial.longest = decision.longest;
    return denial;
}

Verdict judge(const Policy& policy, const ItemFacts& facts) {
    for (const auto& clause : policy.clauses) {
        if (!matches(clause.when, facts)) continue;
        return {clause.name, for_duration(clause.decision, facts.action, facts.duration)};
    }
    return {std::string(default_clause), default_decision()};
}

Decision decision_of(const Policy& policy, std::string_view clause) {
    if (policy.version == 0 && clause == departure_clause) return departure_decision();
    for (const auto& known : policy.clauses) {
        if (known.name == clause) return known.decision;
    }
    return default_decision();
}

}  // namespace policy
