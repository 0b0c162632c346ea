#include "bot/models/deciders.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "bot/models/people.hpp"
#include "bot/workflow/hand_over.hpp"
#include "bot/workflow/ways.hpp"
#include "store/directory.hpp"
#include "store/reviews.hpp"
#include "store/task_capacities.hpp"

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

// What owners own: the application, and the resource in it.
struct Owned {
    std::string application;
    std::string resource;
    bool operator==(const Owned&) const = default;

    const std::string& of(policy::ReviewerKind as) const {
        return as == policy::ReviewerKind::resource_owner ? resource : application;
    }
};

// Of a connection or of an item.
template <class What>
Owned owned_by(const What& what) {
    const auto resource =
        what.resource.empty() ? std::string() : what.integration_name + " · " + what.resource;
    return {what.integration_name, resource.empty() ? what.integration_name : resource};
}

void add_denied(
    std::vector<blocks::DeniedByPolicy>& denied,
    const std::string& sentence,
    const std::vector<blocks::GrantName>& names
) {
    const auto same = std::find_if(denied.begin(), denied.end(), [&](const auto& known) {
        return known.sentence == sentence;
    });
    if (same == denied.end()) {
        denied.push_back({sentence, names});
    } else {
        same->items.insert(same->items.end(), names.begin(), names.end());
    }
}

// Collects levels of several applications: the same people in the same capacity stand once.
class Collector {
 public:
    Collector(store::Tx& tx, policy::EmployeeId reader) : tx_(tx), reader_(reader) {}

    void add(const policy::Level& level, const Owned& owned) {
        auto parts = parts_of(level);
        const auto same = std::find_if(levels_.begin(), levels_.end(), [&](const Entry& entry) {
            return entry.number == level.number && entry.parts == parts &&
                   entry.quorum == level.quorum && entry.yeses == level.yeses;
        });
        if (same != levels_.end()) {
            note(same->owned, owned);
        } else {
            levels_.push_back({level.number, std::move(parts), level.quorum, level.yeses, {owned}});
        }
        for (const auto& skip : level.skipped)
            add_skipped(skip, owned.of(skip.kind));
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
        std::vector<Owned> owned;
    };
    struct SkippedEntry {
        policy::Skipped skip;
        std::vector<std::string> applications;
    };

    template <class T>
    static void note(std::vector<T>& all, const T& one) {
        if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    }

