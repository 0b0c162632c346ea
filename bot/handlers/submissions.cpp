// View submissions: forms that were sent. Each takes effect once; a repeated delivery gets the same
// answer.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "blocks/comment_form.hpp"
#include "blocks/form_offer.hpp"
#include "blocks/ids.hpp"
#include "bot/handlers/access.hpp"
#include "bot/handlers/campaign_forms.hpp"
#include "bot/handlers/campaign_manage.hpp"
#include "bot/handlers/decisions.hpp"
#include "bot/handlers/form.hpp"
#include "bot/handlers/handlers.hpp"
#include "bot/handlers/manual_items.hpp"
#include "bot/handlers/preferences.hpp"
#include "bot/handlers/refused_submit.hpp"
#include "bot/handlers/review_forms.hpp"
#include "bot/models/page_key.hpp"
#include "bot/models/people.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using workflow::Act;

// A form's draft, if it is this person's and was not sent yet; nothing otherwise.
std::optional<store::DraftRow> draft_of(const Act& act, const InboundView& view) {
    const auto key = models::page_key(view.private_metadata);
    if (!key) return std::nullopt;
    auto draft = store::find_draft(act.tx, key->draft);
    if (!draft || draft->requester != act.by) return std::nullopt;
    return draft;
}

std::string form_is_gone() {
    return blocks::update_answer(blocks::form_gone());
}

// Where "nothing is selected" is said: at Select all, where it stands, else at Access Like.
std::string at_selection(
    const InboundView& view, const store::DraftRow& draft, const std::string& sentence
) {
    const auto all = blocks::select_all_block(static_cast<std::uint64_t>(draft.render));
    const auto place = view.has_input(all.value()) ? all : blocks::access_like_block();
    return blocks::errors_answer({{place.value(), sentence}});
}

// Like whom, said at the field that asks for it; nothing if that is known.
std::optional<std::string> like_whom_is_missing(const store::DraftRow& draft) {
    if (draft.like == policy::AccessLike::person && !draft.reference) {
        return blocks::errors_answer(
            {{blocks::person_block().value(), "Choose the person whose access is asked for."}}
        );
    }
    if (draft.like == policy::AccessLike::title && draft.title.empty()) {
        return blocks::errors_answer(
            {{blocks::title_block().value(), "Choose the job title whose access is asked for."}}
        );
    }
    return std::nullopt;
}

std::string on_grants(App& app, const Act& act, const InboundView& view) {
    auto draft = draft_of(act, view);
    if (!draft) return form_is_gone();
    if (draft->request) return blocks::update_answer(blocks::form_sent());
    // Sent before the page could follow the last click, with more ticked than that click told.
    if (!ticks_can_be_taken(act.tx, *draft, view)) {
        const auto look_again = blocks::md(
            "Your last change had not reached this page yet. Please check what is "
            "selected, then go on."
        );
        return blocks::update_answer(grants_page(act, *draft, look_again));
    }
    const auto taken = take_grants(act, *draft, view);
    store::save_draft(act.tx, *draft, act.now());
    // Changed and sent before the list could follow: show the list that belongs to it.
    if (taken.other_list) return blocks::update_answer(grants_page(act, *draft, taken.notice));
    if (auto missing = like_whom_is_missing(*draft)) return *missing;
    const auto plan = workflow::plan_of(act, *draft);
    if (plan.nothing_chosen()) {
        return at_selection(
            view,
            *draft,
            draft->action == policy::Action::grant ? "Select at least one access grant."
                                                   : "Select at least one access grant to remove."
        );
    }
    // A link does not work in an error at a field: the page is shown anew, with the sentences on
    // top.
    if (!plan.goes_on())
        return blocks::update_answer(grants_page(act, *draft, nothing_to_give(act, *draft, plan)));
    draft->accounts_page = 0;
    return blocks::update_answer(details_page(act, *draft, plan, app.form));
}

