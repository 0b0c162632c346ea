// A month of a company, a quarter of an hour at a time: requests, slow reviewers, people who leave,
// stops of the daemon, all at random. A model that knows nothing of timers looks at everything open
// at every step and says what should have been told; what was told must be exactly that.
#include <date/tz.h>

#include <map>
#include <random>
#include <set>

#include "bot/workflow/withdraw.hpp"
#include "tests/bot/calendar.hpp"

namespace {

using namespace std::chrono_literals;
using policy::EmployeeId;
using policy::Instant;
using std::chrono::days;
using store::DueKind;

constexpr auto step = 15min;
const std::vector<std::string> zones{
    "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", ""};

// One line of what was said: about what, to whom, when.
struct Told {
    Instant at;
    EmployeeId to;
    DueKind kind = DueKind::task_reminder;
    std::int64_t subject = 0;
    auto operator<=>(const Told&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Told& told) {
    return out << store::word(told.kind) << ' ' << told.subject << " to " << told.to.value << " at "
               << (told.at - Calendar::monday) / 1min << " min";
}

// Nine to six on weekdays, asked of the machine's own zone table.
bool at_work(const std::string& zone, Instant at) {
    const auto local = date::make_zoned(zone.empty() ? "UTC" : zone, at).get_local_time();
    const auto day = date::floor<date::days>(local);
    const auto weekday = date::weekday{day}.iso_encoding();
    return weekday <= 5 && local - day >= 9h && local - day < 18h;
}

class Model {
 public:
    explicit Model(Calendar& calendar) : calendar_(calendar) {}

    std::map<EmployeeId, std::string> zone_of;
    std::set<Told> expected;

    // Everything that is open now, after the acts of this moment.
    void look_around() {
        calendar_.read<bool>([&](store::Tx& tx) {
            store::Query tasks(
                tx,
                "SELECT id, assignee_id, assigned_at, due_at, request_id, kind FROM tasks WHERE "
                "closed_at IS NULL"
            );
            std::map<std::int64_t, Task> open;
            while (tasks.next()) {
                const auto id = tasks.get<std::int64_t>(0);
                const auto known = tasks_.find(id);
                if (known != tasks_.end()) {
                    open[id] = known->second;
                    continue;
                }
                Task task;
                task.who = tasks.get<EmployeeId>(1);
                task.told = tasks.get<Instant>(2);
                task.due = tasks.get<Instant>(3);
                task.request = tasks.get<std::int64_t>(4);
                task.review = tasks.get<std::string>(5) == "review";
                open[id] = task;
            }
            tasks_ = std::move(open);
            store::Query requests(
                tx,
                "SELECT DISTINCT r.id, r.requester_id, r.expires_at FROM access_requests r JOIN "
                "request_items i ON i.request_id = r.id WHERE i.state = 'pending'"
            );
            std::map<std::int64_t, Request> pending;
            while (requests.next()) {
                const auto id = requests.get<std::int64_t>(0);
                const auto known = requests_.find(id);
                pending[id] =
                    known != requests_.end()
                        ? known->second
                        : Request{requests.get<EmployeeId>(1), requests.get<Instant>(2), false, {}};
            }
            requests_ = std::move(pending);
            return true;
        });
    }

    // What is to be said at `now` about what was open just before.
    void expect(Instant now) {
        for (auto& [id, request] : requests_) {
            if (now >= request.expires) {
                expired.insert(id);
                std::erase_if(tasks_, [&, gone = id](const auto& task) {
                    return task.second.request == gone && task.second.review;
                });
                continue;
            }
            if (!request.warned && now >= request.expires - days{2}) {
                request.warned = true;
                request.to_tell.insert(request.who);
                for (const auto& [task, open] : tasks_) {
                    if (open.request == id && open.review) request.to_tell.insert(open.who);
                }
            }
            std::erase_if(request.to_tell, [&, about = id](EmployeeId who) {
                if (!at_work(zone_of[who], now)) return false;
                const bool concerned = who == requests_[about].who || reviews(who, about);
                if (concerned) expected.insert({now, who, DueKind::request_expiring, about});
                return true;
            });
        }
        for (auto& [id, task] : tasks_) {
            if (now < task.due) {
                if (now >= task.told + days{2} && at_work(zone_of[task.who], now)) {
                    expected.insert({now, task.who, DueKind::task_reminder, id});
                    task.told = now;
                }
            } else if (!task.overdue) {
                expected.insert({now, task.who, DueKind::task_overdue, id});
                task.overdue = true;
            }
            if (now >= task.due + days{2}) late.insert(id);
        }
    }

