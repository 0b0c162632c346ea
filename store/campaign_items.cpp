#include "store/campaign_items.hpp"

#include <chrono>
#include <limits>
#include <map>
#include <tuple>

#include "store/digest.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"
#include "store/query.hpp"

namespace store {
namespace {

using Clock = std::chrono::steady_clock;

// A walk gives its reader back after so long: others look things up on it.
constexpr auto walk_time = std::chrono::milliseconds{4};

// The names of a scope, looked up once for a walk.
class Filter {
 public:
    Filter(Tx& tx, const CampaignScope& scope) : tx_(tx), scope_(scope) {
        for (const auto& name : scope.integrations)
            integrations_.insert(lower(name));
        for (const auto& name : scope.resources)
            resources_.insert(lower(name));
        for (const auto& name : scope.departments)
            departments_.insert(lower(name));
        for (const auto& name : scope.titles)
            titles_.insert(lower(name));
    }

    bool by_connection() const { return !integrations_.empty() || !resources_.empty(); }
    bool asks_people() const { return !departments_.empty() || !titles_.empty(); }

    // Whether somebody's grants are covered, by department and title.
    bool covers(policy::EmployeeId employee) {
        if (!asks_people()) return true;
        const auto known = people_.find(employee);
        if (known != people_.end()) return known->second;
        Query rows(tx_, "SELECT department, title FROM current_employees WHERE id = ?", employee);
        bool covered = false;
        if (rows.next()) {
            covered =
                in(departments_, rows.get<std::string>(0)) && in(titles_, rows.get<std::string>(1));
        }
        return people_.emplace(employee, covered).first->second;
    }

    struct Thing {
        policy::IntegrationId integration;
        policy::ResourceId resource;
        bool covered = false;
    };
    const Thing& thing(policy::ConnectionId connection) {
        const auto known = things_.find(connection);
        if (known != things_.end()) return known->second;
        Query rows(
            tx_,
            R"sql(SELECT c.integration_id, c.resource_id, c.resource, c.privileged, n.name
                FROM current_connections c JOIN integrations n ON n.id = c.integration_id WHERE c.id = ?)sql",
            connection
        );
        Thing thing;
        if (rows.next()) {
            thing.integration = rows.get<policy::IntegrationId>(0);
            thing.resource = rows.get<policy::ResourceId>(1);
            thing.covered = in(resources_, rows.get<std::string>(2)) &&
                            in(integrations_, rows.get<std::string>(4)) &&
                            (!scope_.privileged_only || rows.get<bool>(3));
        }
        return things_.emplace(connection, thing).first->second;
    }

    // Whose the grants of a holder are.
    policy::EmployeeId employee_of(std::int64_t holder) {
        if (holder > 0) return {holder};
        const auto known = owners_.find(holder);
        if (known != owners_.end()) return known->second;
        const auto owner = first<std::optional<policy::EmployeeId>>(
            tx_, "SELECT employee_id FROM current_identities WHERE id = ?", -holder
        );
        const auto who = owner && *owner ? **owner : policy::EmployeeId{};
        return owners_.emplace(holder, who).first->second;
    }

 private:
    static bool in(const std::set<std::string>& names, const std::string& name) {
        return names.empty() || names.contains(lower(name));
    }

    Tx& tx_;
    const CampaignScope& scope_;
    std::set<std::string> integrations_;
    std::set<std::string> resources_;
    std::set<std::string> departments_;
    std::set<std::string> titles_;
    std::map<policy::EmployeeId, bool> people_;
    std::map<policy::ConnectionId, Thing> things_;
    std::map<std::int64_t, policy::EmployeeId> owners_;
};

// One walk: what it has found, until it is long enough.
class Walk {
 public:
    Walk(Tx& tx, const CampaignScope& scope, std::size_t most)
        : tx_(tx), filter_(tx, scope), most_(most) {}

    CoveredGrants run(const PublishCursor& after) {
        found_.next = after;
        if (filter_.by_connection()) {
            by_connection();
        } else {
            by_holder();
        }
        return std::move(found_);
    }

 private:
    bool is_long_enough() {
        return found_.grants.size() >= most_ || Clock::now() - begun_ >= walk_time;
    }

