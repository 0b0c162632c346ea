// Weeks of whatever people do, in whatever order: delegates and reassignments, managers that
// change, quorums, questions, shorter and longer access, people who leave. Nobody decides their own
// access, one person has one card, every request comes to its end, and the audit trail tells the
// same story.
#include <map>
#include <random>
#include <sstream>

#include "bot/workflow/access_end.hpp"
#include "bot/workflow/ask.hpp"
#include "bot/workflow/delegate.hpp"
#include "bot/workflow/departure.hpp"
#include "bot/workflow/extend.hpp"
#include "bot/workflow/hand_over.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/departures.hpp"
#include "store/policies.hpp"
#include "store/questions.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using namespace std::chrono_literals;
using bot::workflow::Act;
using bot::workflow::TaskKey;
using policy::EmployeeId;
using std::chrono::days;
using std::chrono::hours;
using Company = SmallCompany;

// About GitHub two of three, then its owner; about Payroll one of them by name.
const std::string rules = R"(
[[clause]]
name = "Two of three"
when.integration = "GitHub"
[[clause.level]]
ask = ["manager", "risk-manager", "olga@example.com"]
quorum = 2
[[clause.level]]
ask = "integration-owner"

[[clause]]
name = "Payroll"
when.integration = "Payroll"
[[clause.level]]
ask = ["mia@example.com", "rita@example.com"]
)";

class Chance {
 public:
    explicit Chance(unsigned seed) : engine_(seed) {}
    int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }
    EmployeeId person() { return EmployeeId{1 + below(7)}; }
    template <class T>
    const T& of(const std::vector<T>& all) {
        return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
    }

 private:
    std::mt19937 engine_;
};

struct Play {
    Chance chance;
    Calendar calendar;
    std::vector<policy::RequestId> requests;
    std::map<std::string, int> happened;

    explicit Play(unsigned seed) : chance(seed) {
        calendar.by({}, [](const Act& act) {
            store::insert_policy(act.tx, rules, "cli:root", act.now());
            return true;
        });
    }

    std::vector<store::TaskRow> tasks() {
        std::vector<store::TaskRow> all;
        for (int who = 1; who <= 7; ++who) {
            for (auto& task : calendar.tasks(EmployeeId{who}))
                all.push_back(std::move(task));
        }
        return all;
    }
    policy::Instant soon() { return calendar.now + hours{1 + chance.below(24 * 14)}; }

    void ask() {
        const std::vector<std::vector<std::pair<policy::ConnectionId, int>>> wanted{
            {{Company::code_write, 1}},
            {{Company::code_write, 1}, {Company::pay_view, 3}},
            {{Company::code_admin, 1}, {Company::code_write, 1}, {Company::pay_view, 4}}};
        std::optional<policy::Instant> ends;
        if (chance.below(3) > 0) ends = soon();
        const auto requester = chance.below(2) == 0 ? Company::ann : chance.person();
        requests.push_back(calendar.ask(chance.of(wanted), ends, requester));
    }

    // A person leaves as the daemon sees it: their requests end, and others decide in their place.
    void leave() {
        const auto who = chance.person();
        if (who == Company::adam || happened["left"] > 2) return;
        calendar.exec(
            "UPDATE employee_versions SET status = 'terminated' WHERE employee_id = " +
            std::to_string(who.value)
        );
        ++happened["left"];
        calendar.by({}, [&](const Act& act) {
            bot::workflow::settle_departure(act, who);
            for (const auto request : store::requests_asked_of(act.tx, who))
                bot::workflow::replace_reviewer(act, who, request);
            return true;
        });
    }

    void close(const store::TaskRow& task, int how) {
        const auto who = chance.below(5) == 0 ? chance.person() : task.assignee;
        calendar.by(who, [&](const Act& act) {
            const TaskKey key{task.id, task.version};
            if (task.kind == store::TaskKind::manual)
                how == 0 ? could_not(act, key, "no") : done(act, key);
            else
                how == 0 ? deny(act, key, "no") : approve(act, key);
            return true;
        });
    }

