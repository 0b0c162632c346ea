// A policy: ordered clauses, of which the first that matches an item says what becomes of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/model.hpp"
#include "policy/route.hpp"

namespace policy {

// ---- What is known of an item ----

// Texts are compared letter by letter: whoever fills them in makes them and the clauses'
// lower-case.
struct PersonFacts {
    std::string email;
    std::string title;
    std::string department;
    std::vector<Role> roles;
};
struct ItemFacts {
    PersonFacts requester;
    PersonFacts beneficiary;
    std::string integration;
    std::string resource;  // empty: the whole application
    std::string privilege;
    bool privileged = false;
    Action action = Action::grant;
    std::optional<Seconds> duration;  // of a GRANT; none: permanent
    std::string purpose;              // empty: none
};

// ---- What a clause asks for ----

// Each list that is not empty must have an entry that fits; "*" in an entry stands for any letters.
struct PersonTest {
    std::vector<std::string> emails = {};
    std::vector<std::string> titles = {};
    std::vector<std::string> departments = {};
    std::vector<Role> roles = {};
    bool operator==(const PersonTest&) const = default;
};
struct Condition {
    PersonTest requester = {};
    PersonTest beneficiary = {};
    std::vector<std::string> integrations = {};
    std::vector<std::string> resources = {};
    std::vector<std::string> privileges = {};
    std::vector<std::string> purposes = {};
    std::optional<bool> privileged = {};
    std::optional<Action> action = {};
    // Of a GRANT's duration, so either one matches no REVOKE. Permanent is longer than anything.
    std::optional<bool> permanent = {};
    std::optional<Seconds> longer_than = {};
    bool operator==(const Condition&) const = default;
};

// Whether `text` is `pattern`, in which "*" stands for any letters.
bool fits(std::string_view pattern, std::string_view text);
bool matches(const Condition& when, const ItemFacts& facts);

// ---- What becomes of an item ----

enum class Outcome { review, approve, deny };

struct Decision {
    Outcome outcome = Outcome::review;
    std::string sentence = {};            // deny: what the requester reads
    std::vector<LevelRule> levels = {};   // review
    std::optional<Seconds> longest = {};  // the longest duration; then nothing is permanent
    bool operator==(const Decision&) const = default;
};

struct Clause {
    std::string name;
    Condition when;
    Decision decision;
    int line = 0;                       // in the file
    std::vector<int> level_lines = {};  // of decision.levels
    bool unread = false;  // what happens was not understood, and the reader has said so
};

struct Policy {
    std::int64_t version = 0;  // 0: the built-in one
    std::vector<Clause> clauses;
};

// Of an item that no clause matches, and of every item where no policy was imported: the
// beneficiary's manager, then the integration's owner.
inline constexpr std::string_view default_clause = "default";
Decision default_decision();

// Of what somebody who has left still holds: the integration's owner alone decides. Of the built-in
// policy; nothing is judged by it that a person asks for.
inline constexpr std::string_view departure_clause = "departure";
Decision departure_decision();

// What a clause decides about something that is asked for so long (none: for ever): what lasts
// longer than it allows is denied, and told why.
Decision for_duration(Decision decision, Action action, std::optional<Seconds> duration);

struct Verdict {
    std::string clause;
    Decision decision;
    bool operator==(const Verdict&) const = default;
};
Verdict judge(const Policy& policy, const ItemFacts& facts);

// The decision of a clause by its name; the default one for any other name.
Decision decision_of(const Policy& policy, std::string_view clause);

}  // namespace policy
