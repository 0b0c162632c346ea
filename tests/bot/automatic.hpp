// The small company where GitHub carries out by itself what was decided; a test plays GitHub.
#pragma once

#include "bot/workflow/fulfil.hpp"
#include "store/fulfilment.hpp"
#include "tests/bot/calendar.hpp"
#include "tests/bot/seen.hpp"

// GitHub carries out by itself what was decided.
struct Automatic : Calendar {
    Automatic() { rules.applications["github"].automatic = true; }

    policy::RequestId approved(std::optional<policy::Instant> ends = {}) {
        return agreed(ask_code(ends));
    }
    policy::RequestId agreed(policy::RequestId request) {
        decide(Company::mia, bot::workflow::approve);
        decide(Company::omar, bot::workflow::approve);
        return request;
    }
    std::optional<store::JobRow> take() {
        return by({}, [](const Act& act) { return store::take_job(act.tx, act.now_ms); });
    }
    void done(const store::JobRow& job) {
        by({}, [&](const Act& act) {
            bot::workflow::job_done(act, job);
            tell(act, job);
            return 0;
        });
    }
    void failed(
        const store::JobRow& job,
        bool maybe_done = false,
        const std::string& sentence = "GitHub could not be reached."
    ) {
        by({}, [&](const Act& act) {
            bot::workflow::job_failed(act, job, sentence, maybe_done);
            tell(act, job);
            return 0;
        });
    }
    static void tell(const Act& act, const store::JobRow& job) {
        const auto item = store::find_item(act.tx, job.item).value();
        bot::workflow::tell_ends(act, item.request, item.integration);
    }
    bool holds() {
        return read<bool>([](store::Tx& tx) { return store::holds(tx, {1}, Company::code_write); });
    }
    std::int64_t messages(const std::string& kind, std::optional<policy::EmployeeId> who = {}) {
        return read<std::int64_t>([&](store::Tx& tx) { return seen::messages(tx, kind, who); });
    }
    std::string audit_acts() { return read<std::string>(seen::audit_acts); }
    std::int64_t notice() {
        return read<std::int64_t>([](store::Tx& tx) {
            return store::first<std::int64_t>(tx, "SELECT MAX(id) FROM fulfilment_notices").value();
        });
    }
    bot::workflow::RetryOutcome retry(policy::EmployeeId who) {
        const auto id = notice();
        return by(who, [&](const Act& act) { return bot::workflow::retry_failed(act, id); });
    }
};