    void take(std::int64_t holder, policy::ConnectionId connection, policy::IdentityId identity) {
        const auto& thing = filter_.thing(connection);
        if (!thing.covered) return;
        const auto employee = filter_.employee_of(holder);
        if (!filter_.covers(employee)) return;
        found_.grants.push_back(
            {holder, employee, connection, thing.integration, thing.resource, identity}
        );
    }

    // In the order of the grants themselves; somebody who is not covered is stepped over whole.
    void by_holder() {
        const auto covers = [&](std::int64_t holder) {
            return filter_.covers(filter_.employee_of(holder));
        };
        const auto one = [&](std::int64_t holder, std::int64_t connection, std::int64_t identity) {
            take(holder, {connection}, {identity});
        };
        go("SELECT holder_id FROM grants WHERE holder_id >= ? ORDER BY holder_id LIMIT 1",
           R"sql(SELECT connection_id, identity_id FROM current_grants
                WHERE holder_id = ? AND (connection_id, identity_id) > (?, ?) ORDER BY connection_id, identity_id)sql",
           covers,
           one);
    }

    // Connection by connection of those that are covered: few of many where the scope names some.
    void by_connection() {
        const auto covers = [&](std::int64_t connection) {
            return filter_.thing({connection}).covered;
        };
        const auto one = [&](std::int64_t connection, std::int64_t holder, std::int64_t identity) {
            take(holder, {connection}, {identity});
        };
        go("SELECT id FROM connections WHERE id >= ? ORDER BY id LIMIT 1",
           R"sql(SELECT holder_id, identity_id FROM current_grants
                WHERE connection_id = ? AND (holder_id, identity_id) > (?, ?) ORDER BY holder_id, identity_id)sql",
           covers,
           one);
    }

    // From key to key of those that are covered, and over the grants of each.
    template <class Covers, class One>
    void go(const std::string& keys, const std::string& grants, Covers covers, One one) {
        auto& at = found_.next;
        while (!is_long_enough()) {
            const auto key = first<std::int64_t>(tx_, keys, at.a);
            if (!key) {
                found_.last = true;
                return;
            }
            if (*key != at.a) at = {*key, no_less, 0};
            if (covers(*key)) {
                Query rows(tx_, grants, at.a, at.b, at.c);
                while (rows.next()) {
                    at.b = rows.get<std::int64_t>(0);
                    at.c = rows.get<std::int64_t>(1);
                    one(at.a, at.b, at.c);
                    if (is_long_enough()) return;
                }
            }
            at = {*key + 1, no_less, 0};
        }
    }

    static constexpr auto no_less = -std::numeric_limits<std::int64_t>::max();

    Tx& tx_;
    Filter filter_;
    std::size_t most_;
    CoveredGrants found_;
    Clock::time_point begun_ = Clock::now();
};

// What a slice adds to the counts, each row of them changed once.
struct Added {
    struct Task {
        policy::CampaignTaskId id;
        std::int64_t items = 0;
        std::map<std::tuple<policy::ReviewerKind, std::int64_t, policy::SkipReason>, std::int64_t>
            skips;
    };
    std::map<policy::EmployeeId, Task> tasks;
    std::map<policy::ResourceId, std::int64_t> resources;
    std::int64_t unasked = 0;
    std::int64_t reviewers = 0;
    std::string digest;
};

void add_counts(Tx& tx, policy::CampaignId id, const Added& added) {
    for (const auto& [reviewer, task] : added.tasks) {
        change(
            tx,
            "UPDATE campaign_tasks SET total = total + ?, version = version + 1 WHERE id = ?",
            task.items,
            task.id
        );
        for (const auto& [skip, items] : task.skips) {
            const auto& [kind, who, reason] = skip;
            note_skip(tx, task.id, {kind, policy::EmployeeId{who}, reason}, items);
        }
    }
    for (const auto& [resource, items] : added.resources) {
        change(
            tx,
            R"sql(INSERT INTO campaign_counts (campaign_id, resource_id, items) VALUES (?, ?, ?)
                ON CONFLICT (campaign_id, resource_id) DO UPDATE SET items = items + excluded.items)sql",
            id,
            resource,
            items
        );
    }
}

