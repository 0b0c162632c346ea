// Whatever people do, in whatever order: nobody decides their own access, every request comes to
// its end, and the audit trail tells the same story as the tables.
#include <map>
#include <random>

#include "bot/workflow/ask.hpp"
#include "bot/workflow/delegate.hpp"
#include "bot/workflow/hand_over.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/questions.hpp"
#include "tests/bot/story.hpp"

namespace {

using namespace story;
using policy::EmployeeId;

const std::vector people{
    Company::ann,
    Company::ben,
    Company::mia,
    Company::omar,
    Company::olga,
    Company::rita,
    Company::adam};

class Chance {
 public:
    explicit Chance(unsigned seed) : engine_(seed) {}
    std::size_t below(std::size_t n) { return engine_() % n; }
    EmployeeId person() { return people[below(people.size())]; }
    bool often() { return below(3) != 0; }

 private:
    std::mt19937 engine_;
};

std::vector<store::TaskRow> open_tasks(Story& story) {
    return story.read<std::vector<store::TaskRow>>([](store::Tx& tx) {
        std::vector<store::TaskRow> all;
        for (const auto person : people) {
            for (auto& task : store::open_tasks_of(tx, person, 0, 100).rows)
                all.push_back(std::move(task));
        }
        return all;
    });
}

// One act of somebody, most often of the person whose turn it is.
void act_once(Story& story, Chance& chance, const std::vector<policy::RequestId>& requests) {
    const auto tasks = open_tasks(story);
    const auto kind = chance.below(12);
    const auto somebody = chance.person();
    const auto other = chance.person();
    if (kind == 0) {
        story.by(somebody, [&](const Act& act) {
            return set_delegate(act, other, {}, {}).has_value();
        });
    } else if (kind == 1) {
        story.by(somebody, stop_delegating);
    } else if (kind == 2) {
        story.exec(
            "UPDATE employee_versions SET manager_id = " + std::to_string(other.value) +
            " WHERE employee_id = " + std::to_string(somebody.value)
        );
    } else if (kind == 3 && chance.below(8) == 0) {
        const auto request = requests[chance.below(requests.size())];
        story.by(somebody, [&](const Act& act) { return withdraw(act, request); });
    } else if (!tasks.empty()) {
        const auto& task = tasks[chance.below(tasks.size())];
        const TaskKey key{task.id, task.version};
        const auto who = chance.often() ? task.assignee : somebody;
        const auto pending = story.read<std::vector<store::ItemRow>>([&](store::Tx& tx) {
            return store::items_of_task(tx, task.id, true);
        });
        story.by(who, [&](const Act& act) {
            switch (kind) {
                case 4:
                case 5:
                    reassign(act, key, other, "please");
                    break;
                case 6:
                    if (!objection_to(act.tx, task, other, act.now()))
                        hand_over(act, task, {other}, HandOverReason::escalated, "");
                    break;
                case 7:
                    decide_items(act, key, {pending.front().id}, {pending.back().id}, "no");
                    break;
                case 8:
                    ask(act, key, "why?");
                    break;
                case 9:
                    approve_until(act, key, act.now() + std::chrono::hours{1 + chance.below(900)});
                    break;
                case 10:
                    task.kind == store::TaskKind::manual ? done(act, key) : approve(act, key);
                    break;
                default:
                    task.kind == store::TaskKind::manual ? could_not(act, key, "no")
                                                         : approve(act, key);
            }
            return true;
        });
    }
}

// No review waits for, or was decided by, the requester or the beneficiary of its request.
std::int64_t own_decisions(store::Tx& tx) {
    return store::first<std::int64_t>(
               tx,
               R"sql(SELECT COUNT(*) FROM reviews r
                   JOIN tasks t ON t.id = r.task_id AND t.kind = 'review'
                   JOIN access_requests q ON q.id = t.request_id
                   WHERE (r.state = 'pending' AND t.assignee_id IN (q.requester_id, q.beneficiary_id))
                       OR (r.state IN ('approved', 'denied')
                           AND r.decided_by IN (q.requester_id, q.beneficiary_id)))sql"
    )
        .value();
}

