// Folding: what is named, what is counted.
#include "blocks/grant_list.hpp"

#include <algorithm>
#include <map>

namespace blocks {

namespace {

// Longest parts of a name in a list; real names are far shorter.
constexpr std::size_t application_units = 40;
constexpr std::size_t resource_units = 80;
constexpr std::size_t privilege_units = 40;
// Slack refuses messages whose blocks are too long altogether; this many names stay well below.
constexpr std::size_t most_privileged_named = 40;
constexpr std::size_t most_applications = 3;
constexpr std::size_t most_application_counts = 5;

std::string application_name(const std::string& application) {
    return shortened(cleaned(application), application_units);
}

// In the order first seen, each once, with its count.
std::vector<std::pair<std::string, std::int64_t>> by_application(
    std::vector<GrantName>::const_iterator first, std::vector<GrantName>::const_iterator last
) {
    std::vector<std::pair<std::string, std::int64_t>> counts;
    std::map<std::string, std::size_t> places;
    for (; first != last; ++first) {
        const auto [place, is_new] = places.try_emplace(first->application, counts.size());
        if (is_new) counts.emplace_back(first->application, 0);
        ++counts[place->second].second;
    }
    return counts;
}

Markdown folded_line(
    std::vector<GrantName>::const_iterator first, std::vector<GrantName>::const_iterator last
) {
    auto counts = by_application(first, last);
    const auto more = static_cast<std::int64_t>(last - first);
    const auto privileged = std::count_if(first, last, [](const auto& g) { return g.privileged; });
    const auto in = count(static_cast<std::int64_t>(counts.size()), "application");
    std::stable_sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
        return a.second > b.second;
    });
    std::vector<Markdown> largest;
    for (const auto& [application, items] : counts) {
        if (largest.size() == most_application_counts) {
            largest.push_back(md("…"));
            break;
        }
        largest.push_back(md(application_name(application), " ", number(items)));
    }
    const auto of_them =
        privileged == 0 ? Markdown{} : md(", ", number(privileged), " of them privileged,");
    return md(
        "and ", count(more, "more", "more"), of_them, " in ", in, " (", joined(largest, ", "), ")"
    );
}

}  // namespace

std::string short_name(const GrantName& grant) {
    auto name = application_name(grant.application);
    for (const auto& [part, units] :
         {std::pair{&grant.resource, resource_units},
          std::pair{&grant.privilege, privilege_units}}) {
        const auto shown = shortened_inside(cleaned(*part), units);
        if (shown.empty()) continue;
        if (!name.empty()) name += " · ";
        name += shown;
    }
    return name.empty() ? "–" : name;
}

std::string applications_text(const std::vector<std::string>& applications) {
    const auto named = std::min(applications.size(), most_applications);
    std::string text;
    for (std::size_t i = 0; i < named; ++i) {
        const bool last = i + 1 == applications.size();
        if (i > 0) text += last ? " and " : ", ";
        text += application_name(applications[i]);
    }
    if (applications.size() > named) {
        text += " and " +
                count(static_cast<std::int64_t>(applications.size() - named), "more application");
    }
    return text;
}

std::string what_text(const std::vector<GrantName>& items) {
    if (items.size() == 1)
        return short_name(items.front()) + (items.front().privileged ? " (privileged)" : "");
    std::vector<std::string> applications;
    for (const auto& [application, n] : by_application(items.begin(), items.end())) {
        applications.push_back(application);
    }
    const auto privileged =
        std::count_if(items.begin(), items.end(), [](const auto& g) { return g.privileged; });
    auto text = count(static_cast<std::int64_t>(items.size()), "access grant");
    if (privileged > 0) text += " (" + number(privileged) + " privileged)";
    if (!applications.empty()) text += " in " + applications_text(applications);
    return text;
}

Markdown grant_line(const GrantName& grant) {
    return grant.privileged ? md("• ", short_name(grant), " – *privileged*")
                            : md("• ", short_name(grant));
}

std::vector<Markdown> grant_lines(const std::vector<GrantName>& items) {
    // By application in the order first seen, and the privileged ones before all others.
    std::map<std::string, std::size_t> places;
    for (const auto& item : items)
        places.try_emplace(item.application, places.size());
    auto ordered = items;
    std::stable_sort(ordered.begin(), ordered.end(), [&](const GrantName& a, const GrantName& b) {
        if (a.privileged != b.privileged) return a.privileged;
        return places.at(a.application) < places.at(b.application);
    });
    const auto privileged = static_cast<std::size_t>(
        std::count_if(items.begin(), items.end(), [](const auto& g) { return g.privileged; })
    );
    const auto named =
        std::min(ordered.size(), std::max(most_named, std::min(privileged, most_privileged_named)));

    std::vector<Markdown> lines;
    for (std::size_t i = 0; i < named; ++i)
        lines.push_back(grant_line(ordered[i]));
    if (named < ordered.size()) {
        lines.push_back(
            folded_line(ordered.cbegin() + static_cast<std::ptrdiff_t>(named), ordered.cend())
        );
    }
    return lines;
}

}  // namespace blocks
