#include "bot/gauges.hpp"

#include <vector>

#include "store/fulfilment.hpp"
#include "store/mails.hpp"
#include "store/messages.hpp"

namespace bot {

namespace {

struct Counts {
    store::OutboxCounts messages;
    store::MailCounts mails;
    std::vector<store::JobCounts> jobs;
};

void set_jobs(LabelledGauge& gauge, const std::vector<store::JobCounts>& jobs) {
    gauge.zero();
    for (const auto& open : jobs) {
        const auto kind = store::word(open.action);
        gauge.set({open.application, kind, "waiting"}, static_cast<double>(open.waiting));
        gauge.set({open.application, kind, "retrying"}, static_cast<double>(open.retrying));
        gauge.set({open.application, kind, "pending"}, static_cast<double>(open.pending));
    }
}

}  // namespace

store::Task<void> refresh_gauges(Metrics& metrics, store::Gate& gate) {
    auto look = [](store::Tx& tx) {
        return Counts{store::outbox_counts(tx), store::mail_counts(tx), store::job_counts(tx)};
    };
    const auto counts = co_await gate.read(look);
    metrics.write_queue.set(static_cast<double>(gate.waiting()));
    metrics.outbox_waiting.set(static_cast<double>(counts.messages.waiting));
    metrics.outbox_given_up.set(static_cast<double>(counts.messages.given_up));
    metrics.mails_waiting.set(static_cast<double>(counts.mails.waiting));
    metrics.mails_given_up.set(static_cast<double>(counts.mails.given_up));
    set_jobs(metrics.fulfilment_jobs, counts.jobs);
}

}  // namespace bot
