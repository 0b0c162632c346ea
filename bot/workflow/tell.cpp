#include "bot/workflow/tell.hpp"

#include "store/homes.hpp"

namespace bot::workflow {
namespace {

using store::MessageKind;
using store::Priority;

MessageKind card_of(const store::TaskRow& task) {
    return task.kind == store::TaskKind::manual ? MessageKind::manual_card
                                                : MessageKind::review_card;
}

}  // namespace

void tell_submitted(const Act& act, const store::RequestRow& request) {
    const auto subject = request.id.value;
    store::want_message(
        act.tx, MessageKind::tracker, subject, request.requester, Priority::urgent, act.now_ms
    );
    if (request.beneficiary != request.requester) {
        store::want_message(
            act.tx,
            MessageKind::beneficiary_notice,
            subject,
            request.beneficiary,
            Priority::normal,
            act.now_ms
        );
    }
    store::home_stale(act.tx, request.requester, act.now_ms);
}

void tell_assigned(const Act& act, const store::TaskRow& task) {
    store::want_message(
        act.tx, card_of(task), task.id.value, task.assignee, Priority::urgent, act.now_ms
    );
    store::home_stale(act.tx, task.assignee, act.now_ms);
}

void refresh_card(const Act& act, const store::TaskRow& task) {
    store::touch_message(act.tx, card_of(task), task.id.value);
}

void tell_changed(const Act& act, const store::RequestRow& request) {
    store::touch_message(act.tx, MessageKind::tracker, request.id.value);
    store::home_stale(act.tx, request.requester, act.now_ms);
    for (const auto& task : store::tasks_of_request(act.tx, request.id)) {
        store::touch_message(act.tx, card_of(task), task.id.value);
        store::home_stale(act.tx, task.assignee, act.now_ms);
    }
}

void tell_outcome(const Act& act, const store::RequestRow& request, policy::TaskId task) {
    std::set<policy::EmployeeId> people{request.requester, request.beneficiary};
    for (const auto person : people) {
        store::want_message(
            act.tx, MessageKind::outcome, task.value, person, Priority::normal, act.now_ms
        );
    }
}

}  // namespace bot::workflow
