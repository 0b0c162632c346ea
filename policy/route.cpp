#include "policy/route.hpp"

#include <algorithm>
#include <array>

namespace policy {
namespace {

constexpr std::array kind_words{
    std::pair{ReviewerKind::manager, std::string_view("manager")},
    std::pair{ReviewerKind::integration_owner, std::string_view("integration_owner")},
    std::pair{ReviewerKind::resource_owner, std::string_view("resource_owner")},
    std::pair{ReviewerKind::risk_manager, std::string_view("risk_manager")},
    std::pair{ReviewerKind::named_person, std::string_view("named_person")},
    std::pair{ReviewerKind::administrator, std::string_view("administrator")}};

using People = std::vector<EmployeeId>;

bool has(const People& people, EmployeeId who) {
    return std::find(people.begin(), people.end(), who) != people.end();
}

void add(People& people, EmployeeId who) {
    if (!has(people, who)) people.push_back(who);
}

std::size_t as_size(int number) {
    return static_cast<std::size_t>(std::max(number, 0));
}

// One way through the rules; keeps who was passed over and who counts already.
class Walk {
 public:
    Walk(const RouteFacts& facts, const std::vector<Yes>& said) : facts_(facts), said_(said) {}

    void add_level(const LevelRule& rule, int number) {
        std::vector<Reviewer> eligible;
        for (const auto& ask : rule.ask)
            take(ask, rule.quorum, eligible);
        const auto yeses = yeses_at(number);
        leave_out_counted(number, yeses, eligible);
        // There is nobody, or everyone whom it would ask counts at another level.
        if (eligible.empty() && yeses.empty()) return;
        fill_up(rule.quorum, number, yeses, eligible);
        settle(rule, number, yeses, std::move(eligible));
    }

    // Nobody of the regular levels is left.
    void add_fallback(int number) {
        std::vector<Reviewer> eligible;
        take_line(ReviewerKind::integration_owner, facts_.integration_owners, true, true, eligible);
        if (eligible.empty())
            take_line(ReviewerKind::risk_manager, facts_.risk_managers, false, true, eligible);
        if (eligible.empty())
            take_line(ReviewerKind::administrator, facts_.administrators, false, true, eligible);
        const auto yeses = yeses_at(number);
        leave_out_counted(number, yeses, eligible);
        if (!eligible.empty() || !yeses.empty()) settle({}, number, yeses, std::move(eligible));
    }

    // Who was passed over after the last level that asks somebody is still worth saying there.
    std::vector<Level> take_levels() {
        if (!levels_.empty()) {
            auto& last = levels_.back().skipped;
            last.insert(last.end(), skipped_.begin(), skipped_.end());
        }
        return std::move(levels_);
    }

    bool nobody() const { return levels_.empty(); }

 private:
    void skip(Skipped skipped) {
        if (std::find(skipped_.begin(), skipped_.end(), skipped) == skipped_.end())
            skipped_.push_back(skipped);
    }

    // Whether anybody of the line may decide.
    bool take_line(
        ReviewerKind kind,
        const std::vector<Candidate>& line,
        bool only_first,
        bool fallback,
        std::vector<Reviewer>& into
    ) {
        if (line.empty()) skip({kind, std::nullopt, SkipReason::missing});
        bool any = false;
        for (const auto& candidate : line) {
            if (const auto why = objection(facts_, candidate)) {
                skip({kind, candidate.employee, *why});
                continue;
            }
            const bool there = std::any_of(into.begin(), into.end(), [&](const Reviewer& other) {
                return other.who == candidate.employee;
            });
            if (!there) into.push_back({candidate.employee, kind, fallback});
            any = true;
            if (only_first) break;
        }
        return any;
    }

    void take(const Ask& ask, int quorum, std::vector<Reviewer>& into) {
        const bool only_first = quorum <= 1;
        switch (ask.kind) {
            case ReviewerKind::manager: {
                std::vector<Candidate> line;
                if (facts_.manager) line.push_back(*facts_.manager);
                take_line(ask.kind, line, true, false, into);
                return;
            }
            case ReviewerKind::resource_owner:
                if (take_line(ask.kind, facts_.resource_owners, only_first, false, into)) return;
                [[fallthrough]];
            case ReviewerKind::integration_owner:
                take_line(
                    ReviewerKind::integration_owner,
                    facts_.integration_owners,
                    only_first,
                    false,
                    into
                );
                return;
            case ReviewerKind::risk_manager:
                take_line(ask.kind, facts_.risk_managers, false, false, into);
                return;
            case ReviewerKind::administrator:
                take_line(ask.kind, facts_.administrators, false, false, into);
                return;
            case ReviewerKind::named_person: {
                std::vector<Candidate> line;
                for (const auto& [email, candidate] : facts_.named) {
                    if (email == ask.email) line.push_back(candidate);
                }
                take_line(ask.kind, line, true, false, into);
                return;
            }
        }
    }

