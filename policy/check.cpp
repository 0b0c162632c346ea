#include "policy/check.hpp"

#include <algorithm>
#include <set>

namespace policy {
namespace {

std::string quoted(const std::string& text) {
    return "\"" + text + "\"";
}

// ---- Clauses that can never match ----

// Whether everything that fits one of `inner` fits one of `outer`. A star in an inner pattern can
// only be taken by a star of the outer one, so the pattern is compared like any text.
bool covers(const std::vector<std::string>& outer, const std::vector<std::string>& inner) {
    if (outer.empty()) return true;
    const std::vector<std::string> anything{"*"};
    const auto& patterns = inner.empty() ? anything : inner;
    return std::all_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        return std::any_of(outer.begin(), outer.end(), [&](const std::string& wider) {
            return fits(wider, pattern);
        });
    });
}

bool covers(const PersonTest& outer, const PersonTest& inner) {
    const bool roles =
        outer.roles.empty() ||
        (!inner.roles.empty() &&
         std::all_of(inner.roles.begin(), inner.roles.end(), [&](Role role) {
             return std::find(outer.roles.begin(), outer.roles.end(), role) != outer.roles.end();
         }));
    return roles && covers(outer.emails, inner.emails) && covers(outer.titles, inner.titles) &&
           covers(outer.departments, inner.departments);
}

template <class T>
bool covers(const std::optional<T>& outer, const std::optional<T>& inner) {
    return !outer || outer == inner;
}

// Which durations a condition takes.
struct Durations {
    bool revoke = false;
    bool permanent = false;
    bool temporary = false;
    Seconds above{0};
};

Durations durations(const Condition& when) {
    const bool grant = when.action != Action::revoke;
    Durations taken;
    taken.revoke = when.action != Action::grant && !when.permanent && !when.longer_than;
    taken.permanent = grant && when.permanent.value_or(true);
    taken.temporary = grant && !when.permanent.value_or(false);
    taken.above = when.longer_than.value_or(Seconds{0});
    return taken;
}

bool covers_durations(const Condition& outer, const Condition& inner) {
    const auto wide = durations(outer);
    const auto narrow = durations(inner);
    return (wide.revoke || !narrow.revoke) && (wide.permanent || !narrow.permanent) &&
           (!narrow.temporary || (wide.temporary && wide.above <= narrow.above));
}

// The conditions into which one falls apart so that several earlier clauses together may take it.
std::vector<Condition> parts_of(const Condition& when) {
    std::vector<Condition> parts{when};
    const auto split = [&](auto into) {
        std::vector<Condition> finer;
        for (const auto& part : parts)
            into(part, finer);
        parts = std::move(finer);
    };
    split([](const Condition& part, std::vector<Condition>& finer) {
        for (const bool privileged : {false, true}) {
            if (part.privileged && *part.privileged != privileged) continue;
            finer.push_back(part);
            finer.back().privileged = privileged;
        }
    });
    split([](const Condition& part, std::vector<Condition>& finer) {
        for (const auto action : {Action::grant, Action::revoke}) {
            if (part.action && *part.action != action) continue;
            finer.push_back(part);
            finer.back().action = action;
        }
    });
    split([](const Condition& part, std::vector<Condition>& finer) {
        if (part.action == Action::revoke) {
            // Its duration conditions match nothing.
            if (!part.permanent && !part.longer_than) finer.push_back(part);
            return;
        }
        for (const bool permanent : {false, true}) {
            if (part.permanent && *part.permanent != permanent) continue;
            finer.push_back(part);
            finer.back().permanent = permanent;
        }
    });
    split([](const Condition& part, std::vector<Condition>& finer) {
        if (part.integrations.size() < 2) return finer.push_back(part);
        for (const auto& integration : part.integrations) {
            finer.push_back(part);
            finer.back().integrations = {integration};
        }
    });
    return parts;
}

// The clauses before that together leave nothing for this one; empty if something is left.
std::set<std::size_t> takers(const Policy& policy, std::size_t at) {
    std::set<std::size_t> who;
    for (const auto& part : parts_of(policy.clauses[at].when)) {
        std::size_t earlier = 0;
        while (earlier < at && !takes_all(policy.clauses[earlier].when, part))
            ++earlier;
        if (earlier == at) return {};
        who.insert(earlier);
    }
    return who;
}

