#include "policy/route.hpp"

#include <algorithm>
#include <array>

namespace policy {
namespace {

constexpr std::array all_kinds{
    ReviewerKind::manager,
    ReviewerKind::integration_owner,
    ReviewerKind::risk_manager,
    ReviewerKind::administrator};

// Why `candidate` may not decide for these two people, or nothing.
std::optional<SkipReason> objection(const RouteFacts& facts, const Candidate& candidate) {
    if (candidate.employee == facts.beneficiary) return SkipReason::is_beneficiary;
    if (candidate.employee == facts.requester) return SkipReason::is_requester;
    if (!candidate.employed) return SkipReason::terminated;
    if (!candidate.reachable) return SkipReason::deactivated;
    if (!candidate.admitted) return SkipReason::not_admitted;
    return std::nullopt;
}

// The eligible ones of `line`, the first one only or all; the others are noted in `skipped`.
std::vector<EmployeeId> eligible(
    const RouteFacts& facts,
    ReviewerKind kind,
    const std::vector<Candidate>& line,
    bool only_first,
    std::vector<Skipped>& skipped
) {
    std::vector<EmployeeId> found;
    if (line.empty()) skipped.push_back({kind, std::nullopt, SkipReason::missing});
    for (const auto& candidate : line) {
        if (const auto why = objection(facts, candidate)) {
            skipped.push_back({kind, candidate.employee, *why});
        } else {
            found.push_back(candidate.employee);
            if (only_first) break;
        }
    }
    return found;
}

bool asked_already(const std::vector<Level>& levels, EmployeeId employee) {
    return std::any_of(levels.begin(), levels.end(), [&](const Level& level) {
        return std::find(level.reviewers.begin(), level.reviewers.end(), employee) !=
               level.reviewers.end();
    });
}

}  // namespace

std::string_view word(ReviewerKind kind) {
    switch (kind) {
        case ReviewerKind::manager:
            return "manager";
        case ReviewerKind::integration_owner:
            return "integration_owner";
        case ReviewerKind::risk_manager:
            return "risk_manager";
        case ReviewerKind::administrator:
            return "administrator";
    }
    return "";
}

std::optional<ReviewerKind> reviewer_kind(std::string_view text) {
    const auto* found = std::find_if(all_kinds.begin(), all_kinds.end(), [&](ReviewerKind kind) {
        return word(kind) == text;
    });
    if (found == all_kinds.end()) return std::nullopt;
    return *found;
}

std::vector<Level> route(const RouteFacts& facts) {
    std::vector<Level> levels;
    std::vector<Skipped> skipped;
    const auto add =
        [&](ReviewerKind kind, const std::vector<Candidate>& line, bool only_first, bool fallback) {
            auto reviewers = eligible(facts, kind, line, only_first, skipped);
            std::erase_if(reviewers, [&](EmployeeId employee) {
                return asked_already(levels, employee);
            });
            if (reviewers.empty()) return;
            levels.push_back({kind, std::move(reviewers), std::move(skipped), fallback});
            skipped.clear();
        };
    std::vector<Candidate> manager;
    if (facts.manager) manager.push_back(*facts.manager);
    add(ReviewerKind::manager, manager, true, false);
    add(ReviewerKind::integration_owner, facts.integration_owners, true, false);
    if (levels.empty()) add(ReviewerKind::risk_manager, facts.risk_managers, false, true);
    if (levels.empty()) add(ReviewerKind::administrator, facts.administrators, false, true);
    // Who was passed over after the last level that asks somebody is still worth saying there.
    if (!levels.empty()) {
        auto& last = levels.back().skipped;
        last.insert(last.end(), skipped.begin(), skipped.end());
    }
    return levels;
}

const Level* next_level(const std::vector<Level>& levels, const std::vector<Yes>& said) {
    const auto passed = [&](const Level& level) {
        return std::any_of(said.begin(), said.end(), [&](const Yes& yes) {
            return yes.as == level.kind ||
                   std::find(level.reviewers.begin(), level.reviewers.end(), yes.who) !=
                       level.reviewers.end();
        });
    };
    const auto open = std::find_if_not(levels.begin(), levels.end(), passed);
    return open == levels.end() ? nullptr : &*open;
}

}  // namespace policy