    // Each person counts once: who said yes here or elsewhere, or must elsewhere, is not asked
    // here.
    void leave_out_counted(int number, const People& yeses, std::vector<Reviewer>& eligible) const {
        std::erase_if(eligible, [&](const Reviewer& reviewer) {
            return has(yeses, reviewer.who) || counts_at_another(reviewer.who, number);
        });
    }

    // People of the fallback, group by group, until the quorum can be reached.
    void fill_up(int quorum, int number, const People& yeses, std::vector<Reviewer>& eligible)
        const {
        People all = yeses;
        for (const auto& reviewer : eligible)
            add(all, reviewer.who);
        const std::array lines{
            std::pair{ReviewerKind::integration_owner, &facts_.integration_owners},
            std::pair{ReviewerKind::risk_manager, &facts_.risk_managers},
            std::pair{ReviewerKind::administrator, &facts_.administrators}};
        for (const auto& [kind, line] : lines) {
            if (all.size() >= as_size(quorum)) return;
            for (const auto& candidate : *line) {
                const auto who = candidate.employee;
                if (objection(facts_, candidate) || has(all, who) || counts_at_another(who, number))
                    continue;
                all.push_back(who);
                eligible.push_back({who, kind, true});
            }
        }
    }

    void settle(
        const LevelRule& rule, int number, const People& yeses, std::vector<Reviewer> eligible
    ) {
        Level level;
        level.number = number;
        level.yeses = static_cast<int>(yeses.size());
        level.quorum = std::min(rule.quorum, level.yeses + static_cast<int>(eligible.size()));
        level.requires_comment = rule.requires_comment;
        level.reviewers = std::move(eligible);
        level.skipped = std::move(skipped_);
        skipped_.clear();
        for (const auto who : yeses)
            add(counted_, who);
        if (!level.passed() && level.reviewers.size() <= as_size(level.quorum - level.yeses)) {
            for (const auto& reviewer : level.reviewers)
                add(counted_, reviewer.who);
        }
        levels_.push_back(std::move(level));
    }

    // The yeses of a level, each person once and at the first level where they said it.
    People yeses_at(int number) const {
        People people;
        for (const auto& yes : said_) {
            if (yes.level == number && !counts_elsewhere(yes.who)) add(people, yes.who);
        }
        return people;
    }

    bool counts_elsewhere(EmployeeId who) const { return has(counted_, who); }
    bool counts_at_another(EmployeeId who, int number) const {
        return counts_elsewhere(who) ||
               std::any_of(said_.begin(), said_.end(), [&](const Yes& yes) {
                   return yes.who == who && yes.level != number;
               });
    }

    const RouteFacts& facts_;
    const std::vector<Yes>& said_;
    std::vector<Level> levels_;
    std::vector<Skipped> skipped_;
    People counted_;  // said yes at a level before, or is certain to be asked there
};

}  // namespace

std::string_view word(ReviewerKind kind) {
    for (const auto& [value, text] : kind_words) {
        if (value == kind) return text;
    }
    return "";
}

std::optional<ReviewerKind> reviewer_kind(std::string_view text) {
    for (const auto& [value, known] : kind_words) {
        if (known == text) return value;
    }
    return std::nullopt;
}

std::optional<SkipReason> objection(const RouteFacts& facts, const Candidate& candidate) {
    if (candidate.employee == facts.beneficiary) return SkipReason::is_beneficiary;
    if (candidate.employee == facts.requester) return SkipReason::is_requester;
    if (!candidate.employed) return SkipReason::terminated;
    if (!candidate.reachable) return SkipReason::deactivated;
    if (!candidate.admitted) return SkipReason::not_admitted;
    return std::nullopt;
}

std::vector<LevelRule> default_levels() {
    return {{{{ReviewerKind::manager}}}, {{{ReviewerKind::integration_owner}}}};
}

std::vector<Level> route(
    const RouteFacts& facts, const std::vector<LevelRule>& rules, const std::vector<Yes>& said
) {
    Walk walk(facts, said);
    int number = 0;
    for (const auto& rule : rules)
        walk.add_level(rule, ++number);
    if (walk.nobody()) walk.add_fallback(number + 1);
    return walk.take_levels();
}

const Level* next_level(const std::vector<Level>& levels) {
    const auto open = std::find_if(levels.begin(), levels.end(), [](const Level& level) {
        return !level.passed();
    });
    return open == levels.end() ? nullptr : &*open;
}

}  // namespace policy
