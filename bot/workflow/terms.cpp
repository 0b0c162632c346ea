#include "bot/workflow/terms.hpp"

#include "bot/pattern.hpp"

namespace bot::workflow {
namespace {

Refused refused(const policy::DurationProblem& problem) {
    const auto kind = [&] {
        switch (problem.fault) {
            case policy::DurationFault::no_end:
                return SubmitProblem::end_missing;
            case policy::DurationFault::passed:
                return SubmitProblem::end_passed;
            case policy::DurationFault::too_long:
                return SubmitProblem::too_long;
            case policy::DurationFault::never_permanent:
                return SubmitProblem::never_permanent;
        }
        return SubmitProblem::end_missing;
    };
    Refused answer{kind()};
    answer.connection = problem.connection;
    answer.longest = problem.longest;
    return answer;
}

Refused refused(const policy::ReasonProblem& problem) {
    const auto kind = [&] {
        switch (problem.fault) {
            case policy::ReasonFault::not_chosen:
                return SubmitProblem::reason_missing;
            case policy::ReasonFault::no_text:
                return SubmitProblem::reason_text_missing;
            case policy::ReasonFault::too_short:
                return SubmitProblem::reason_too_short;
            case policy::ReasonFault::not_matched:
                return SubmitProblem::reason_not_matched;
        }
        return SubmitProblem::reason_missing;
    };
    Refused answer{kind()};
    if (problem.connection) answer.connection = problem.connection;
    answer.length = problem.length;
    answer.pattern = problem.pattern;
    return answer;
}

}  // namespace

Terms terms_of(const Plan& plan, const store::DraftRow& draft, const FlowRules& rules) {
    policy::DurationRules duration;
    duration.longest = rules.longest_access;
    policy::ReasonDemands reasons;
    for (const auto& group : plan.groups) {
        if (group.left_out()) continue;
        for (const auto& connection : group.connections) {
            duration.add(connection.id, connection.longest_duration);
            reasons.add(connection.id, connection.reason_rule);
        }
    }
    Terms terms;
    if (draft.action == policy::Action::grant) terms.duration = duration;
    terms.reason = reasons.demand();
    return terms;
}

const policy::Connection* connection_of(const Plan& plan, policy::ConnectionId id) {
    for (const auto& group : plan.groups) {
        for (const auto& connection : group.connections) {
            if (connection.id == id) return &connection;
        }
    }
    return nullptr;
}

std::optional<Refused> objection_to_purpose(const store::DraftRow& draft, const Plan& plan) {
    if (!plan.by_purpose || plan.purpose) return std::nullopt;
    if (draft.purpose) return Refused{SubmitProblem::purpose_gone};
    return Refused{
        plan.purposes.empty() ? SubmitProblem::no_purpose : SubmitProblem::purpose_missing};
}

std::optional<Refused> objection_to_terms(
    const Act& act, const store::DraftRow& draft, const Plan& plan
) {
    const auto terms = terms_of(plan, draft, act.rules);
    if (terms.duration && !plan.by_purpose) {
        if (const auto problem = policy::judge_duration(draft.duration, act.now(), *terms.duration))
            return refused(*problem);
    }
    const auto problem = policy::judge_reason(
        terms.reason, draft.reason, draft.reason == other_reason, draft.reason_text, pattern_found
    );
    if (problem) return refused(*problem);
    return std::nullopt;
}

std::string reason_text(const store::DraftRow& draft, const policy::ReasonDemand& demand) {
    const bool chosen = demand.list && !draft.reason.empty();
    if (chosen && draft.reason == other_reason) return draft.reason_text;
    // Text that no rule and no "Other" asks for was typed before the choice changed.
    if (!demand.wants_text()) return chosen ? draft.reason : "";
    return chosen ? draft.reason + ": " + draft.reason_text : draft.reason_text;
}

}  // namespace bot::workflow
