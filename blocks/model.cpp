// The sentences that several views share.
#include "blocks/model.hpp"

#include <stdexcept>

#include "blocks/grant_list.hpp"

namespace blocks {

namespace {

constexpr std::size_t name_units = 80;
constexpr std::size_t most_people = 5;

std::string short_person(const Person& person) {
    auto name = shortened(cleaned(person.name), name_units);
    return name.empty() ? "someone" : name;
}

Markdown possessive(const Person& person) {
    return person.is_reader ? md("your") : md(named(person), "'s");
}

Markdown capacity(
    policy::ReviewerKind as, const std::vector<std::string>& applications, const Person& manager_of
) {
    switch (as) {
        case policy::ReviewerKind::manager:
            return md(possessive(manager_of), " manager");
        case policy::ReviewerKind::integration_owner:
        case policy::ReviewerKind::resource_owner:
            return md("owner of ", applications_text(applications));
        case policy::ReviewerKind::risk_manager:
            return md("risk manager");
        case policy::ReviewerKind::named_person:
            return md("named by the policy");
        case policy::ReviewerKind::administrator:
            return md("administrator");
    }
    throw std::logic_error{"unknown kind of reviewer"};
}

}  // namespace

Markdown named(const Person& person) {
    return person.slack ? mention(*person.slack) : md(short_person(person));
}

std::string plain_name(const Person& person) {
    return short_person(person);
}

Markdown named(const std::vector<Person>& people) {
    if (people.empty()) return md("nobody");
    std::vector<Markdown> shown;
    for (const auto& person : people) {
        if (shown.size() == most_people) break;
        shown.push_back(named(person));
    }
    const auto more = people.size() - shown.size();
    if (more > 0) {
        return md(joined(shown, ", "), " or ", count(static_cast<std::int64_t>(more), "other"));
    }
    const auto last = shown.back();
    shown.pop_back();
    return shown.empty() ? last : md(joined(shown, ", "), " or ", last);
}

std::string full_name(const GrantName& grant) {
    return short_name(grant);
}

std::string summary(const std::vector<StateCount>& states) {
    std::string text;
    for (const auto& [state, items] : states) {
        if (items == 0) continue;
        if (!text.empty()) text += ", ";
        text += number(items) + " " + std::string{policy::word(state)};
    }
    return text.empty() ? "nothing" : text;
}

Markdown capacity(const Decider& decider, const Person& manager_of) {
    const auto as = capacity(decider.as, decider.applications, manager_of);
    return decider.fallback ? md(as, ", since nobody else may decide") : as;
}

Markdown decider_line(const Decider& decider, const Person& manager_of) {
    auto line = md(named(decider.people), " – ", capacity(decider, manager_of));
    for (const auto& other : decider.others)
        line = md(line, ", or ", named(other.people), " – ", capacity(other, manager_of));
    if (decider.quorum <= 1) return line;
    const auto said = decider.yeses == 0   ? std::string()
                      : decider.yeses == 1 ? ", 1 has"
                                           : ", " + std::to_string(decider.yeses) + " have";
    return md(line, " (", std::to_string(decider.quorum), " must say yes", said, ")");
}

namespace {

Markdown nobody_there(const PassedOver& passed_over, const Person& manager_of) {
    switch (passed_over.as) {
        case policy::ReviewerKind::manager:
            return md(
                manager_of.is_reader ? md("You have") : md(named(manager_of), " has"),
                " no manager."
            );
        case policy::ReviewerKind::integration_owner:
        case policy::ReviewerKind::resource_owner:
            return md("There is no owner of ", applications_text(passed_over.applications), ".");
        case policy::ReviewerKind::risk_manager:
            return md("There is no risk manager.");
        case policy::ReviewerKind::named_person:
            return md("A person whom the policy names is not in the directory.");
        case policy::ReviewerKind::administrator:
            return md("There is no administrator.");
    }
    throw std::logic_error{"unknown kind of reviewer"};
}

Markdown why_passed_over(policy::SkipReason reason, bool is_reader) {
    switch (reason) {
        case policy::SkipReason::missing:
            return md("not found.");
        case policy::SkipReason::terminated:
            return is_reader ? md("you have left the company.") : md("has left the company.");
        case policy::SkipReason::deactivated:
            return is_reader ? md("your Slack account is deactivated.")
                             : md("their Slack account is deactivated.");
        case policy::SkipReason::not_admitted:
            return is_reader ? md("your Slack account may not use Latchkey.")
                             : md("their Slack account may not use Latchkey.");
        case policy::SkipReason::is_requester:
            return is_reader ? md("you are the requester.") : md("is the requester.");
        case policy::SkipReason::is_beneficiary:
            return is_reader ? md("you would get the access.") : md("would get the access.");
    }
    throw std::logic_error{"unknown reason to pass over"};
}

}  // namespace

Markdown sentence(const PassedOver& passed_over, const Person& manager_of) {
    if (!passed_over.person || passed_over.reason == policy::SkipReason::missing) {
        return nobody_there(passed_over, manager_of);
    }
    const bool is_reader = passed_over.person->is_reader;
    const auto as = capacity(passed_over.as, passed_over.applications, manager_of);
    const auto who =
        is_reader ? md("You (", as, ") are") : md(named(*passed_over.person), " (", as, ") is");
    return md(who, " not asked: ", why_passed_over(passed_over.reason, is_reader));
}

std::vector<Markdown> at_most(std::vector<Markdown> lines, std::size_t most) {
    if (lines.size() <= most) return lines;
    const auto more = static_cast<std::int64_t>(lines.size() - most);
    lines.resize(most);
    lines.push_back(md("and ", count(more, "more", "more")));
    return lines;
}

}  // namespace blocks