    void review(const store::TaskRow& task) {
        const TaskKey key{task.id, task.version};
        const auto other = chance.person();
        const auto pending = calendar.read<std::vector<store::ItemRow>>([&](store::Tx& tx) {
            return store::items_of_task(tx, task.id, true);
        });
        const auto later = soon();
        const auto how = chance.below(8);
        calendar.by(task.assignee, [&](const Act& act) {
            if (how == 0) {
                bot::workflow::reassign(act, key, other, "please");
            } else if (how == 1) {
                bot::workflow::ask(act, key, "why?");
            } else if (how == 2) {
                bot::workflow::approve_until(act, key, later);
            } else if (how == 3) {
                bot::workflow::decide_items(act, key, {pending.front().id}, {}, "");
            } else if (how == 4 && !bot::workflow::objection_to(act.tx, task, other, act.now())) {
                bot::workflow::hand_over(
                    act, task, {other}, bot::workflow::HandOverReason::escalated, ""
                );
            }
            return true;
        });
        if (how > 4) close(task, chance.below(12));
    }

    void act_once() {
        const auto somebody = chance.person();
        const auto other = chance.person();
        const auto kind = requests.empty() ? 0 : chance.below(20);
        if (kind == 0) return ask();
        if (kind == 1) {
            calendar.by(somebody, [&](const Act& act) {
                return bot::workflow::set_delegate(act, other, {}, {}).has_value();
            });
        } else if (kind == 2) {
            calendar.by(somebody, bot::workflow::stop_delegating);
        } else if (kind == 3) {
            calendar.exec(
                "UPDATE employee_versions SET manager_id = " + std::to_string(other.value) +
                " WHERE employee_id = " + std::to_string(somebody.value)
            );
        } else if (kind == 4 && chance.below(4) == 0) {
            leave();
        } else if (kind == 5 && chance.below(3) == 0) {
            calendar.by(somebody, [&](const Act& act) {
                return bot::workflow::withdraw(act, chance.of(requests));
            });
        } else if (kind == 6 || kind == 7) {
            const auto made = calendar.by(Company::ann, [&](const Act& act) {
                return bot::workflow::extend(act, chance.of(requests), soon(), "more");
            });
            if (const auto* id = std::get_if<policy::RequestId>(&made)) {
                requests.push_back(*id);
                ++happened["extended"];
            }
        } else if (kind == 8 && chance.below(3) == 0) {
            calendar.by(Company::ann, [&](const Act& act) {
                return bot::workflow::give_back(act, chance.of(requests));
            });
        } else if (kind == 9) {
            answer_something();
        } else if (kind == 10 || kind == 11) {
            calendar.pass_until(calendar.now + hours{1 + chance.below(40)});
        } else if (const auto all = tasks(); !all.empty()) {
            const auto& task = chance.of(all);
            task.kind == store::TaskKind::review ? review(task) : close(task, chance.below(8));
        }
    }

    void answer_something() {
        const auto request = chance.of(requests);
        const auto questions = calendar.read<std::vector<store::QuestionRow>>([&](store::Tx& tx) {
            return store::questions_of(tx, request);
        });
        if (questions.empty()) return;
        const auto row = calendar.read<std::optional<store::RequestRow>>([&](store::Tx& tx) {
            return store::find_request(tx, request);
        });
        calendar.by(row->requester, [&](const Act& act) {
            return bot::workflow::answer(act, questions.back().id, "because");
        });
    }

    // Everybody does what waits for them; then all time passes.
    void finish() {
        for (int pause = 0, rounds = 0; pause < 12 && rounds < 2000; ++rounds) {
            const auto all = tasks();
            if (all.empty()) {
                calendar.pass_until(calendar.now + days{2});
                ++pause;
                continue;
            }
            const auto& task = all.front();
            calendar.by(task.assignee, [&](const Act& act) {
                const TaskKey key{task.id, task.version};
                return task.kind == store::TaskKind::manual ? done(act, key) : approve(act, key);
            });
        }
    }
};

std::int64_t count(store::Tx& tx, const std::string& sql) {
    return store::first<std::int64_t>(tx, "SELECT COUNT(*) FROM (" + sql + ")").value();
}

// Decided by a party of the request, or waiting for one.
const std::string own_decisions = R"sql(
    SELECT 1 FROM reviews r JOIN tasks t ON t.id = r.task_id AND t.kind = 'review'
    JOIN access_requests q ON q.id = t.request_id
    WHERE (r.state = 'pending' AND t.assignee_id IN (q.requester_id, q.beneficiary_id))
        OR (r.state IN ('approved', 'denied') AND r.decided_by IN (q.requester_id, q.beneficiary_id)))sql";
