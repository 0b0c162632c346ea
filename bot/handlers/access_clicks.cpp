#include "blocks/extend_form.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/notice.hpp"
#include "bot/handlers/access.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/models/deciders.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/access_end.hpp"
#include "bot/workflow/extend.hpp"
#include "store/directory.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using workflow::Act;
using workflow::ExtendProblem;
using workflow::GiveBackOutcome;

constexpr std::size_t pattern_units = 200;

policy::RequestId request_of(std::string_view key) {
    return {models::id_of(key).value_or(0)};
}

blocks::View nothing_to_extend() {
    return blocks::notice_modal(
        "Nothing to extend",
        {blocks::md("This access has ended, was extended already, or is not yours. Nothing was "
                    "changed.")}
    );
}

blocks::View asked_already() {
    return blocks::notice_modal(
        "Already asked",
        {blocks::md("More time is asked for already, and nobody has decided yet: see *My requests* "
                    "in the Home tab.")}
    );
}

blocks::View removal_asked() {
    return blocks::notice_modal(
        "Being removed",
        {blocks::md("Somebody has asked to remove this access, so more time cannot be asked for "
                    "now. Nothing was changed.")}
    );
}

blocks::View not_offered() {
    return blocks::notice_modal(
        "Cannot be extended",
        {blocks::md("This cannot be asked for in Latchkey any more, so it cannot be extended "
                    "either. It ends as planned.")}
    );
}

blocks::View nobody_may_decide() {
    return blocks::notice_modal(
        "Nobody may decide",
        {blocks::md("Nobody is left who may decide about this: no manager, owner, risk manager or "
                    "administrator who is not part of the request. Please ask an administrator to "
                    "name an owner.")}
    );
}

// A week more, as far as the rules allow.
policy::Instant proposed_end(const Act& act, const workflow::Extension& extension) {
    const auto week_more = extension.last_end + std::chrono::days{7};
    return std::max(std::min(week_more, extension.latest), act.now() + std::chrono::minutes{1});
}

blocks::View extend_modal(const Act& act, std::string_view key) {
    auto extension = workflow::extension_of(act, request_of(key));
    if (!extension) return nothing_to_extend();
    if (extension->asked_already) return asked_already();
    if (extension->items.empty()) return extension->not_offered ? not_offered() : removal_asked();
    auto& request = extension->request;
    request.submitted_at = act.now();
    request.ends = proposed_end(act, *extension);
    auto asked = workflow::lasting_longer(extension->items, *request.ends);
    if (asked.empty()) asked = extension->items;
    auto who = models::deciders_anew(act.tx, request, asked, act.by, act.now());
    if (who.asked.empty() && who.at_once.empty() && who.denied.empty()) return nobody_may_decide();
    blocks::ExtendForm form;
    form.key = key;
    form.beneficiary = models::person(act.tx, extension->request.beneficiary, act.by);
    form.items = models::grant_names(extension->items);
    form.ends = extension->ends;
    form.proposed = *request.ends;
    form.reason = extension->request.reason;
    form.deciders = std::move(who.asked);
    form.at_once = std::move(who.at_once);
    form.denied = std::move(who.denied);
    form.passed_over = std::move(who.passed_over);
    for (const auto& item : extension->items) {
        if (extension->ends != extension->last_end) form.item_ends.push_back(*item.ends);
    }
    return blocks::extend_form(form);
}

blocks::View given_back(const GiveBackOutcome outcome) {
    switch (outcome) {
        case GiveBackOutcome::given_back:
            return blocks::notice_modal(
                "Given back",
                {blocks::md("Thank you. Whoever looks after the application is asked to remove the "
                            "access; you are told when it is done.")}
            );
        case GiveBackOutcome::also_extension:
            return blocks::notice_modal(
                "Given back",
                {blocks::md("Thank you. Whoever looks after the application is asked to remove the "
                            "access; you are told when it is done. The extension that you had "
                            "asked for is withdrawn.")}
            );
        case GiveBackOutcome::nothing_held:
            return blocks::notice_modal(
                "Nothing to give back",
                {blocks::md(
                    "This access has ended already, is being removed, or lasts longer since: "
                    "then give it back in the Home tab. Nothing was changed."
                )}
            );
        case GiveBackOutcome::not_yours:
            return blocks::notice_modal(
                "Not yours", {blocks::md("Only the person who has this access can give it back.")}
            );
    }
    return nothing_to_extend();
}

std::string name_of(const Act& act, policy::ConnectionId id) {
    const auto connection = store::find_connection(act.tx, id);
    if (!connection) return "the application";
    return blocks::short_name(models::grant_name(*connection));
}

// A date as the errors of a form can say it.
std::string plain_date(policy::Instant at) {
    return blocks::utc(at);
}

}  // namespace

store::Task<void> on_extend(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        return extend_modal(act, action.chosen.value.value_or(""));
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

store::Task<void> on_give_back(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        const auto request = request_of(action.chosen.value.value_or(""));
        return given_back(workflow::give_back(act, request));
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

std::string on_extension(App&, const Act& act, const InboundView& view) {
    const auto at_end = [](const std::string& sentence) {
        return blocks::errors_answer({{blocks::new_end_block().value(), sentence}});
    };
    const auto at_reason = [](const std::string& sentence) {
        return blocks::errors_answer({{blocks::extend_reason_block().value(), sentence}});
    };
    const auto* picked = view.state.find(blocks::new_end_block().value(), ids::new_end);
    if (picked == nullptr || !picked->date_time) return at_end("Choose the new end.");
    const auto reason =
        view.state.text(blocks::extend_reason_block().value(), ids::extend_reason).value_or("");
    const auto outcome = workflow::extend(
        act, request_of(view.private_metadata), *picked->date_time, std::string(reason)
    );
    const auto* refused = std::get_if<workflow::ExtendRefused>(&outcome);
    if (refused == nullptr) return blocks::clear_answer();
    switch (refused->problem) {
        case ExtendProblem::gone:
            return blocks::update_answer(nothing_to_extend());
        case ExtendProblem::asked_already:
            return blocks::update_answer(asked_already());
        case ExtendProblem::removal_asked:
            return blocks::update_answer(removal_asked());
        case ExtendProblem::not_later:
            return at_end("Choose a time in the future, after the present end.");
        case ExtendProblem::too_long:
            return at_end(
                "This access can be held until " + plain_date(refused->latest.value()) +
                " at the latest."
            );
        case ExtendProblem::reason_missing:
            return at_reason("Say why the access is needed longer.");
        case ExtendProblem::reason_too_short:
            return at_reason(
                "Write at least " + blocks::count(refused->length, "character") + ": " +
                name_of(act, refused->connection) + " asks for that."
            );
        case ExtendProblem::reason_not_matched:
            return at_reason(
                "This must contain " + blocks::shortened(refused->pattern, pattern_units) + ": " +
                name_of(act, refused->connection) + " asks for that."
            );
        case ExtendProblem::not_offered:
            return blocks::update_answer(not_offered());
        case ExtendProblem::nobody_may_decide:
            return blocks::update_answer(nobody_may_decide());
    }
    return blocks::update_answer(nothing_to_extend());
}

}  // namespace bot::handlers
