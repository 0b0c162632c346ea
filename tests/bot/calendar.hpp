// The small company as days pass: requests, the timers that fall due, and every message as it would
// be sent at that moment. Slack is played by noting what was rendered.
#pragma once

#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "bot/render.hpp"
#include "bot/workflow/decide.hpp"
#include "bot/workflow/fire.hpp"
#include "bot/workflow/move_on.hpp"
#include "bot/workflow/tell.hpp"
#include "store/directory.hpp"
#include "store/drafts.hpp"
#include "store/requests.hpp"
#include "store/tasks.hpp"
#include "store/timers.hpp"
#include "tests/store/small_company.hpp"

class Calendar {
 public:
    using Act = bot::workflow::Act;
    using Company = SmallCompany;

    // Monday, March 2, 2026, 10:00 UTC.
    static constexpr policy::Instant monday{std::chrono::seconds{1'772'445'600}};

    // What somebody was sent, when.
    struct Sent {
        policy::EmployeeId to;
        policy::Instant at;
        store::MessageKind kind;
        std::string text;
        std::string blocks;
        bool edit = false;
    };

    Calendar() : gate_(io_, {.path = file_.path()}), company_(gate_) {
        rules.working_hours.days = {
            std::chrono::Monday,
            std::chrono::Tuesday,
            std::chrono::Wednesday,
            std::chrono::Thursday,
            std::chrono::Friday};
    }

    bot::workflow::FlowRules rules;
    policy::Instant now = monday;
    std::vector<Sent> sent;

    // `who` acts now; nobody is the daemon itself.
    template <class Work>
    auto by(policy::EmployeeId who, Work work) {
        using Result = std::invoke_result_t<Work&, const Act&>;
        std::optional<Result> result;
        gate_.write_blocking([&](store::Tx& tx) {
            const Act act{tx, who, store::Millis{now}, rules};
            result.emplace(work(act));
        });
        deliver();
        return std::move(*result);
    }

    template <class T>
    T read(const std::function<T(store::Tx&)>& look) {
        std::optional<T> seen;
        gate_.write_blocking([&](store::Tx& tx) { seen.emplace(look(tx)); });
        return std::move(*seen);
    }

    void exec(const std::string& sql) {
        gate_.write_blocking([&](store::Tx& tx) { tx.db().exec(sql); });
    }

    // A request for these connections, as Submit makes it.
    policy::RequestId ask(
        const std::vector<std::pair<policy::ConnectionId, int>>& items,
        std::optional<policy::Instant> ends = {},
        policy::EmployeeId requester = Company::ann,
        policy::EmployeeId beneficiary = Company::ann
    ) {
        return by(requester, [&](const Act& act) {
            store::RequestRow request;
            request.requester = requester;
            request.beneficiary = beneficiary;
            request.reason = "New project";
            request.submitted_at = act.now();
            request.ends = ends;
            request.expires = act.now() + act.rules.request_expires_after;
            const auto draft = store::new_draft(act.tx, requester, act.now());
            request.id = store::insert_request(act.tx, draft, request);
            store::submitted_draft(act.tx, draft, request.id);
            for (const auto& [connection, account] : items)
                store::insert_item(
                    act.tx, request, connection, policy::IdentityId{account}, act.now()
                );
            bot::workflow::tell_submitted(act, request);
            bot::workflow::move_on(act, request, store::items_of_request(act.tx, request.id));
            return request.id;
        });
    }
    policy::RequestId ask_code(std::optional<policy::Instant> ends = {}) {
        return ask({{Company::code_write, 1}}, ends);
    }

    // The open tasks of somebody, the soonest due first.
    std::vector<store::TaskRow> tasks(policy::EmployeeId who) {
        return read<std::vector<store::TaskRow>>([&](store::Tx& tx) {
            return store::open_tasks_of(tx, who, 0, 100).rows;
        });
    }
    // Decides somebody's only open task.
    bool decide(
        policy::EmployeeId who,
        bot::workflow::DecideOutcome (*how)(const Act&, bot::workflow::TaskKey)
    ) {
        const auto open = tasks(who);
        REQUIRE(open.size() == 1);
        const auto outcome = by(who, [&](const Act& act) {
            return how(act, {open[0].id, open[0].version});
        });
        return std::holds_alternative<bot::workflow::Decided>(outcome);
    }

    std::vector<policy::ItemState> states(policy::RequestId request) {
        return read<std::vector<policy::ItemState>>([&](store::Tx& tx) {
            std::vector<policy::ItemState> all;
            for (const auto& item : store::items_of_request(tx, request))
                all.push_back(item.state);
            return all;
        });
    }

    // Time passes; whatever falls due happens at its moment.
    void pass_until(policy::Instant until) {
        while (true) {
            const auto next = read<std::optional<policy::Instant>>([](store::Tx& tx) {
                return store::next_timer_due(tx);
            });
            if (!next || *next > until) break;
            now = std::max(now, *next);
            fire();
        }
        now = until;
    }
    // Time passes while the daemon is stopped; it finds everything at once.
    void stopped_until(policy::Instant until) {
        now = until;
        fire();
    }

    // New messages of a kind to somebody so far, in order.
    std::vector<Sent> got(
        policy::EmployeeId who, store::MessageKind kind = store::MessageKind::due_notice
    ) const {
        std::vector<Sent> found;
        for (const auto& one : sent) {
            if (one.to == who && one.kind == kind && !one.edit) found.push_back(one);
        }
        return found;
    }
    // The newest text of a kind that somebody sees.
    std::string sees(policy::EmployeeId who, store::MessageKind kind) const {
        std::string text;
        for (const auto& one : sent) {
            if (one.to == who && one.kind == kind) text = one.text + one.blocks;
        }
        return text;
    }

 private:
    void fire() {
        for (int rounds = 0; rounds < 10'000; ++rounds) {
            const int fired =
                by({}, [](const Act& act) { return bot::workflow::fire_next(act, 200); });
            if (fired == 0) return;
        }
        FAIL("timers never come to rest");
    }

    // The outbox without Slack: what is wanted is rendered and counts as shown.
    void deliver() {
        gate_.write_blocking([&](store::Tx& tx) {
            for (const auto& row :
                 store::take_due_messages(tx, store::Millis{now}, 10'000, 10'000)) {
                const auto said = bot::render(tx, row, {}, now);
                if (!said) {
                    store::message_dropped(tx, row.id);
                    continue;
                }
                sent.push_back(
                    {row.recipient, now, row.kind, said->text, said->blocks, row.ts.has_value()}
                );
                store::message_shown(tx, row.id, row.wanted, "D1", "1.0", store::Millis{now});
            }
        });
    }

    TempDatabase file_;
    boost::asio::io_context io_;
    store::Gate gate_;
    Company company_;
};
