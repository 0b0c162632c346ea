// Who decides an item, in which order, and why: the same function for the form's preview, for
// Submit and for the step from one level to the next.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "policy/ids.hpp"

namespace policy {

// In which capacity somebody is asked.
enum class ReviewerKind { manager, integration_owner, risk_manager, administrator };

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
};

// One level: the yes of any of `reviewers` passes it. `skipped` is who was passed over on the way
// here.
struct Level {
    ReviewerKind kind = ReviewerKind::manager;
    std::vector<EmployeeId> reviewers;
    std::vector<Skipped> skipped;
    bool fallback = false;  // nobody of the regular levels was left
};

// The levels in order: by default the beneficiary's manager, then the integration's owner, each
// person once. If nobody of these is left: the risk managers, then the administrators, as a group.
// Empty if nobody may decide: the request must be refused.
std::vector<Level> route(const RouteFacts& facts);

// A yes that was said for an item, and in which capacity.
struct Yes {
    ReviewerKind as = ReviewerKind::manager;
    EmployeeId who;
    bool operator==(const Yes&) const = default;
};

// The first level that no yes has passed: neither one given in its capacity (the manager may have
// changed since) nor one by a person it would ask again. Nothing when the item is approved.
const Level* next_level(const std::vector<Level>& levels, const std::vector<Yes>& said);

}  // namespace policy
