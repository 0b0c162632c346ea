#include "bot/handlers/campaign_forms.hpp"

#include <array>

#include "blocks/campaign_review.hpp"
#include "blocks/comment_form.hpp"
#include "blocks/ids.hpp"
#include "blocks/notice.hpp"
#include "blocks/question.hpp"
#include "blocks/reassign_form.hpp"
#include "bot/handlers/decisions.hpp"
#include "bot/handlers/review_forms.hpp"
#include "bot/models/campaigns.hpp"
#include "bot/models/people.hpp"
#include "bot/view_updater.hpp"
#include "store/campaign_page.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using workflow::Act;
using workflow::CampaignTaskOpen;

blocks::View cannot(workflow::CampaignObstacle why) {
    const blocks::Plain title{"Review access"};
    switch (why) {
        case workflow::CampaignObstacle::not_there:
            return blocks::notice_modal(
                title, {blocks::md("There is no such review, or it is somebody else's.")}
            );
        case workflow::CampaignObstacle::not_started:
            return blocks::notice_modal(title, {blocks::md("This review has not started yet.")});
        case workflow::CampaignObstacle::ended:
            break;
    }
    return blocks::notice_modal(
        title, {blocks::md("This review has ended: nothing can be changed any more.")}
    );
}

std::string text_of(const InboundView& view, const blocks::BlockId& block) {
    return std::string(view.state.text(block.value(), block.value()).value_or(""));
}

std::string missing(const blocks::BlockId& block, const std::string& sentence) {
    return blocks::errors_answer({{block.value(), sentence}});
}

// Closes the form; the list below it is drawn anew. Without a list a notice takes the form's place.
std::string back_to_list(
    App& app,
    const Act& act,
    const InboundView& view,
    policy::CampaignTaskId task,
    const std::optional<blocks::Markdown>& notice
) {
    if (!view.previous_view_id.empty()) {
        app.views.update(view.previous_view_id, "", campaign_modal(act, task, notice).json());
        return "";
    }
    if (!notice) return blocks::clear_answer();
    return blocks::update_answer(blocks::notice_modal("Review access", {*notice}));
}

}  // namespace

blocks::View campaign_modal(
    const Act& act, policy::CampaignTaskId task, const std::optional<blocks::Markdown>& notice
) {
    const auto stands = workflow::look_at_campaign(act.tx, act.by, task, act.now());
    if (const auto* why = std::get_if<workflow::CampaignObstacle>(&stands)) return cannot(*why);
    const auto& open = std::get<CampaignTaskOpen>(stands);
    return blocks::campaign_review(models::campaign_review(act.tx, open.task, open.campaign, notice)
    );
}

std::string key_of(const CampaignScopeKey& key) {
    return models::scope_key(key.task, key.which, key.number, key.stamp);
}

CampaignScopeKey campaign_scope(std::string_view key) {
    std::array<std::string_view, 4> parts;
    for (auto& part : parts) {
        const auto colon = std::min(key.find(':'), key.size());
        part = key.substr(0, colon);
        key.remove_prefix(std::min(colon + 1, key.size()));
    }
    return {
        {models::id_of(parts[0]).value_or(0)},
        std::string(parts[1]),
        models::id_of(parts[2]).value_or(0),
        std::string(parts[3])};
}

bool is_as_shown(const Act& act, const CampaignScopeKey& key) {
    if (key.which == "item") return true;
    const auto task = store::find_campaign_task(act.tx, key.task);
    return task && key.stamp == models::list_stamp(act.tx, *task);
}

blocks::Markdown list_has_changed() {
    return blocks::md(
        "*Nothing was done:* the list has changed since you were shown it. Look at it, and choose "
        "again."
    );
}

std::vector<policy::CampaignItemId> items_of(const Act& act, const CampaignScopeKey& key) {
    if (key.which == "item") return {{key.number}};
    if (key.which == "open") return store::open_items_of(act.tx, key.task, workflow::most_at_once);
    const auto view = store::campaign_view(act.tx, key.task);
    if (key.which == "shown")
        return store::items_shown(act.tx, key.task, view, workflow::most_at_once);
    std::vector<policy::CampaignItemId> items;
    if (key.which != "page") return items;
    for (const auto& row : store::campaign_page(act.tx, key.task, view, blocks::campaign_rows).rows)
        items.push_back(row.item);
    return items;
}

std::optional<blocks::Markdown> said_notice(
    const workflow::CampaignSaid& said, policy::CampaignVerdict verdict, std::size_t asked
) {
    if (asked <= 1 && said.left == 0) return std::nullopt;
    const bool keep = verdict == policy::CampaignVerdict::keep;
    auto text = keep ? blocks::md(blocks::count(said.changed, "access grant"), " kept now.")
                     : blocks::md(
                           blocks::count(said.changed, "access grant"),
                           " to be removed when the review is completed."
                       );
    if (said.left > 0) {
        text = blocks::md(
            text, " ", blocks::count(said.left, "access grant"), " not yours to decide any more."
        );
    }
    if (asked >= static_cast<std::size_t>(workflow::most_at_once)) {
        text = blocks::md(
            text,
            " That is the most at once: choose it again if more are left under *Not reviewed yet*."
        );
    }
    return text;
}

