#include "bot/workflow/ask.hpp"

#include <algorithm>

#include "bot/workflow/clocks.hpp"
#include "bot/workflow/tell.hpp"
#include "store/requests.hpp"

namespace bot::workflow {
namespace {

bool anything_pending(store::Tx& tx, policy::RequestId request) {
    const auto items = store::items_of_request(tx, request);
    return std::any_of(items.begin(), items.end(), [](const store::ItemRow& item) {
        return item.state == policy::ItemState::pending;
    });
}

}  // namespace

std::optional<AskOutcome> look_to_ask(store::Tx& tx, policy::EmployeeId by, TaskKey key) {
    auto stands = look(tx, by, key);
    const auto* mine = std::get_if<Decided>(&stands);
    if (mine == nullptr) return CannotAsk{std::move(stands)};
    if (mine->task.kind != store::TaskKind::review) return CannotAsk{NoSuchTask{}};
    for (const auto& question : store::questions_of(tx, mine->task.request)) {
        if (question.task == key.task && !question.answered_at) return AskedBefore{question};
    }
    return std::nullopt;
}

AskOutcome ask(const Act& act, TaskKey key, const std::string& question) {
    if (auto stands = look_to_ask(act.tx, act.by, key)) return std::move(*stands);
    const auto task = store::find_task(act.tx, key.task).value();
    const auto request = store::find_request(act.tx, task.request).value();
    store::QuestionRow row;
    row.request = request.id;
    row.task = task.id;
    row.asked_by = act.by;
    row.asked_at = act.now();
    row.question = question;
    row.id = store::ask_question(act.tx, row);
    stop_clock(act, task.id);
    audit(
        act,
        "question.asked",
        request.id,
        {{"question", std::to_string(row.id.value)},
         {"task", std::to_string(task.id.value)},
         {"text", question, true}},
        task.on_behalf_of
    );
    store::want_message(
        act.tx,
        store::MessageKind::question,
        row.id.value,
        request.requester,
        store::Priority::urgent,
        act.now_ms
    );
    tell_changed(act, request);
    return Asked{row.id};
}

AnswerOutcome look_to_answer(store::Tx& tx, policy::EmployeeId by, store::QuestionId question) {
    const auto row = store::find_question(tx, question);
    if (!row || store::find_request(tx, row->request)->requester != by)
        return AnswerOutcome::not_yours;
    if (row->answered_at) return AnswerOutcome::answered_before;
    if (!anything_pending(tx, row->request)) return AnswerOutcome::nothing_waits;
    return AnswerOutcome::answered;
}

AnswerOutcome answer(const Act& act, store::QuestionId question, const std::string& text) {
    const auto stands = look_to_answer(act.tx, act.by, question);
    if (stands != AnswerOutcome::answered) return stands;
    const auto row = store::find_question(act.tx, question).value();
    const auto request = store::find_request(act.tx, row.request).value();
    store::answer_question(act.tx, question, act.by, text, request.expires, act.now());
    if (const auto task = store::find_task(act.tx, row.task); task && !task->closed_at)
        go_on_with_clock(act, *task);
    audit(
        act,
        "question.answered",
        request.id,
        {{"question", std::to_string(question.value)},
         {"task", std::to_string(row.task.value)},
         {"text", text, true}}
    );
    tell_changed(act, request);
    return AnswerOutcome::answered;
}

}  // namespace bot::workflow