// Why no item at all can match, or nothing.
std::string contradiction(const Clause& clause) {
    const auto& when = clause.when;
    const bool duration = when.permanent || when.longer_than;
    if (when.action == Action::revoke && duration)
        return "a REVOKE has no duration, so nothing can be both";
    if (!clause.decision.longest) return "";
    if (when.permanent == true) return "it matches permanent access only, and longest allows none";
    if (when.longer_than && *when.longer_than >= *clause.decision.longest)
        return "it matches only what is longer than its longest";
    return "";
}

// ---- People ----

// Whether somebody may be the requester or the beneficiary of an item that the clause matches.
// `well_known` is false where only the address is known.
bool may_be_involved(const Condition& when, const PersonFacts& person, bool well_known) {
    const auto can_be = [&](const PersonTest& test) {
        Condition only;
        only.requester.emails = test.emails;
        if (well_known) only.requester = test;
        ItemFacts facts;
        facts.requester = person;
        return matches(only, facts);
    };
    return can_be(when.requester) || can_be(when.beneficiary);
}

class Checker {
 public:
    Checker(const Policy& policy, const Company* company) : policy_(policy), company_(company) {}

    std::vector<Finding> run() {
        for (std::size_t at = 0; at < policy_.clauses.size(); ++at) {
            const auto& clause = policy_.clauses[at];
            check_reach(at);
            check_integrations(clause);
            check_condition(clause);
            if (clause.decision.outcome == Outcome::review) check_levels(clause);
        }
        std::stable_sort(found_.begin(), found_.end(), [](const Finding& a, const Finding& b) {
            return a.line < b.line;
        });
        return std::move(found_);
    }

 private:
    void check_reach(std::size_t at) {
        const auto& clause = policy_.clauses[at];
        const auto why = contradiction(clause);
        if (!why.empty()) {
            add(Fault::never_matches, clause.line, quoted(clause.name) + " can never apply: " + why
            );
            return;
        }
        const auto who = takers(policy_, at);
        if (who.empty()) return;
        std::string names;
        for (const auto earlier : who) {
            const auto& taker = policy_.clauses[earlier];
            if (!names.empty()) names += " and ";
            names += quoted(taker.name) + " (line " + std::to_string(taker.line) + ")";
        }
        add(Fault::never_matches,
            clause.line,
            quoted(clause.name) + " can never match: " + names +
                (who.size() == 1 ? " takes" : " take") + " everything before it");
    }

    void check_integrations(const Clause& clause) {
        if (!company_) return;
        for (const auto& pattern : clause.when.integrations) {
            const auto& known = company_->integrations;
            const bool there = std::any_of(known.begin(), known.end(), [&](const auto& entry) {
                return fits(pattern, entry.first);
            });
            if (there) continue;
            found_.push_back(
                {Fault::never_matches,
                 clause.line,
                 quoted(clause.name) + " names the application " + quoted(pattern) +
                     ", which is not there: nothing can match that",
                 pattern}
            );
        }
    }

    // A name in `when` that nobody and nothing has is most often a slip.
    void check_names_in(
        const Clause& clause,
        const std::vector<std::string>& patterns,
        const Company::Names& known,
        const std::string& what
    ) {
        if (!known) return;
        for (const auto& pattern : patterns) {
            const bool there = std::any_of(known->begin(), known->end(), [&](const auto& name) {
                return fits(pattern, name);
            });
            if (there) continue;
            add(Fault::never_matches,
                clause.line,
                quoted(clause.name) + " names the " + what + " " + quoted(pattern) +
                    ", which is not there: nothing can match that");
        }
    }

    void check_condition(const Clause& clause) {
        if (!company_) return;
        for (const auto* who : {&clause.when.requester, &clause.when.beneficiary}) {
            check_names_in(clause, who->emails, company_->emails, "person");
            check_names_in(clause, who->titles, company_->titles, "title");
            check_names_in(clause, who->departments, company_->departments, "department");
        }
        check_names_in(clause, clause.when.resources, company_->resources, "resource");
    }

    void check_levels(const Clause& clause) {
        // Its levels are not what was meant: the reader has named that already.
        if (clause.unread) return;
        if (clause.decision.levels.empty())
            add(Fault::empty_level, clause.line, quoted(clause.name) + " has no level at all");
        for (std::size_t i = 0; i < clause.decision.levels.size(); ++i) {
            const int line = i < clause.level_lines.size() ? clause.level_lines[i] : clause.line;
            check_level(clause, i, line);
        }
    }