void write_review(
    Tx& tx,
    policy::CampaignId id,
    policy::CampaignItemId item,
    const PlannedReview& plan,
    policy::Instant now,
    Added& added
) {
    auto& task = added.tasks[plan.reviewer];
    if (!task.id) {
        bool fresh = false;
        task.id = campaign_task_of(tx, id, plan.reviewer, now, fresh);
        if (fresh) ++added.reviewers;
    }
    change(
        tx,
        "INSERT INTO campaign_reviews (task_id, item_id, level, capacity, fallback, for_id) VALUES "
        "(?, ?, ?, ?, ?, ?)",
        task.id,
        item,
        plan.level,
        policy::word(plan.capacity),
        plan.fallback,
        plan.on_behalf_of
    );
    ++task.items;
    for (const auto& skip : plan.skipped) {
        const auto who = skip.employee.value_or(policy::EmployeeId{}).value;
        ++task.skips[{skip.kind, who, skip.reason}];
    }
}

}  // namespace

void note_skip(
    Tx& tx, policy::CampaignTaskId task, const policy::Skipped& skipped, std::int64_t items
) {
    change(
        tx,
        R"sql(INSERT INTO campaign_skips (task_id, capacity, employee_id, reason, items) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (task_id, capacity, employee_id, reason) DO UPDATE SET items = items + excluded.items)sql",
        task,
        policy::word(skipped.kind),
        skipped.employee.value_or(policy::EmployeeId{}),
        static_cast<int>(skipped.reason),
        items
    );
}

policy::CampaignTaskId campaign_task_of(
    Tx& tx, policy::CampaignId id, policy::EmployeeId reviewer, policy::Instant now, bool& fresh
) {
    const auto known = first<policy::CampaignTaskId>(
        tx, "SELECT id FROM campaign_tasks WHERE campaign_id = ? AND reviewer_id = ?", id, reviewer
    );
    fresh = !known;
    if (known) return *known;
    return insert<policy::CampaignTaskId>(
        tx,
        "INSERT INTO campaign_tasks (campaign_id, reviewer_id, assigned_at) VALUES (?, ?, ?) "
        "RETURNING id",
        id,
        reviewer,
        now
    );
}

PublishCursor publish_cursor(Tx& tx, policy::CampaignId id) {
    Query rows(tx, "SELECT at_a, at_b, at_c FROM campaigns WHERE id = ?", id);
    if (!rows.next()) return {};
    return {rows.get<std::int64_t>(0), rows.get<std::int64_t>(1), rows.get<std::int64_t>(2)};
}

CoveredGrants covered_after(
    Tx& tx, const CampaignScope& scope, const PublishCursor& after, std::size_t most
) {
    return Walk(tx, scope, most).run(after);
}

std::vector<std::string> unknown_integrations(Tx& tx, const CampaignScope& scope) {
    std::vector<std::string> unknown;
    for (const auto& name : scope.integrations) {
        if (!find_integration(tx, name)) unknown.push_back(name);
    }
    return unknown;
}

bool write_planned(
    Tx& tx,
    policy::CampaignId id,
    const PublishCursor& from,
    const PublishCursor& to,
    const std::vector<PlannedReview>& planned,
    policy::Instant now
) {
    const int moved = change(
        tx,
        R"sql(UPDATE campaigns SET at_a = ?, at_b = ?, at_c = ?
            WHERE id = ? AND job = 'publish' AND at_a = ? AND at_b = ? AND at_c = ?)sql",
        to.a,
        to.b,
        to.c,
        id,
        from.a,
        from.b,
        from.c
    );
    if (moved != 1) return false;
    Added added;
    std::string text = publishing_digest(tx, id);
    for (const auto& plan : planned) {
        const auto& grant = plan.grant;
        const auto item = insert<policy::CampaignItemId>(
            tx,
            "INSERT INTO campaign_items (campaign_id, holder_id, connection_id, identity_id) "
            "VALUES (?, ?, ?, ?) RETURNING id",
            id,
            grant.holder,
            grant.connection,
            grant.identity
        );
        ++added.resources[grant.resource];
        for (const auto number :
             {grant.holder, grant.connection.value, grant.identity.value, plan.reviewer.value})
            text += ' ' + std::to_string(number);
        if (plan.reviewer) {
            write_review(tx, id, item, plan, now, added);
        } else {
            ++added.unasked;
        }
    }
    if (planned.empty()) return true;
    add_counts(tx, id, added);
    change(
        tx,
        "UPDATE campaigns SET items = items + ?, unasked = unasked + ?, reviewers = reviewers + ?, "
        "digest = ? WHERE id = ?",
        planned.size(),
        added.unasked,
        added.reviewers,
        sha256(text),
        id
    );
    return true;
}

}  // namespace store