    std::set<std::int64_t> expired;  // requests
    std::set<std::int64_t> late;     // tasks that should have gone on, if anybody was left

 private:
    struct Task {
        EmployeeId who;
        Instant told;
        Instant due;
        std::int64_t request = 0;
        bool review = true;
        bool overdue = false;
    };
    struct Request {
        EmployeeId who;
        Instant expires;
        bool warned = false;
        std::set<EmployeeId> to_tell;
    };

    bool reviews(EmployeeId who, std::int64_t request) const {
        for (const auto& [id, task] : tasks_) {
            if (task.who == who && task.request == request && task.review) return true;
        }
        return false;
    }

    Calendar& calendar_;
    std::map<std::int64_t, Task> tasks_;
    std::map<std::int64_t, Request> requests_;
};

std::set<Told> what_was_told(Calendar& calendar) {
    return calendar.read<std::set<Told>>([](store::Tx& tx) {
        std::set<Told> all;
        store::Query rows(
            tx,
            "SELECT n.at, n.person_id, l.kind, l.subject_id FROM due_notices n JOIN "
            "due_notice_lines l ON l.notice_id = n.id"
        );
        while (rows.next()) {
            all.insert(
                {rows.get<Instant>(0),
                 rows.get<EmployeeId>(1),
                 store::due_kind(rows.get<std::string>(2)).value(),
                 rows.get<std::int64_t>(3)}
            );
        }
        return all;
    });
}

// Things to ask for that nobody else asks for: what is pending cannot be asked twice.
void add_connections(Calendar& calendar, int how_many) {
    std::string sql;
    for (int i = 0; i < how_many; ++i) {
        sql +=
            "INSERT INTO connections (id, integration_id, resource_id, project, resource_type, "
            "privilege) VALUES (" +
            std::to_string(1000 + i) + ", 1, 2, '', '', 'p" + std::to_string(i) + "');";
    }
    calendar.exec(sql);
}

// Teams of eight, a third of whose people lead another team; accounts 100 + the person's number.
void add_people(Calendar& calendar, int how_many, Model& model, std::mt19937& random) {
    std::string sql;
    for (int i = 0; i < how_many; ++i) {
        const auto id = std::to_string(20 + i);
        const auto boss = i < 8 ? std::string("3") : std::to_string(20 + (i - 8) / 8);
        const auto& zone = zones[random() % zones.size()];
        model.zone_of[EmployeeId{20 + i}] = zone;
        sql += "INSERT INTO employees (id, email) VALUES (" + id + ", 'p" + id + "@example.com');";
        sql +=
            "INSERT INTO employee_versions (employee_id, to_gen, from_gen, name, external_id, "
            "department, title, organization, employment_type, metadata, manager_id, status) "
            "VALUES (" +
            id + ", 0, 1, 'P " + id + "', '', '', 'Engineer', '', '', '', " + boss + ", 'active');";
        sql +=
            "INSERT INTO slack_users (team_id, user_id, email, employee_id, refused, name, tz, "
            "tz_offset, deleted, bot, guest, stranger, email_confirmed, updated) VALUES ('T1', "
            "'U" +
            id + "', 'p" + id + "@example.com', " + id + ", '', 'P', '" + zone +
            "', 0, 0, 0, 0, 0, 1, 0);";
        sql += "INSERT INTO identities (id, integration_id) VALUES (1" + id + ", 1);";
        sql +=
            "INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, "
            "external_id, username, email, name, employee_id, relation) VALUES (1" +
            id + ", 0, 1, 1, '', 'u" + id + "', '', '', " + id + ", 'IS');";
    }
    calendar.exec(sql);
}

TEST_CASE("over a month every notice comes exactly once where it should and nowhere else") {
    const auto seed = GENERATE(1U, 2U, 3U);
    std::mt19937 random{seed};
    const auto one_in = [&](unsigned n) { return random() % n == 0; };
    Calendar calendar;
    calendar.rules.nudges.escalate_after = days{100};
    Model model(calendar);
    constexpr int people = 80;
    constexpr int requests = 250;
    add_people(calendar, people, model, random);
    add_connections(calendar, requests);
    for (int id = 1; id <= 7; ++id)
        model.zone_of[EmployeeId{id}] = "UTC";

    int asked = 0;
    auto stopped_until = Calendar::monday;
    for (auto now = Calendar::monday + step; now < Calendar::monday + days{31}; now += step) {
        if (now < stopped_until) continue;
        if (calendar.now < now - step) {
            calendar.stopped_until(now);
        } else {
            calendar.pass_until(now);
        }
        model.expect(now);
        // Acts follow what fell due.
        if (asked < requests && one_in(6)) {
            const auto who = EmployeeId{20 + static_cast<int>(random() % people)};
            calendar.ask(
                {{policy::ConnectionId{1000 + asked}, static_cast<int>(100 + who.value)}},
                {},
                who,
                who
            );
            ++asked;
        }
        const auto open = calendar.read<std::vector<store::TaskRow>>([&](store::Tx& tx) {
            std::vector<store::TaskRow> some;
            store::Query rows(tx, "SELECT id FROM tasks WHERE closed_at IS NULL ORDER BY id");
            while (rows.next()) {
                // Most are decided within days, some never.
                const auto id = rows.get<policy::TaskId>(0);
                if (id.value % 3 != 0 && one_in(300))
                    some.push_back(store::find_task(tx, id).value());
            }
            return some;
        });
        for (const auto& task : open) {
            calendar.by(task.assignee, [&](const Calendar::Act& act) {
                const bot::workflow::TaskKey key{task.id, task.version};
                if (task.kind == store::TaskKind::manual) return bot::workflow::done(act, key);
                return one_in(5) ? bot::workflow::deny(act, key, "no")
                                 : bot::workflow::approve(act, key);
            });
        }
        if (one_in(400)) {
            const auto gone = 20 + static_cast<int>(random() % people);
            calendar.exec(
                "UPDATE slack_users SET deleted = 1 WHERE employee_id = " + std::to_string(gone)
            );
        }
        model.look_around();
        if (one_in(300)) stopped_until = now + step * (1 + static_cast<int>(random() % 300));
    }
    CHECK(asked == requests);

    const auto told = what_was_told(calendar);
    std::vector<Told> missing;
    std::vector<Told> too_many;
    std::set_difference(
        model.expected.begin(),
        model.expected.end(),
        told.begin(),
        told.end(),
        std::back_inserter(missing)
    );
    std::set_difference(
        told.begin(),
        told.end(),
        model.expected.begin(),
        model.expected.end(),
        std::back_inserter(too_many)
    );
    INFO("seed " << seed << ", " << told.size() << " lines");
    CHECK(missing == std::vector<Told>{});
    CHECK(too_many == std::vector<Told>{});
    CHECK(told.size() > 300);

    // Each in one message of its moment, and no person twice at one moment.
    std::set<std::pair<EmployeeId, Instant>> moments;
    for (const auto& one : calendar.sent) {
        if (one.kind != store::MessageKind::due_notice || one.edit) continue;
        INFO(one.to.value << " at " << (one.at - Calendar::monday) / 1min);
        CHECK(moments.insert({one.to, one.at}).second);
    }
    CHECK(calendar.read<bool>([&](store::Tx& tx) {
        for (const auto id : model.expired) {
            for (const auto& item : store::items_of_request(tx, {id})) {
                if (item.state == policy::ItemState::pending) return false;
            }
        }
        return store::verify_audit(tx).empty();
    }));
}

}  // namespace