// One person's two yeses to an item, or two cards in which it waits.
const std::string counted_twice = R"sql(
    SELECT 1 FROM reviews r JOIN tasks t ON t.id = r.task_id AND t.kind = 'review'
    WHERE r.state = 'approved' GROUP BY r.item_id, r.decided_by HAVING COUNT(*) > 1
    UNION ALL
    SELECT 1 FROM reviews r JOIN tasks t ON t.id = r.task_id AND t.kind = 'review'
    WHERE r.state = 'pending' GROUP BY r.item_id, t.assignee_id HAVING COUNT(*) > 1)sql";
// Two cards of one request at one level that came to the person in the same way.
const std::string two_cards = R"sql(
    SELECT 1 FROM tasks WHERE kind = 'review' AND closed_at IS NULL
    GROUP BY request_id, level, assignee_id, on_behalf_of, handed_from HAVING COUNT(*) > 1)sql";
// A task that says something else than its reviews.
const std::string miscounted = R"sql(
    SELECT 1 FROM tasks t WHERE (t.closed_at IS NULL) <> (t.open_reviews > 0)
        OR t.open_reviews <> (SELECT COUNT(*) FROM reviews r WHERE r.task_id = t.id AND r.state = 'pending'))sql";
// Waits for somebody, and the item does not.
const std::string stale = R"sql(
    SELECT 1 FROM reviews r JOIN tasks t ON t.id = r.task_id AND t.kind = 'review'
    JOIN request_items i ON i.id = r.item_id WHERE r.state = 'pending' AND i.state <> 'pending')sql";

// The states of a request's items as its audit trail tells them.
std::map<std::string, std::string> replayed(store::Tx& tx, policy::RequestId request) {
    std::map<std::string, std::string> states;
    for (const auto& item : store::items_of_request(tx, request))
        states[std::to_string(item.id.value)] = "pending";
    for (const auto& record : store::audit_trail(tx, store::audit_name(request))) {
        const auto& act = record.entry.act;
        std::string items;
        std::string after;
        for (const auto& value : record.entry.values) {
            if (value.name == "items") items = value.value;
            if (value.name == "after") after = value.value;
        }
        const bool of_items = act.starts_with("items.") || act.starts_with("access.");
        if (!of_items || act == "items.shortened" || after.empty()) continue;
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

TEST_CASE("property: over weeks of changes nobody decides their own access and every request ends"
) {
    std::map<std::string, std::int64_t> seen;
    for (unsigned seed = 1; seed <= 30; ++seed) {
        INFO("seed " << seed);
        Play play(seed);
        for (int step = 0; step < 70; ++step) {
            play.act_once();
            INFO("step " << step);
            play.calendar.read<bool>([&](store::Tx& tx) {
                REQUIRE(count(tx, own_decisions) == 0);
                REQUIRE(count(tx, counted_twice) == 0);
                REQUIRE(count(tx, two_cards) == 0);
                REQUIRE(count(tx, miscounted) == 0);
                REQUIRE(count(tx, stale) == 0);
                return true;
            });
        }
        play.finish();
        play.calendar.read<bool>([&](store::Tx& tx) {
            store::Query rows(tx, "SELECT id FROM access_requests ORDER BY id");
            while (rows.next()) {
                const auto request = rows.get<policy::RequestId>(0);
                INFO("request " << request.value);
                CHECK(replayed(tx, request) == stored(tx, request));
                // What is asked for already makes no item.
                if (store::items_of_request(tx, request).empty()) continue;
                CHECK(store::find_request(tx, request)->closed_at.has_value());
            }
            CHECK(store::verify_audit(tx).empty());
            for (const auto* act :
                 {"access.extended",
                  "items.shortened",
                  "review.reassigned",
                  "reviewer.replaced",
                  "question.answered",
                  "items.expired",
                  "departure.access_left"})
                seen[act] +=
                    count(tx, "SELECT 1 FROM audit_entries WHERE act = '" + std::string(act) + "'");
            return true;
        });
    }
    // The chances were such that all of it happened.
    CHECK(seen.size() == 7);
    for (const auto& [act, times] : seen) {
        INFO(act);
        CHECK(times > 0);
    }
}

}  // namespace
