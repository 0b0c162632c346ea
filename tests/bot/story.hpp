// A database with the small company in which people act, act by act: for tests of the request flow.
#pragma once

#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bot/workflow/decide.hpp"
#include "bot/workflow/submit.hpp"
#include "store/directory.hpp"
#include "store/requests.hpp"
#include "store/tasks.hpp"
#include "tests/bot/seen.hpp"
#include "tests/store/small_company.hpp"

namespace story {

using namespace bot::workflow;
using policy::ItemState;
using Company = SmallCompany;

inline constexpr policy::Instant start{std::chrono::seconds{1'700'000'000}};

// A database with the small company, and people who act in it a minute apart.
class Story {
 public:
    Story() : gate_(io_, {.path = file_.path()}), company_(gate_) {}

    template <class Work>
    auto by(policy::EmployeeId who, Work work) {
        using Result = std::invoke_result_t<Work&, const Act&>;
        std::optional<Result> result;
        now_ += std::chrono::minutes{1};
        gate_.write_blocking([&](store::Tx& tx) {
            const Act act{tx, who, now_, rules_};
            result.emplace(work(act));
        });
        return std::move(*result);
    }

    // Ann asks for what Ben has: `chosen` of it, or all that is not privileged.
    SubmitOutcome ask(
        std::vector<policy::ConnectionId> chosen = {},
        policy::EmployeeId requester = Company::ann,
        policy::EmployeeId beneficiary = Company::ann
    ) {
        return by(requester, [&](const Act& act) {
            auto draft =
                store::find_draft(act.tx, store::new_draft(act.tx, requester, act.now())).value();
            draft.beneficiary = beneficiary;
            draft.reference = Company::ben;
            draft.selection.all = chosen.empty();
            draft.selection.chosen.insert(chosen.begin(), chosen.end());
            draft.reason = "New project";
            draft_ = draft;
            return submit(act, draft);
        });
    }
    const store::DraftRow& draft() const { return draft_; }

    // Decides somebody's one open task as their card shows it.
    DecideOutcome decide(policy::EmployeeId who, DecideOutcome (*how)(const Act&, TaskKey)) {
        const auto key = task_of(who);
        return by(who, [&](const Act& act) { return how(act, key); });
    }
    DecideOutcome decide(
        policy::EmployeeId who,
        DecideOutcome (*how)(const Act&, TaskKey, const std::string&),
        const std::string& comment
    ) {
        const auto key = task_of(who);
        return by(who, [&](const Act& act) { return how(act, key, comment); });
    }

    // How many messages of a kind are wanted, for one person or for all.
    std::int64_t messages(const std::string& kind, std::optional<policy::EmployeeId> who = {}) {
        return read<std::int64_t>([&](store::Tx& tx) { return seen::messages(tx, kind, who); });
    }

    // Time goes by; each act takes another minute.
    void wait(std::chrono::seconds time) { now_ += time; }
    policy::Instant now() const { return std::chrono::floor<std::chrono::seconds>(now_); }

    void exec(const std::string& sql) {
        gate_.write_blocking([&](store::Tx& tx) { tx.db().exec(sql); });
    }

    template <class T>
    T read(const std::function<T(store::Tx&)>& look) {
        std::optional<T> seen;
        gate_.write_blocking([&](store::Tx& tx) { seen.emplace(look(tx)); });
        return std::move(*seen);
    }

    // The one open task of somebody, as the key that their card shows.
    TaskKey task_of(policy::EmployeeId who) {
        return read<TaskKey>([&](store::Tx& tx) {
            const auto page = store::open_tasks_of(tx, who, 0, 10);
            REQUIRE(page.total == 1);
            return TaskKey{page.rows[0].id, page.rows[0].version};
        });
    }
    std::int64_t open_tasks(policy::EmployeeId who) {
        return read<std::int64_t>([&](store::Tx& tx) {
            return store::open_tasks_of(tx, who, 0, 10).total;
        });
    }
    std::vector<ItemState> states(policy::RequestId request) {
        return read<std::vector<ItemState>>([&](store::Tx& tx) {
            std::vector<ItemState> all;
            for (const auto& item : store::items_of_request(tx, request))
                all.push_back(item.state);
            return all;
        });
    }
    std::string audit_acts() { return read<std::string>(seen::audit_acts); }

 private:
    TempDatabase file_;
    boost::asio::io_context io_;
    store::Gate gate_;
    Company company_;
    FlowRules rules_;
    store::Millis now_{start};
    store::DraftRow draft_;
};

inline policy::RequestId request_of(const SubmitOutcome& outcome) {
    return std::get<Submitted>(outcome).request;
}

}  // namespace story
