#include "bot/handlers/review_forms.hpp"

#include "blocks/comment_form.hpp"
#include "blocks/ids.hpp"
#include "blocks/notice.hpp"
#include "blocks/question.hpp"
#include "blocks/reassign_form.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/handlers/decisions.hpp"
#include "bot/handlers/task_views.hpp"
#include "bot/models/people.hpp"
#include "bot/models/questions.hpp"
#include "bot/workflow/hand_over.hpp"
#include "store/directory.hpp"
#include "store/endings.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using workflow::Act;

std::string at_colleague(const std::string& sentence) {
    return blocks::errors_answer({{blocks::colleague_block().value(), sentence}});
}

blocks::View answer_notice(const Act& act, workflow::AnswerOutcome outcome, store::QuestionId id) {
    using workflow::AnswerOutcome;
    const auto title = blocks::Plain{"Answer"};
    switch (outcome) {
        case AnswerOutcome::answered:
            break;
        case AnswerOutcome::answered_before: {
            const auto row = store::find_question(act.tx, id).value();
            return blocks::notice_modal(
                title,
                {blocks::md(
                    "You have answered this on ", blocks::date(row.answered_at.value()), " already."
                )}
            );
        }
        case AnswerOutcome::nothing_waits:
            return blocks::notice_modal(
                title, {blocks::md("Nothing of this request waits for a decision any more.")}
            );
        case AnswerOutcome::not_yours:
            return blocks::notice_modal(
                title, {blocks::md("Only the requester can answer this question.")}
            );
    }
    return blocks::notice_modal(title, {blocks::md("Thank you: the reviewer sees your answer.")});
}

store::QuestionId question_key(std::string_view key) {
    return {models::id_of(key).value_or(0)};
}

// The text of a form's one field, or the answer that asks for it.
std::string text_of(const InboundView& view, const blocks::BlockId& block) {
    return std::string(view.state.text(block.value(), block.value()).value_or(""));
}

}  // namespace

blocks::View cannot_ask(const Act& act, const workflow::AskOutcome& outcome) {
    if (const auto* before = std::get_if<workflow::AskedBefore>(&outcome)) {
        return blocks::notice_modal(
            "Ask",
            {blocks::md(
                 "You have asked on ",
                 blocks::date(before->question.asked_at),
                 " already, and the answer has not come yet:"
             ),
             blocks::quoted(before->question.question)}
        );
    }
    const auto* cannot = std::get_if<workflow::CannotAsk>(&outcome);
    const auto stands = cannot != nullptr ? cannot->stands : workflow::NoSuchTask{};
    refresh_cards(act, stands);
    return why_not(act.tx, stands, act.by);
}

std::optional<policy::Employee> chosen_colleague(const Act& act, const InboundView& view) {
    const auto* option = view.state.option(blocks::colleague_block().value(), ids::colleague);
    const auto id = option != nullptr ? models::id_of(option->value) : std::nullopt;
    if (!id) return std::nullopt;
    return store::find_employee(act.tx, policy::EmployeeId{*id});
}

std::string on_reassign_form(App&, const Act& act, const InboundView& view) {
    const auto colleague = chosen_colleague(act, view);
    if (!colleague) return at_colleague("Choose a colleague.");
    const auto note = view.state.text(blocks::note_block().value(), ids::note).value_or("");
    const auto outcome =
        workflow::reassign(act, task_key(view.private_metadata), colleague->id, std::string(note));
    if (const auto* cannot = std::get_if<workflow::CannotTake>(&outcome))
        return at_colleague(blocks::sentence(cannot->why, colleague->name));
    if (const auto* cannot = std::get_if<workflow::CannotReassign>(&outcome)) {
        refresh_cards(act, cannot->stands);
        return blocks::update_answer(why_not(act.tx, cannot->stands, act.by));
    }
    return blocks::clear_answer();
}

