#include "bot/handlers/refused_submit.hpp"

#include "blocks/duration_text.hpp"
#include "blocks/form_offer.hpp"
#include "blocks/grant_list.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/shown_plan.hpp"
#include "store/directory.hpp"

namespace bot::handlers {
namespace {

using workflow::SubmitProblem;

constexpr std::size_t pattern_units = 200;

// The connection whose rule stands in the way; empty where it is the setting.
std::string whose(store::Tx& tx, const workflow::Refused& refused) {
    if (!refused.connection) return "";
    const auto connection = store::find_connection(tx, *refused.connection);
    return connection ? blocks::short_name(models::grant_name(*connection)) : "";
}

// What is different now from what the page that was sent showed.
blocks::Markdown what_changed(const workflow::ShownPlan& before, const workflow::ShownPlan& now) {
    if (now.grants < before.grants) {
        return blocks::md(
            blocks::count(before.grants - now.grants, "access grant"),
            " less than this page showed can be requested now"
        );
    }
    const bool same_list = before.list == now.list;
    if (same_list && before.accounts != now.accounts)
        return blocks::md("Another account than this page showed would get the access now");
    if (same_list && before.lasts != now.lasts)
        return blocks::md("How long the purpose lasts has changed since this page was shown");
    if (same_list && before.deciders != now.deciders)
        return blocks::md("Who decides has changed since this page was shown");
    return blocks::md("What is asked for has changed since this page was shown");
}

// Page 2 again, as the request would be now.
std::string list_changed(const workflow::Act& act, store::DraftRow& draft, const FormRules& rules) {
    auto sentence = blocks::md("This form was changed elsewhere since this page was shown");
    if (draft.planned != unknown_page) {
        const auto now = workflow::shown_plan(draft, workflow::plan_of(act, draft));
        sentence = what_changed(workflow::read_shown_plan(draft.planned), now);
    }
    return blocks::update_answer(details_page(
        act, draft, rules, blocks::md("*", sentence, ".* Please look again, then submit.")
    ));
}

std::string too_long(const std::string& name, policy::Seconds longest) {
    const auto most = blocks::duration_text(longest);
    if (name.empty())
        return "Temporary access may last at most " + most + ". Choose an earlier end.";
    return name + " may be held for at most " + most + ". Choose an earlier end.";
}

}  // namespace

std::string refused_submit(
    const workflow::Act& act,
    store::DraftRow& draft,
    const InboundView& view,
    const workflow::Refused& refused,
    const FormRules& rules
) {
    const auto name = whose(act.tx, refused);
    const auto on_first_page = [&](const blocks::Markdown& sentence) {
        return blocks::update_answer(grants_page(act, draft, sentence));
    };
    // The page may be older than the rule: then it is shown anew, with the field.
    const auto at = [&](const blocks::BlockId& block, const std::string& sentence) {
        if (view.has_input(block.value()))
            return blocks::errors_answer({{block.value(), sentence}});
        return blocks::update_answer(details_page(act, draft, rules, blocks::md(sentence)));
    };
    switch (refused.problem) {
        case SubmitProblem::gone:
            return blocks::update_answer(blocks::form_gone());
        case SubmitProblem::beneficiary_left:
            return on_first_page(blocks::md(
                "The person whose access this is about has left the company. Please choose "
                "somebody else."
            ));
        case SubmitProblem::nobody_chosen:
            return on_first_page(blocks::md("Choose whose access is asked for."));
        case SubmitProblem::nothing_chosen:
            return on_first_page(
                blocks::md("None of the chosen access grants can be requested any more: that "
                           "changed, or they were asked for, since you chose them. Please choose "
                           "again.")
            );
        case SubmitProblem::no_account: {
            const auto plan = workflow::plan_of(act, draft);
            if (!plan.goes_on()) return on_first_page(nothing_to_give(act, draft, plan));
            const auto choose = blocks::md("*Choose an account that gets the access.*");
            return blocks::update_answer(details_page(act, draft, rules, choose));
        }
        case SubmitProblem::account_has_all:
            return blocks::update_answer(details_page(
                act,
                draft,
                rules,
                blocks::md(
                    "The chosen account in ",
                    refused.integration_name,
                    " has, or waits for, all of this already. Choose another account."
                )
            ));
        case SubmitProblem::list_changed:
            return list_changed(act, draft, rules);
        case SubmitProblem::no_purpose:
            return at(
                blocks::duration_block(),
                "No purpose contains all of this. Choose Permanent, or go back and choose less."
            );
        case SubmitProblem::purpose_missing:
            return at(
                blocks::purpose_block(static_cast<std::uint64_t>(draft.render)), "Choose a purpose."
            );
        case SubmitProblem::purpose_gone:
            draft.purpose.reset();
            return blocks::update_answer(details_page(
                act,
                draft,
                rules,
                blocks::md("*The chosen purpose is not offered for this any more.*")
            ));
        case SubmitProblem::nobody_may_decide:
            return on_first_page(blocks::md(
                "Nobody may decide about access to ",
                refused.integration_name,
                ": no manager, owner, risk manager or administrator is left who is not part of "
                "this request. "
                "Please ask an administrator to name an owner."
            ));
        case SubmitProblem::nobody_carries_out:
            return on_first_page(blocks::md(
                "Nobody could carry out access to ",
                refused.integration_name,
                ": it has no owner, and there is neither an administrator nor a risk manager. "
                "Please ask whoever runs Latchkey to name one."
            ));
        case SubmitProblem::end_missing:
            return at(blocks::ends_block(), "Choose when the access ends.");
        case SubmitProblem::end_passed:
            return at(blocks::ends_block(), "Choose an end that is in the future.");
        case SubmitProblem::too_long:
            return at(blocks::ends_block(), too_long(name, refused.longest));
        case SubmitProblem::never_permanent:
            return at(
                blocks::duration_block(),
                name + " may be held for at most " + blocks::duration_text(refused.longest) +
                    ". Choose Temporary."
            );
        case SubmitProblem::reason_missing:
            return at(blocks::reason_block(), "Choose a reason.");
        case SubmitProblem::reason_text_missing:
            return at(blocks::reason_other_block(), "Say why the access is needed.");
        case SubmitProblem::reason_too_short:
            return at(
                blocks::reason_other_block(),
                "Write at least " + blocks::count(refused.length, "character") + ": " + name +
                    " asks for that."
            );
        case SubmitProblem::reason_not_matched:
            return at(
                blocks::reason_other_block(),
                "This must contain " + blocks::shortened(refused.pattern, pattern_units) + ": " +
                    name + " asks for that."
            );
    }
    return blocks::update_answer(blocks::form_gone());
}

}  // namespace bot::handlers
