// A closed request is asked for again: the form opens as it was filled in then.
#include <algorithm>

#include "blocks/notice.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/handlers/form.hpp"
#include "bot/models/people.hpp"
#include "store/directory.hpp"
#include "store/requests.hpp"

namespace bot::handlers {
namespace {

using workflow::Act;

// The reason in the words of the form: one of the list, text, or both.
void take_reason(store::DraftRow& draft, const std::string& reason, const FormRules& rules) {
    for (const auto& known : rules.reasons) {
        if (reason == known) {
            draft.reason = known;
            return;
        }
        if (!reason.starts_with(known + ": ")) continue;
        draft.reason = known;
        draft.reason_text = reason.substr(known.size() + 2);
        return;
    }
    if (reason.empty()) return;
    draft.reason = workflow::other_reason;
    draft.reason_text = reason;
}

// Somebody of a request who has left since, by name.
std::optional<std::string> gone(store::Tx& tx, policy::EmployeeId who) {
    const auto employee = store::find_employee(tx, who);
    if (employee && employee->active) return std::nullopt;
    return employee ? blocks::cleaned(employee->name) : "The person";
}

store::DraftRow draft_like(
    const Act& act, const store::RequestRow& request, const FormRules& rules
) {
    auto draft = store::find_draft(act.tx, store::new_draft(act.tx, act.by, act.now())).value();
    // Nothing is chosen for anybody else in place of somebody who has left.
    const bool same_person = !gone(act.tx, request.beneficiary);
    if (same_person) draft.beneficiary = request.beneficiary;
    draft.like = request.like;
    draft.reference = request.reference;
    draft.title = request.reference_title;
    draft.action = request.action;
    for (const auto& item : store::items_of_request(act.tx, request.id)) {
        if (!same_person) break;
        draft.selection.chosen.insert(item.connection);
        if (store::find_identity(act.tx, item.identity))
            draft.identities[item.integration] = item.identity;
    }
    // Like somebody who has nothing any more: the same, chosen one by one.
    if (request.reference && gone(act.tx, *request.reference)) {
        draft.like = policy::AccessLike::custom;
        draft.reference.reset();
    }
    draft.duration.temporary = request.ends || request.purpose;
    if (request.purpose) draft.purpose = request.purpose->purpose;
    if (request.ends > act.now()) draft.duration.ends = request.ends;
    take_reason(draft, request.reason, rules);
    draft.details = request.details;
    return draft;
}

// What the form that opens says of itself.
blocks::Markdown about(store::Tx& tx, const store::RequestRow& request) {
    if (const auto name = gone(tx, request.beneficiary)) {
        return blocks::md(
            blocks::bold(*name),
            ", whose access this was about, has left. Nothing is chosen: please choose for whom it "
            "is now, and what."
        );
    }
    auto text = blocks::md(
        "This is as you asked on ",
        blocks::date(request.submitted_at),
        ". What can still be requested of it is chosen."
    );
    const auto name = request.reference ? gone(tx, *request.reference) : std::nullopt;
    if (!name) return text;
    return blocks::md(text, " ", blocks::bold(*name), ", like whom it was, has left.");
}

blocks::View repeated(const Act& act, std::string_view key, const FormRules& rules) {
    const auto id = models::id_of(key);
    const auto request = id ? store::find_request(act.tx, policy::RequestId{*id}) : std::nullopt;
    if (!request || request->requester != act.by) {
        return blocks::notice_modal(
            "Request not found", {blocks::md("There is no such request of yours.")}
        );
    }
    if (request->open_items > 0) {
        return blocks::notice_modal(
            "Still open",
            {blocks::md("This request is still open: it can be repeated once it is closed.")}
        );
    }
    auto draft = draft_like(act, *request, rules);
    return grants_page(act, draft, about(act.tx, *request));
}

}  // namespace

store::Task<void> on_repeat(App& app, const BlockActions& click, const Action& action) {
    auto work = [&](const Act& act, const policy::Employee&) {
        return repeated(act, action.chosen.value.value_or(""), app.form);
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

}  // namespace bot::handlers
