#include "bot/models/deciders.hpp"

#include <algorithm>

#include "bot/models/people.hpp"
#include "bot/workflow/facts.hpp"

namespace bot::models {
namespace {

// The people of a level, those in one capacity together.
struct Part {
    policy::ReviewerKind as = policy::ReviewerKind::manager;
    bool fallback = false;
    std::vector<policy::EmployeeId> people;
    bool operator==(const Part&) const = default;
};

std::vector<Part> parts_of(const policy::Level& level) {
    std::vector<Part> parts;
    for (const auto& reviewer : level.reviewers) {
        auto part = std::find_if(parts.begin(), parts.end(), [&](const Part& known) {
            return known.as == reviewer.as && known.fallback == reviewer.fallback;
        });
        if (part == parts.end()) {
            parts.push_back({reviewer.as, reviewer.fallback, {}});
            part = parts.end() - 1;
        }
        part->people.push_back(reviewer.who);
    }
    return parts;
}

// Collects levels of several applications: the same people in the same capacity stand once.
class Collector {
 public:
    Collector(store::Tx& tx, policy::EmployeeId reader) : tx_(tx), reader_(reader) {}

    void add(const policy::Level& level, const std::string& application) {
        auto parts = parts_of(level);
        const auto same = std::find_if(levels_.begin(), levels_.end(), [&](const Entry& entry) {
            return entry.number == level.number && entry.parts == parts &&
                   entry.quorum == level.quorum && entry.yeses == level.yeses;
        });
        if (same != levels_.end()) {
            note(same->applications, application);
        } else {
            levels_.push_back(
                {level.number, std::move(parts), level.quorum, level.yeses, {application}}
            );
        }
        for (const auto& skip : level.skipped)
            add_skipped(skip, application);
    }

    Deciders take() {
        Deciders result;
        // In the order in which they are asked.
        std::stable_sort(levels_.begin(), levels_.end(), [](const Entry& a, const Entry& b) {
            return a.number < b.number;
        });
        for (const auto& level : levels_)
            result.asked.push_back(shown(level));
        for (const auto& skip : skipped_) {
            blocks::PassedOver shown;
            if (skip.skip.employee) shown.person = person(tx_, *skip.skip.employee, reader_);
            shown.as = skip.skip.kind;
            shown.applications = skip.applications;
            shown.reason = skip.skip.reason;
            result.passed_over.push_back(std::move(shown));
        }
        return result;
    }

 private:
    struct Entry {
        int number;
        std::vector<Part> parts;
        int quorum;
        int yeses;
        std::vector<std::string> applications;
    };
    struct SkippedEntry {
        policy::Skipped skip;
        std::vector<std::string> applications;
    };

    static void note(std::vector<std::string>& applications, const std::string& application) {
        const auto there = std::find(applications.begin(), applications.end(), application);
        if (there == applications.end()) applications.push_back(application);
    }

    blocks::Decider shown(const Entry& level) const {
        blocks::Decider decider;
        for (const auto& part : level.parts) {
            blocks::Decider one;
            one.people = people(tx_, part.people, reader_);
            one.as = part.as;
            one.applications = level.applications;
            one.fallback = part.fallback;
            if (decider.people.empty()) {
                decider = std::move(one);
            } else {
                decider.others.push_back(std::move(one));
            }
        }
        decider.quorum = level.quorum;
        decider.yeses = level.yeses;
        return decider;
    }

    void add_skipped(const policy::Skipped& skip, const std::string& application) {
        const auto same =
            std::find_if(skipped_.begin(), skipped_.end(), [&](const SkippedEntry& entry) {
                return entry.skip == skip;
            });
        if (same != skipped_.end()) {
            note(same->applications, application);
        } else {
            skipped_.push_back({skip, {application}});
        }
    }

    store::Tx& tx_;
    policy::EmployeeId reader_;
    std::vector<Entry> levels_;
    std::vector<SkippedEntry> skipped_;
};

}  // namespace

Deciders deciders(store::Tx& tx, const workflow::Plan& plan, policy::EmployeeId reader) {
    Collector all(tx, reader);
    for (const auto& group : plan.groups) {
        if (!group.identity) continue;
        for (const auto& level : group.levels)
            all.add(level, group.integration_name);
    }
    return all.take();
}

Deciders deciders(
    store::Tx& tx,
    const store::RequestRow& request,
    const std::vector<store::ItemRow>& items,
    policy::EmployeeId reader
) {
    Collector all(tx, reader);
    std::vector<policy::IntegrationId> seen;
    for (const auto& item : items) {
        if (item.state != policy::ItemState::pending) continue;
        if (std::find(seen.begin(), seen.end(), item.integration) != seen.end()) continue;
        seen.push_back(item.integration);
        const auto levels = policy::route(
            workflow::route_facts(tx, request.requester, request.beneficiary, item.integration),
            policy::default_levels(),
            store::yeses_of_item(tx, item.id)
        );
        const auto* next = policy::next_level(levels);
        for (const auto& level : levels) {
            if (next != nullptr && &level >= next) all.add(level, item.integration_name);
        }
    }
    return all.take();
}

blocks::Decider capacity(
    store::Tx& tx, const store::TaskRow& task, const std::vector<store::ItemRow>& items
) {
    return {
        {person(tx, task.assignee, task.assignee)},
        task.capacity,
        applications(items),
        task.fallback};
}

std::vector<blocks::PassedOver> passed_over(
    store::Tx& tx, const store::TaskRow& task, const std::vector<store::ItemRow>& items
) {
    std::vector<blocks::PassedOver> shown;
    for (const auto& skip : task.skipped) {
        blocks::PassedOver entry;
        if (skip.employee) entry.person = person(tx, *skip.employee, task.assignee);
        entry.as = skip.kind;
        if (skip.kind == policy::ReviewerKind::integration_owner)
            entry.applications = applications(items);
        entry.reason = skip.reason;
        shown.push_back(std::move(entry));
    }
    return shown;
}

}  // namespace bot::models
