#include <charconv>

#include "blocks/form_offer.hpp"
#include "blocks/ids.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/handlers/form.hpp"
#include "bot/models/page_key.hpp"
#include "bot/models/people.hpp"
#include "bot/view_updater.hpp"

namespace bot::handlers {
namespace {

using workflow::Act;

struct FormPage {
    blocks::View view;
    std::optional<std::int64_t> render;  // of the draft, unless that is gone
};

using Notice = std::optional<blocks::Markdown>;

// The view to show after a click in the form: `change` takes the click into the draft, and may have
// something to say. A click that is older than one we know changes nothing: the form is shown as it
// is now.
template <class Change>
store::Task<void> on_form(
    App& app, const BlockActions& click, const Action& action, Change change
) {
    if (!click.view) co_return;
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto key = models::page_key(click.view->private_metadata);
        auto draft = key ? store::find_draft(act.tx, key->draft) : std::nullopt;
        if (!draft || draft->requester != act.by) return FormPage{blocks::form_gone(), {}};
        if (draft->request) return FormPage{blocks::form_sent(), {}};
        Notice notice;
        if (action.action_ts > draft->last_action_ts) {
            draft->last_action_ts = action.action_ts;
            draft->ticks_seen = ticks_of(*click.view);
            notice = change(act, *draft);
        }
        store::form_stale(act.tx, draft->id, click.view->id);
        auto page = form_page(act, *draft, app.form, notice);
        return FormPage{std::move(page), draft->render};
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

}  // namespace

store::Task<void> on_request_access(App& app, const BlockActions& click, const Action&) {
    auto work = [&](const Act& act, const policy::Employee&) { return request_access(act); };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::Task<void> on_form_choice(App& app, const BlockActions& click, const Action& action) {
    auto change = [&](const Act& act, store::DraftRow& draft) {
        return take_grants(act, draft, *click.view).notice;
    };
    co_await on_form(app, click, action, change);
}

store::Task<void> on_tick(App& app, const BlockActions& click, const Action& action) {
    if (!click.view) co_return;
    // Nothing to show where the boxes say it all.
    auto work = [&](const Act& act, const policy::Employee&) -> std::optional<FormPage> {
        const auto key = models::page_key(click.view->private_metadata);
        auto draft = key ? store::find_draft(act.tx, key->draft) : std::nullopt;
        if (!draft || draft->requester != act.by) return FormPage{blocks::form_gone(), {}};
        if (draft->request) return FormPage{blocks::form_sent(), {}};
        if (action.action_ts <= draft->last_action_ts) return std::nullopt;
        draft->last_action_ts = action.action_ts;
        const bool stands = take_ticks(act, *draft, *click.view, action);
        draft->ticks_seen = ticks_of(*click.view);
        if (stands) {
            store::save_draft(act.tx, *draft, act.now());
            return std::nullopt;
        }
        store::form_stale(act.tx, draft->id, click.view->id);
        auto page = form_page(act, *draft, app.form);
        return FormPage{std::move(page), draft->render};
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.refusal) show_refusal(app, click, *done.refusal);
    if (!done.result || !*done.result) co_return;
    const auto& page = **done.result;
    app.views.update(click.view->id, click.view->hash, page.view.json(), page.render);
}

store::Task<void> on_find_access(App& app, const BlockActions& click, const Action& action) {
    auto change = [&](const Act& act, store::DraftRow& draft) {
        take_grants(act, draft, *click.view);
        // Cleared: nothing was chosen.
        if (!action.chosen.option) return Notice{};
        return Notice{add_access(act, draft, action.chosen.option->value)};
    };
    co_await on_form(app, click, action, change);
}

store::Task<void> on_browse(App& app, const BlockActions& click, const Action& action) {
    auto change = [&](const Act& act, store::DraftRow& draft) {
        take_grants(act, draft, *click.view);
        browse(act.tx, draft, action.chosen.option ? action.chosen.option->value : "");
        return Notice{};
    };
    co_await on_form(app, click, action, change);
}

store::Task<void> on_show_chosen(App& app, const BlockActions& click, const Action& action) {
    auto change = [&](const Act& act, store::DraftRow& draft) {
        take_grants(act, draft, *click.view);
        browse(act.tx, draft, "");
        return Notice{};
    };
    co_await on_form(app, click, action, change);
}

store::Task<void> on_form_page(App& app, const BlockActions& click, const Action& action) {
    auto change = [&](const Act& act, store::DraftRow& draft) {
        take_grants(act, draft, *click.view);
        const auto value = action.chosen.value.value_or("");
        std::from_chars(value.data(), value.data() + value.size(), draft.page);
        return Notice{};
    };
    co_await on_form(app, click, action, change);
}

store::Task<void> on_accounts_page(App& app, const BlockActions& click, const Action& action) {
    auto change = [&](const Act& act, store::DraftRow& draft) {
        take_details(act, draft, *click.view, app.form);
        const auto value = action.chosen.value.value_or("");
        std::from_chars(value.data(), value.data() + value.size(), draft.accounts_page);
        return Notice{};
    };
    co_await on_form(app, click, action, change);
}

store::Task<void> on_form_back(App& app, const BlockActions& click, const Action& action) {
    auto change = [&](const Act& act, store::DraftRow& draft) {
        take_details(act, draft, *click.view, app.form);
        draft.at_details = false;
        return Notice{};
    };
    co_await on_form(app, click, action, change);
}

store::Task<void> on_details_choice(App& app, const BlockActions& click, const Action& action) {
    auto change = [&](const Act& act, store::DraftRow& draft) {
        take_details(act, draft, *click.view, app.form);
        return Notice{};
    };
    co_await on_form(app, click, action, change);
}

store::Task<void> resume_forms(App& app) {
    const auto now = app.clock.now_ms();
    auto render = [&](store::Tx& tx) {
        std::vector<std::pair<std::string, FormPage>> views;
        // A modal that was left open for longer is clicked in before it matters.
        const auto since = std::chrono::floor<std::chrono::seconds>(now) - std::chrono::hours{1};
        for (const auto& form : store::stale_forms(tx, since)) {
            auto draft = store::find_draft(tx, form.draft).value();
            const workflow::Act act{tx, draft.requester, now, app.flow};
            // The update may have arrived before the crash: then nothing that was ticked since is
            // lost.
            auto page = same_form_page(act, draft, app.form);
            views.emplace_back(form.view_id, FormPage{std::move(page), draft.render});
        }
        return views;
    };
    const auto views = co_await app.store.write(render, store::Lane::event);
    for (const auto& [view_id, page] : views)
        app.views.update(view_id, "", page.view.json(), page.render);
}

}  // namespace bot::handlers