    blocks::Decider shown(const Entry& level) const {
        blocks::Decider decider;
        for (const auto& part : level.parts) {
            blocks::Decider one;
            one.people = people(tx_, part.people, reader_);
            one.as = part.as;
            for (const auto& owned : level.owned)
                note(one.applications, owned.of(part.as));
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

// What the owners of items own, each once.
std::vector<std::string> owned_in(
    const std::vector<store::ItemRow>& items, policy::ReviewerKind as
) {
    std::vector<std::string> names;
    for (const auto& item : items) {
        const auto name = owned_by(item).of(as);
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    return names;
}

}  // namespace

namespace {

// The level with the people who would get its reviews now: delegates in place of who is away.
policy::Level with_delegates(
    store::Tx& tx,
    const store::RequestRow& request,
    policy::Level level,
    std::vector<policy::EmployeeId> involved,
    policy::Instant now
) {
    std::vector<policy::EmployeeId> people;
    for (const auto& reviewer : level.reviewers)
        people.push_back(reviewer.who);
    const auto gets = workflow::stand_ins(tx, request, people, std::move(involved), now);
    for (std::size_t i = 0; i < gets.size(); ++i)
        level.reviewers[i].who = gets[i].reviewer;
    return level;
}

}  // namespace

Deciders deciders(
    store::Tx& tx, const workflow::Plan& plan, const store::DraftRow& draft, policy::Instant now
) {
    store::RequestRow request;
    request.requester = draft.requester;
    request.beneficiary = draft.beneficiary;
    Collector all(tx, draft.requester);
    Deciders by_policy;
    for (const auto& group : plan.groups) {
        if (group.left_out()) continue;
        for (const auto& way : group.ways) {
            std::vector<blocks::GrantName> names;
            for (const auto& connection : way.connections)
                names.push_back(grant_name(connection));
            switch (way.decision.outcome) {
                case policy::Outcome::review:
                    for (const auto& level : way.levels)
                        all.add(
                            with_delegates(tx, request, level, {}, now),
                            owned_by(way.connections.front())
                        );
                    break;
                case policy::Outcome::approve:
                    by_policy.at_once.insert(by_policy.at_once.end(), names.begin(), names.end());
                    break;
                case policy::Outcome::deny:
                    add_denied(by_policy.denied, way.decision.sentence, names);
                    break;
            }
        }
    }
    auto result = all.take();
    result.at_once = std::move(by_policy.at_once);
    result.denied = std::move(by_policy.denied);
    return result;
}

Deciders deciders(
    store::Tx& tx,
    const store::RequestRow& request,
    const std::vector<store::ItemRow>& items,
    policy::EmployeeId reader,
    policy::Instant now
) {
    Collector all(tx, reader);
    workflow::Ways ways(tx, workflow::asking_of(request));
    std::set<std::pair<std::string, std::vector<policy::Yes>>> seen;
    for (const auto& item : items) {
        if (item.state != policy::ItemState::pending) continue;
        const workflow::Judged judged{item.judged.value_or(0), item.clause};
        const auto what = workflow::wanted(item);
        const auto said = store::yeses_of_item(tx, item.id);
        if (!seen.emplace(ways.key(judged, what), said).second) continue;
        const auto levels = ways.levels(judged, what, said);
        const auto* next = policy::next_level(levels);
        for (const auto& level : levels) {
            if (next == nullptr || &level < next) continue;
            std::vector<policy::EmployeeId> involved;
            for (const auto& yes : said)
                involved.push_back(yes.who);
            auto shown = with_delegates(tx, request, level, std::move(involved), now);
            // Of the level that is asked now, those who have the card: it may have gone on.
            if (auto asked = store::asked_about(tx, item.id); &level == next && !asked.empty())
                shown.reviewers = std::move(asked);
            all.add(shown, owned_by(item));
        }
    }
    return all.take();
}

Deciders deciders_anew(
    store::Tx& tx,
    const store::RequestRow& request,
    const std::vector<store::ItemRow>& items,
    policy::EmployeeId reader,
    policy::Instant now
) {
    workflow::Ways ways(tx, workflow::asking_of(request));
    Deciders by_policy;
    std::vector<store::ItemRow> reviewed;
    for (auto item : items) {
        item.id = {};
        const auto judged = ways.judge(workflow::wanted(item));
        item.judged = judged.version;
        item.clause = judged.clause;
        const auto& decision = ways.decision(judged);
        switch (decision.outcome) {
            case policy::Outcome::review:
                reviewed.push_back(std::move(item));
                break;
            case policy::Outcome::approve:
                by_policy.at_once.push_back(grant_name(item));
                break;
            case policy::Outcome::deny:
                add_denied(by_policy.denied, decision.sentence, {grant_name(item)});
                break;
        }
    }
    auto result = deciders(tx, request, reviewed, reader, now);
    result.at_once = std::move(by_policy.at_once);
    result.denied = std::move(by_policy.denied);
    return result;
}

blocks::Decider capacity(
    store::Tx& tx, const store::TaskRow& task, const std::vector<store::ItemRow>& items
) {
    blocks::Decider decider;
    decider.people = {person(tx, task.assignee, task.assignee)};
    decider.as = task.capacity;
    decider.fallback = task.fallback;
    const auto all = store::capacities_of(tx, task, items);
    for (std::size_t i = 0; i < all.size(); ++i) {
        blocks::Decider one = decider;
        one.as = all[i].as;
        one.applications = owned_in(all[i].items, all[i].as);
        one.others.clear();
        if (i == 0) {
            decider.as = one.as;
            decider.applications = std::move(one.applications);
        } else {
            decider.others.push_back(std::move(one));
        }
    }
    return decider;
}

std::vector<blocks::Person> successors(
    store::Tx& tx, const store::TaskRow& task, policy::EmployeeId reader
) {
    std::vector<blocks::Person> shown;
    for (const auto& next : store::successors_of(tx, task.id))
        shown.push_back(person(tx, next.assignee, reader));
    return shown;
}

std::optional<blocks::TakenOver> taken_over(store::Tx& tx, const store::TaskRow& task) {
    if (!task.on_behalf_of && !task.handed_from) return std::nullopt;
    blocks::TakenOver how;
    how.note = task.note;
    if (task.on_behalf_of) how.on_behalf_of = person(tx, *task.on_behalf_of, task.assignee);
    if (task.handed_from) {
        const auto before = store::find_task(tx, *task.handed_from).value();
        how.handed_by = person(tx, before.assignee, task.assignee);
        how.in_time = before.outcome != store::TaskOutcome::escalated;
    }
    return how;
}

namespace {

// Of the items of a task those whose owner was passed over: its others may have another one.
std::vector<store::ItemRow> passed_over_for(
    store::Tx& tx, const policy::Skipped& skip, const std::vector<store::ItemRow>& items
) {
    std::vector<store::ItemRow> theirs;
    for (const auto& item : items) {
        std::vector<policy::EmployeeId> owners;
        if (skip.kind == policy::ReviewerKind::integration_owner)
            owners = store::integration_owners(tx, item.integration);
        if (skip.kind == policy::ReviewerKind::resource_owner)
            owners = store::resource_owners(tx, item.connection);
        const bool is_one =
            skip.employee ? std::find(owners.begin(), owners.end(), *skip.employee) != owners.end()
                          : owners.empty();
        if (is_one) theirs.push_back(item);
    }
    return theirs.empty() ? items : theirs;
}

}  // namespace

std::vector<blocks::PassedOver> passed_over(
    store::Tx& tx, const store::TaskRow& task, const std::vector<store::ItemRow>& items
) {
    std::vector<blocks::PassedOver> shown;
    for (const auto& skip : task.skipped) {
        blocks::PassedOver entry;
        if (skip.employee) entry.person = person(tx, *skip.employee, task.assignee);
        entry.as = skip.kind;
        entry.applications = owned_in(passed_over_for(tx, skip, items), skip.kind);
        entry.reason = skip.reason;
        shown.push_back(std::move(entry));
    }
    return shown;
}

}  // namespace bot::models