std::string on_details(App& app, const Act& act, const InboundView& view) {
    auto draft = draft_of(act, view);
    if (!draft) return form_is_gone();
    const auto shown = shown_on(act, view);
    if (!draft->request) {
        take_details(act, *draft, view, app.form);
        draft->planned = shown;
        store::save_draft(act.tx, *draft, act.now());
    } else if (shown != draft->planned) {
        return blocks::update_answer(blocks::form_sent());
    }
    const auto outcome = workflow::submit(act, *draft);
    if (const auto* refused = std::get_if<workflow::Refused>(&outcome))
        return refused_submit(act, *draft, view, *refused, app.form);
    return blocks::clear_answer();
}

std::string on_comment(
    const Act& act,
    const InboundView& view,
    workflow::DecideOutcome (*decide)(const Act&, workflow::TaskKey, const std::string&)
) {
    const auto comment =
        view.state.text(blocks::comment_block().value(), ids::comment).value_or("");
    if (is_blank(comment)) {
        return blocks::errors_answer({{blocks::comment_block().value(), "Write a short reason."}});
    }
    const auto outcome = decide(act, task_key(view.private_metadata), std::string(comment));
    if (std::holds_alternative<workflow::Decided>(outcome)) return blocks::clear_answer();
    return blocks::update_answer(why_not(act.tx, outcome, act.by));
}

std::string on_approve_comment(App&, const Act& act, const InboundView& view) {
    return on_comment(act, view, workflow::approve);
}
std::string on_deny(App&, const Act& act, const InboundView& view) {
    return on_comment(act, view, workflow::deny);
}
std::string on_could_not(App&, const Act& act, const InboundView& view) {
    return on_comment(act, view, workflow::could_not);
}

struct SubmissionRoute {
    std::string_view callback_id;
    std::string (*answer)(App&, const Act&, const InboundView&);
};
constexpr std::array routes{
    SubmissionRoute{ids::request_form, on_grants},
    SubmissionRoute{ids::request_details, on_details},
    SubmissionRoute{ids::approve_comment, on_approve_comment},
    SubmissionRoute{ids::deny_comment, on_deny},
    SubmissionRoute{ids::could_not_comment, on_could_not},
    SubmissionRoute{ids::could_not_item, on_could_not_item},
    SubmissionRoute{ids::extend_form, on_extension},
    SubmissionRoute{ids::preferences, on_preferences_sent},
    SubmissionRoute{ids::reassign_form, on_reassign_form},
    SubmissionRoute{ids::item_review, on_item_review},
    SubmissionRoute{ids::ask_form, on_ask_form},
    SubmissionRoute{ids::answer_form, on_answer_form},
    SubmissionRoute{ids::shorter_form, on_shorter_form},
    SubmissionRoute{ids::task_list, on_approve_selected},
    SubmissionRoute{ids::campaign_remove, on_campaign_remove},
    SubmissionRoute{ids::campaign_reassign, on_campaign_reassign_form},
    SubmissionRoute{ids::campaign_ask, on_campaign_ask},
    SubmissionRoute{ids::campaign_answer, on_campaign_answer_form},
    SubmissionRoute{ids::campaign_edit, on_campaign_edit_sent},
    SubmissionRoute{ids::campaign_abort, on_campaign_abort_sent},
    SubmissionRoute{ids::campaign_complete, on_campaign_complete_sent},
    SubmissionRoute{ids::delegate_form, on_delegate_form},
};

}  // namespace

store::Task<Ack> on_submission(App& app, const ViewSubmission& form) {
    const auto* route =
        std::find_if(routes.begin(), routes.end(), [&](const SubmissionRoute& known) {
            return known.callback_id == form.view.callback_id;
        });
    if (route == routes.end()) {
        spdlog::warn("submissions: {} is not one of ours", form.view.callback_id);
        co_return Ack{form_is_gone()};
    }
    auto work = [&](const Act& act, const policy::Employee&) {
        return route->answer(app, act, form.view);
    };
    const auto key = form.dedupe_key();
    auto ack = co_await answer_once(app, form.actor, key, work);
    // What it takes away goes on in slices.
    if (route->callback_id == ids::campaign_complete) app.wake_campaigns();
    co_return ack;
}

std::vector<std::string_view> routed_submissions() {
    std::vector<std::string_view> names;
    for (const auto& route : routes)
        names.push_back(route.callback_id);
    return names;
}

}  // namespace bot::handlers
