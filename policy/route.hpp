// Who decides an item, in which order, and why: the same function for the form's preview, for
// Submit and for the step from one level to the next.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/ids.hpp"

namespace policy {

// In which capacity somebody is asked.
enum class ReviewerKind {
    manager,
    integration_owner,
    resource_owner,
    risk_manager,
    named_person,  // whom the policy names
    administrator
};

// The word in columns ("manager" …), and back.
std::string_view word(ReviewerKind kind);
std::optional<ReviewerKind> reviewer_kind(std::string_view word);

// Somebody who could be asked. `employed` is false for the terminated, `reachable` for those whose
// Slack user is deactivated, `admitted` for those whose Slack user may not use the bot, like a
// guest (someone whose Slack user is not known yet counts as both).
struct Candidate {
    EmployeeId employee;
    bool employed = true;
    bool reachable = true;
    bool admitted = true;
};

// Why somebody in the line was passed over.
enum class SkipReason {
    missing,
    terminated,
    deactivated,
    not_admitted,
    is_requester,
    is_beneficiary
};

// A place in the line that was passed over; `employee` is empty for a missing one.
struct Skipped {
    ReviewerKind kind = ReviewerKind::manager;
    std::optional<EmployeeId> employee;
    SkipReason reason = SkipReason::missing;
    bool operator==(const Skipped&) const = default;
};

// What the choice depends on, for one item.
struct RouteFacts {
    EmployeeId requester;
    EmployeeId beneficiary;
    std::optional<Candidate> manager;           // the beneficiary's
    std::vector<Candidate> integration_owners;  // primary first
    std::vector<Candidate> risk_managers;
    std::vector<Candidate> administrators;
    std::vector<Candidate> resource_owners = {};                // primary first
    std::vector<std::pair<std::string, Candidate>> named = {};  // by e-mail
};

// Why `candidate` may not decide for these two people, or nothing.
std::optional<SkipReason> objection(const RouteFacts& facts, const Candidate& candidate);

// Whom a level asks: a capacity, and the address of a named person.
struct Ask {
    ReviewerKind kind = ReviewerKind::manager;
    std::string email = {};
    bool operator==(const Ask&) const = default;
};

// A level as a policy writes it: all of `ask` are asked at once, `quorum` yeses pass it. Of owners
// the first who may decide is asked, or all where the quorum is above one. Where no
// owner of the resource may decide, the integration's owner is asked.
struct LevelRule {
    std::vector<Ask> ask;
    int quorum = 1;
    bool requires_comment = false;  // a yes without a word of why does not count
    bool operator==(const LevelRule&) const = default;
};

// By default: the beneficiary's manager, then the integration's owner.
std::vector<LevelRule> default_levels();

// A yes that was said for an item, in which capacity and at which level.
struct Yes {
    ReviewerKind as = ReviewerKind::manager;
    EmployeeId who;
    int level = 0;
    auto operator<=>(const Yes&) const = default;
};

struct Reviewer {
    EmployeeId who;
    ReviewerKind as = ReviewerKind::manager;
    bool fallback = false;  // asked because the policy's own people do not suffice
    bool operator==(const Reviewer&) const = default;
};

// One level with people in it. `skipped` is who was passed over on the way here.
struct Level {
    int number = 1;  // place among the rules, from 1; the fallback is after the last
    std::vector<Reviewer> reviewers;  // who can still say yes
    std::vector<Skipped> skipped;
    int quorum = 1;  // how many yeses pass it
    int yeses = 0;   // how many were said
    bool requires_comment = false;

    bool passed() const { return yeses >= quorum; }
    bool is_fallback() const { return !reviewers.empty() && reviewers.front().fallback; }
};

// The levels in order, each person counted once: who said yes at one level, or must, is not asked
// at another, and a level left with nobody else is passed. A level with fewer people than its
// quorum, not counting those either, is filled up in the order of the fallback. If nobody is left
// at any level: the integration's owner, then the risk managers, then the administrators, of whom
// one yes suffices. Empty if nobody may decide: the request must be refused.
std::vector<Level> route(
    const RouteFacts& facts, const std::vector<LevelRule>& rules, const std::vector<Yes>& said = {}
);

// The first level that is not passed; nothing when the item is approved.
const Level* next_level(const std::vector<Level>& levels);

}  // namespace policy