    void check_level(const Clause& clause, std::size_t i, int line) {
        const auto& level = clause.decision.levels[i];
        const auto which = "level " + std::to_string(i + 1) + " of " + quoted(clause.name);
        if (level.ask.empty()) return add(Fault::empty_level, line, which + " asks nobody");
        if (!check_names(level, which, line)) return;
        const auto fixed = fixed_people(level);
        const auto most = most_people(clause, level, fixed.size());
        if (most && *most < static_cast<std::size_t>(level.quorum)) {
            return add(
                Fault::lone_approver,
                line,
                which + " needs " + std::to_string(level.quorum) + " to say yes, and only " +
                    std::to_string(*most) + " can"
            );
        }
        if (!most || fixed.size() != 1 || *most != 1) return;
        const auto& only = fixed.begin()->second;
        if (!may_be_involved(clause.when, only, company_ != nullptr)) return;
        add(Fault::lone_approver,
            line,
            which + " can be passed by " + only.email +
                " alone, who may be the one who asks or gets the access");
    }

    bool check_names(const LevelRule& level, const std::string& which, int line) {
        bool all = true;
        for (const auto& ask : level.ask) {
            if (ask.kind != ReviewerKind::named_person || !company_) continue;
            if (company_->people.contains(ask.email)) continue;
            all = false;
            found_.push_back(
                {Fault::unknown_person,
                 line,
                 which + " asks " + ask.email + ", who is no active employee",
                 ask.email}
            );
        }
        return all;
    }

    // Those who are the same people for every item: named ones and the risk managers.
    std::map<std::string, PersonFacts> fixed_people(const LevelRule& level) const {
        std::map<std::string, PersonFacts> people;
        for (const auto& ask : level.ask) {
            if (ask.kind == ReviewerKind::named_person) {
                PersonFacts person;
                person.email = ask.email;
                people[ask.email] = company_ ? company_->people.at(ask.email) : person;
            }
            if (ask.kind == ReviewerKind::risk_manager && company_) {
                for (const auto& person : company_->risk_managers)
                    people[person.email] = person;
            }
        }
        return people;
    }

    // How many people can pass the level at the most; nothing if that is not known.
    std::optional<std::size_t> most_people(
        const Clause& clause, const LevelRule& level, std::size_t fixed
    ) const {
        auto most = fixed;
        for (const auto& ask : level.ask) {
            switch (ask.kind) {
                case ReviewerKind::manager:
                    ++most;
                    break;
                case ReviewerKind::integration_owner: {
                    const auto owners = most_owners(clause.when);
                    if (!owners) return std::nullopt;
                    most += *owners;
                    break;
                }
                case ReviewerKind::risk_manager:
                    if (!company_) return std::nullopt;
                    break;
                case ReviewerKind::named_person:
                    break;
                case ReviewerKind::resource_owner:
                case ReviewerKind::administrator:
                    return std::nullopt;
            }
        }
        return most;
    }

    std::optional<std::size_t> most_owners(const Condition& when) const {
        if (!company_) return std::nullopt;
        std::size_t most = 0;
        for (const auto& [name, owners] : company_->integrations) {
            ItemFacts facts;
            facts.integration = name;
            Condition only;
            only.integrations = when.integrations;
            if (matches(only, facts)) most = std::max(most, owners);
        }
        return most;
    }

    void add(Fault fault, int line, std::string sentence) {
        found_.push_back({fault, line, std::move(sentence)});
    }

    const Policy& policy_;
    const Company* company_;
    std::vector<Finding> found_;
};

}  // namespace

bool is_grave(Fault fault) {
    return fault == Fault::empty_level || fault == Fault::unknown_person;
}

std::vector<std::string> named_people(const Policy& policy) {
    std::set<std::string> people;
    for (const auto& clause : policy.clauses) {
        for (const auto& level : clause.decision.levels) {
            for (const auto& ask : level.ask) {
                if (ask.kind == ReviewerKind::named_person) people.insert(ask.email);
            }
        }
    }
    return {people.begin(), people.end()};
}

bool takes_all(const Condition& before, const Condition& when) {
    return covers(before.requester, when.requester) &&
           covers(before.beneficiary, when.beneficiary) &&
           covers(before.integrations, when.integrations) &&
           covers(before.resources, when.resources) && covers(before.privileges, when.privileges) &&
           covers(before.purposes, when.purposes) && covers(before.privileged, when.privileged) &&
           covers_durations(before, when);
}

std::vector<Finding> check(const Policy& policy, const Company* company) {
    return Checker(policy, company).run();
}

}  // namespace policy
