// Request Access: an empty form, or the offer to go on with one that was closed before it was sent.
#include "blocks/form_offer.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/handlers/form.hpp"
#include "bot/models/people.hpp"
#include "bot/view_updater.hpp"

namespace bot::handlers {
namespace {

using workflow::Act;

// So long is a form that was not sent offered again.
constexpr policy::Seconds offered_for = std::chrono::days{1};

struct Shown {
    blocks::View view;
    std::optional<std::int64_t> render;  // of the draft, unless that is gone
};

Shown shown_form(
    const Act& act, store::DraftRow draft, const std::string& view_id, const FormRules& rules
) {
    store::form_stale(act.tx, draft.id, view_id);
    auto page = form_page(act, draft, rules);
    return {std::move(page), draft.render};
}

// `choose` says which draft the modal of the offer becomes.
template <class Choose>
store::Task<void> on_offer(App& app, const BlockActions& click, Choose choose) {
    if (!click.view) co_return;
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto id = models::id_of(click.view->private_metadata);
        const auto draft = id ? store::find_draft(act.tx, policy::DraftId{*id}) : std::nullopt;
        // Pressed twice: what the first click has put there stays.
        if (!draft) {
            const auto other = store::draft_in(act.tx, act.by, click.view->id);
            const auto fresh = other ? store::find_draft(act.tx, *other) : std::nullopt;
            if (!fresh || fresh->request) return Shown{blocks::form_gone(), {}};
            return shown_form(act, *fresh, click.view->id, app.form);
        }
        if (draft->requester != act.by || draft->request) return Shown{blocks::form_gone(), {}};
        return shown_form(act, choose(act, *draft), click.view->id, app.form);
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) {
        app.views.update(
            click.view->id, click.view->hash, done.result->view.json(), done.result->render
        );
    }
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::DraftRow empty_draft(const Act& act) {
    return store::find_draft(act.tx, store::new_draft(act.tx, act.by, act.now())).value();
}

}  // namespace

blocks::View new_form(const Act& act) {
    auto draft = empty_draft(act);
    return grants_page(act, draft);
}

blocks::View new_form_for(const Act& act, policy::IntegrationId application) {
    auto draft = empty_draft(act);
    draft.like = policy::AccessLike::custom;
    draft.application = application;
    return grants_page(act, draft);
}

blocks::View request_access(const Act& act) {
    const auto unsent = store::unsent_draft(act.tx, act.by, act.now() - offered_for);
    if (!unsent) return new_form(act);
    const auto draft = store::find_draft(act.tx, unsent->draft).value();
    blocks::FormOffer offer;
    offer.key = models::key_of(draft.id);
    offer.beneficiary = models::person(act.tx, draft.beneficiary, act.by);
    if (draft.like == policy::AccessLike::person && draft.reference)
        offer.like = models::person(act.tx, *draft.reference, act.by);
    if (draft.like == policy::AccessLike::title) offer.title = draft.title;
    if (draft.like == policy::AccessLike::custom) {
        offer.custom = draft.action;
        offer.chosen = static_cast<std::int64_t>(draft.selection.chosen.size());
    }
    offer.changed = unsent->changed_at;
    return blocks::form_offer(offer);
}

store::Task<void> on_form_continue(App& app, const BlockActions& click, const Action&) {
    auto same = [](const Act&, const store::DraftRow& draft) { return draft; };
    co_await on_offer(app, click, same);
}

store::Task<void> on_form_start_over(App& app, const BlockActions& click, const Action&) {
    auto another = [](const Act& act, const store::DraftRow& draft) {
        // First the new one, so that it has another number: the old form may still be open.
        auto fresh = empty_draft(act);
        store::delete_draft(act.tx, draft.id);
        return fresh;
    };
    co_await on_offer(app, click, another);
}

}  // namespace bot::handlers
