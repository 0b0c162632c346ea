// The request form: from a draft to its two pages, and from what Slack sends back to the draft.
#pragma once

#include <optional>
#include <string>

#include "blocks/request_details.hpp"
#include "blocks/request_form.hpp"
#include "bot/app.hpp"
#include "bot/inbound.hpp"
#include "bot/workflow/submit.hpp"
#include "store/drafts.hpp"

namespace bot::handlers {

// Page 1, rendered anew: notes in the store which boxes it shows, and counts the render up.
blocks::View grants_page(
    const workflow::Act& act,
    store::DraftRow& draft,
    const std::optional<blocks::Markdown>& notice = {}
);

// The same without a new render: its boxes keep what the person ticked since it was shown.
blocks::View same_grants_page(
    const workflow::Act& act,
    store::DraftRow& draft,
    const std::optional<blocks::Markdown>& notice = {}
);

// What Request Access opens: an empty form, or the offer to go on with one that was not sent.
blocks::View request_access(const workflow::Act& act);
// An empty form for oneself; the same with an application browsed in Custom.
blocks::View new_form(const workflow::Act& act);
blocks::View new_form_for(const workflow::Act& act, policy::IntegrationId application);

// Page 2 of a draft that amounts to `plan`.
blocks::View details_page(
    const workflow::Act& act,
    store::DraftRow& draft,
    const workflow::Plan& plan,
    const FormRules& rules,
    const std::optional<blocks::Markdown>& notice = {}
);
// The same where the plan is still to be made; without a new render it keeps what its lists show.
blocks::View details_page(
    const workflow::Act& act,
    store::DraftRow& draft,
    const FormRules& rules,
    const std::optional<blocks::Markdown>& notice = {}
);
blocks::View same_details_page(
    const workflow::Act& act,
    store::DraftRow& draft,
    const FormRules& rules,
    const std::optional<blocks::Markdown>& notice = {}
);

// The page on which the draft was left, or page 1 if nothing is chosen any more.
blocks::View form_page(
    const workflow::Act& act,
    store::DraftRow& draft,
    const FormRules& rules,
    const std::optional<blocks::Markdown>& notice = {}
);
blocks::View same_form_page(
    const workflow::Act& act,
    store::DraftRow& draft,
    const FormRules& rules,
    const std::optional<blocks::Markdown>& notice = {}
);

// Why nothing of what is chosen could be asked for: of each application.
blocks::Markdown nothing_to_give(
    const workflow::Act& act, const store::DraftRow& draft, const workflow::Plan& plan
);

// At start: forms whose modal does not show the last click, because the process died in between,
// are shown again while they may still be open.
store::Task<void> resume_forms(App& app);

// What is ticked in `view`, as one text to compare.
std::string ticks_of(const InboundView& view);

// Whether the boxes of `view` say anything that the draft does not know: not if they are an older
// render's in which more was ticked since the last click that was taken.
bool ticks_can_be_taken(store::Tx& tx, const store::DraftRow& draft, const InboundView& view);

// Takes what the person chose on page 1 into the draft. Boxes of an older render are ignored.
struct Taken {
    bool other_list = false;  // for or like somebody else now: what was shown is not this draft's
    std::optional<blocks::Markdown> notice = {};  // what is to be said of that
};
Taken take_grants(const workflow::Act& act, store::DraftRow& draft, const InboundView& view);

// One block of boxes as the person has it now. Its boxes may be an older render's, which the form's
// answer to an earlier click is about to replace: then only what was changed in it since is taken,
// so that no tick is lost in between. False if the form has to be shown anew.
bool take_ticks(
    const workflow::Act& act, store::DraftRow& draft, const InboundView& view, const Action& action
);

// Adds what was chosen in the search of Custom, or says why not.
blocks::Markdown add_access(
    const workflow::Act& act, store::DraftRow& draft, std::string_view value
);

// Shows an application's grants in Custom; with an empty value, the chosen ones.
void browse(store::Tx& tx, store::DraftRow& draft, std::string_view value);

// What the page 2 `view` shows as asked for, with the accounts that were chosen in it since; a text
// that no plan has if that is not known any more.
std::string shown_on(const workflow::Act& act, const InboundView& view);
inline constexpr std::string_view unknown_page = "unknown";

// Takes accounts, duration, reason and details of page 2 into the draft.
void take_details(
    const workflow::Act& act,
    store::DraftRow& draft,
    const InboundView& view,
    const FormRules& rules
);

}  // namespace bot::handlers