std::string on_ask_form(App&, const Act& act, const InboundView& view) {
    const auto text = text_of(view, blocks::question_block());
    if (is_blank(text)) {
        return blocks::errors_answer(
            {{blocks::question_block().value(), "Write what you need to know."}}
        );
    }
    const auto outcome = workflow::ask(act, task_key(view.private_metadata), text);
    if (std::holds_alternative<workflow::Asked>(outcome)) return blocks::clear_answer();
    return blocks::update_answer(cannot_ask(act, outcome));
}

std::string on_answer_form(App&, const Act& act, const InboundView& view) {
    const auto text = text_of(view, blocks::answer_block());
    if (is_blank(text)) {
        return blocks::errors_answer({{blocks::answer_block().value(), "Write your answer."}});
    }
    const auto id = question_key(view.private_metadata);
    const auto outcome = workflow::answer(act, id, text);
    if (outcome == workflow::AnswerOutcome::answered) return blocks::clear_answer();
    return blocks::update_answer(answer_notice(act, outcome, id));
}

blocks::ShorterForm shorter_model(const Act& act, policy::TaskId id) {
    const auto task = store::find_task(act.tx, id).value();
    const auto request = store::find_request(act.tx, task.request).value();
    const auto items = store::items_of_task(act.tx, id, true);
    blocks::ShorterForm model;
    model.key = models::key_of(task.id, task.version);
    model.beneficiary = models::person(act.tx, request.beneficiary, act.by);
    model.items = models::grant_names(items);
    model.ends = models::latest_end(items);
    model.purpose = models::purpose_of(request);
    model.needs_comment = workflow::needs_comment(act.tx, task.level, items);
    model.extends = store::last_extended_end(act.tx, request, items);
    return model;
}

std::string on_shorter_form(App&, const Act& act, const InboundView& view) {
    const auto at_end = [](const std::string& sentence) {
        return blocks::errors_answer({{blocks::shorter_end_block().value(), sentence}});
    };
    const auto* chosen = view.state.find(blocks::shorter_end_block().value(), ids::shorter_end);
    if (chosen == nullptr || !chosen->date_time) return at_end("Choose when the access ends.");
    const auto key = task_key(view.private_metadata);
    const auto comment = text_of(view, blocks::comment_block());
    const auto outcome =
        workflow::approve_until(act, key, *chosen->date_time, is_blank(comment) ? "" : comment);
    if (const auto* problem = std::get_if<workflow::EndProblem>(&outcome)) {
        switch (*problem) {
            case workflow::EndProblem::not_future:
                return at_end("The end must be in the future.");
            case workflow::EndProblem::not_earlier:
                return at_end("The end must be earlier than what is asked for.");
            case workflow::EndProblem::not_later:
                return at_end(
                    "This access is held until then already: choose a later time, or deny."
                );
        }
    }
    const auto& decided = std::get<workflow::DecideOutcome>(outcome);
    if (std::holds_alternative<workflow::Decided>(decided)) return blocks::clear_answer();
    if (std::holds_alternative<workflow::CommentNeeded>(decided)) {
        if (view.has_input(blocks::comment_block().value())) {
            return blocks::errors_answer(
                {{blocks::comment_block().value(), "Write a short reason."}}
            );
        }
        // It was not asked for when the form was opened.
        return blocks::update_answer(blocks::shorter_form(shorter_model(act, key.task)));
    }
    refresh_cards(act, decided);
    return blocks::update_answer(why_not(act.tx, decided, act.by));
}

store::Task<void> on_answer_question(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto id = question_key(action.chosen.value.value_or(""));
        const auto stands = workflow::look_to_answer(act.tx, act.by, id);
        if (stands != workflow::AnswerOutcome::answered) return answer_notice(act, stands, id);
        const auto row = store::find_question(act.tx, id).value();
        return blocks::answer_form(models::question(act.tx, row));
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

}  // namespace bot::handlers