// Nobody has said yes twice to an item, and no item waits for one person twice.
std::int64_t counted_twice(store::Tx& tx) {
    return store::first<std::int64_t>(
               tx,
               R"sql(SELECT COUNT(*) FROM (
                   SELECT 1 FROM reviews r JOIN tasks t ON t.id = r.task_id AND t.kind = 'review'
                   WHERE r.state = 'approved' GROUP BY r.item_id, r.decided_by HAVING COUNT(*) > 1
                   UNION ALL
                   SELECT 1 FROM reviews r JOIN tasks t ON t.id = r.task_id AND t.kind = 'review'
                   WHERE r.state = 'pending' GROUP BY r.item_id, t.assignee_id HAVING COUNT(*) > 1))sql"
    )
        .value();
}

// The states of a request's items as its audit trail tells them.
std::map<std::string, std::string> replayed(store::Tx& tx, policy::RequestId request) {
    std::map<std::string, std::string> states;
    for (const auto& record : store::audit_trail(tx, store::audit_name(request))) {
        std::string items;
        std::string after;
        for (const auto& value : record.entry.values) {
            if (value.name == "items") items = value.value;
            if (value.name == "after") after = value.value;
        }
        const auto& what = record.entry.act;
        const bool moves = what == "request.submitted" ||
                           (what.starts_with("items.") && what != "items.shortened");
        if (!moves || after.empty()) continue;
        std::istringstream ids(items);
        for (std::string id; std::getline(ids, id, ',');)
            states[id] = after;
    }
    return states;
}

std::map<std::string, std::string> stored(store::Tx& tx, policy::RequestId request) {
    std::map<std::string, std::string> states;
    for (const auto& item : store::items_of_request(tx, request))
        states[std::to_string(item.id.value)] = std::string(policy::word(item.state));
    return states;
}

// Everybody does what waits for them, until nothing does.
void finish(Story& story) {
    for (int round = 0; round < 50; ++round) {
        const auto tasks = open_tasks(story);
        if (tasks.empty()) return;
        const auto& task = tasks.front();
        story.by(task.assignee, [&](const Act& act) {
            const TaskKey key{task.id, task.version};
            return task.kind == store::TaskKind::manual ? done(act, key) : approve(act, key);
        });
    }
}

TEST_CASE("property: nobody decides their own access, requests end, and the audit trail replays") {
    for (unsigned seed = 1; seed <= 25; ++seed) {
        INFO("seed " << seed);
        Chance chance(seed);
        Story story;
        std::vector<policy::RequestId> requests;
        for (const auto requester : {Company::ann, Company::rita, Company::omar}) {
            const auto outcome = story.ask(
                chance.below(2) == 0 ? std::vector{Company::code_write}
                                     : std::vector{Company::code_write, Company::code_admin},
                requester,
                requester == Company::omar ? Company::omar : Company::ann
            );
            if (const auto* made = std::get_if<Submitted>(&outcome))
                requests.push_back(made->request);
        }
        REQUIRE_FALSE(requests.empty());
        for (int step = 0; step < 40; ++step) {
            act_once(story, chance, requests);
            const auto wrong = story.read<std::pair<std::int64_t, std::int64_t>>([](store::Tx& tx) {
                return std::pair(own_decisions(tx), counted_twice(tx));
            });
            REQUIRE(wrong.first == 0);
            REQUIRE(wrong.second == 0);
        }
        finish(story);
        for (const auto request : requests) {
            story.read<bool>([&](store::Tx& tx) {
                CHECK(store::find_request(tx, request)->closed_at.has_value());
                CHECK(replayed(tx, request) == stored(tx, request));
                return true;
            });
        }
        story.audit_acts();  // verifies the chain
    }
}

}  // namespace