std::string on_campaign_remove(App& app, const Act& act, const InboundView& view) {
    const auto key = campaign_scope(view.private_metadata);
    const auto stands = workflow::look_at_campaign(act.tx, act.by, key.task, act.now());
    if (const auto* why = std::get_if<workflow::CampaignObstacle>(&stands))
        return blocks::update_answer(cannot(*why));
    const auto reason = text_of(view, blocks::comment_block());
    if (is_blank(reason)) return missing(blocks::comment_block(), "Write a short reason.");
    if (!is_as_shown(act, key)) return back_to_list(app, act, view, key.task, list_has_changed());
    const auto items = items_of(act, key);
    const auto said = workflow::say_in_campaign(
        act, std::get<CampaignTaskOpen>(stands), items, policy::CampaignVerdict::remove, reason
    );
    const auto notice = said_notice(said, policy::CampaignVerdict::remove, items.size());
    return back_to_list(app, act, view, key.task, notice);
}

std::string on_campaign_reassign_form(App& app, const Act& act, const InboundView& view) {
    const auto key = campaign_scope(view.private_metadata);
    const auto stands = workflow::look_at_campaign(act.tx, act.by, key.task, act.now());
    if (const auto* why = std::get_if<workflow::CampaignObstacle>(&stands))
        return blocks::update_answer(cannot(*why));
    const auto colleague = chosen_colleague(act, view);
    if (!colleague) return missing(blocks::colleague_block(), "Choose a colleague.");
    if (!is_as_shown(act, key)) return back_to_list(app, act, view, key.task, list_has_changed());
    const auto note = view.state.text(blocks::note_block().value(), ids::note).value_or("");
    const auto outcome = workflow::reassign_in_campaign(
        act,
        std::get<CampaignTaskOpen>(stands),
        items_of(act, key),
        colleague->id,
        std::string(note)
    );
    if (const auto* why = std::get_if<policy::TakeOverObjection>(&outcome))
        return missing(blocks::colleague_block(), blocks::campaign_sentence(*why, colleague->name));
    const auto& moved = std::get<workflow::CampaignHandedOver>(outcome);
    auto notice =
        blocks::md(blocks::count(moved.items, "access grant"), " handed to ", colleague->name, ".");
    if (moved.left > 0) {
        notice = blocks::md(
            notice,
            " ",
            blocks::count(moved.left, "access grant"),
            " stay with you: your colleague may not review them."
        );
    }
    return back_to_list(app, act, view, key.task, notice);
}

std::string on_campaign_ask(App& app, const Act& act, const InboundView& view) {
    const auto key = campaign_scope(view.private_metadata);
    const auto stands = workflow::look_at_campaign(act.tx, act.by, key.task, act.now());
    if (const auto* why = std::get_if<workflow::CampaignObstacle>(&stands))
        return blocks::update_answer(cannot(*why));
    const auto text = text_of(view, blocks::question_block());
    if (is_blank(text)) return missing(blocks::question_block(), "Write what you need to know.");
    const auto outcome =
        workflow::ask_holder(act, std::get<CampaignTaskOpen>(stands), {key.number}, text);
    switch (outcome) {
        case workflow::CampaignAsk::asked:
            break;
        case workflow::CampaignAsk::asked_before:
            return missing(
                blocks::question_block(), "You have asked already, and wait for the answer."
            );
        case workflow::CampaignAsk::nobody_to_ask:
            return missing(
                blocks::question_block(), "Nobody who can be reached answers for this account."
            );
        case workflow::CampaignAsk::not_there:
            return missing(blocks::question_block(), "This is not yours to review any more.");
    }
    return back_to_list(app, act, view, key.task, blocks::md("Your question is on its way."));
}

blocks::View answer_stands(workflow::CampaignAnswer outcome) {
    const blocks::Plain title{"Answer"};
    switch (outcome) {
        case workflow::CampaignAnswer::answered:
            break;
        case workflow::CampaignAnswer::answered_before:
            return blocks::notice_modal(title, {blocks::md("You have answered this already.")});
        case workflow::CampaignAnswer::over:
            return blocks::notice_modal(
                title, {blocks::md("The review has ended: no answer is needed any more.")}
            );
        case workflow::CampaignAnswer::not_yours:
            return blocks::notice_modal(
                title, {blocks::md("There is no such question, or it is not asked of you.")}
            );
    }
    return blocks::notice_modal(title, {blocks::md("Thank you: the reviewer sees your answer.")});
}

std::string on_campaign_answer_form(App&, const Act& act, const InboundView& view) {
    const auto text = text_of(view, blocks::answer_block());
    if (is_blank(text)) return missing(blocks::answer_block(), "Write your answer.");
    const store::CampaignQuestionId id{models::id_of(view.private_metadata).value_or(0)};
    const auto outcome = workflow::answer_reviewer(act, id, text);
    if (outcome == workflow::CampaignAnswer::answered) return blocks::clear_answer();
    return blocks::update_answer(answer_stands(outcome));
}

}  // namespace bot::handlers
