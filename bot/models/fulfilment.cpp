#include "bot/models/fulfilment.hpp"

#include <algorithm>

#include "bot/models/people.hpp"
#include "bot/models/requests.hpp"
#include "bot/workflow/facts.hpp"
#include "store/directory.hpp"
#include "store/requests.hpp"

namespace bot::models {
namespace {

using store::FulfilmentOutcome;

// Those whose last change was to remove them: asked for, or at the end of their time.
bool removes(store::Tx& tx, const store::ItemRow& item) {
    const auto change = store::last_change(tx, item.id);
    return change && change->action == store::JobAction::revoke;
}

std::string names(const std::vector<blocks::Person>& people) {
    std::string text;
    for (const auto& person : people)
        text += (text.empty() ? "" : ", ") + (person.is_reader ? "you" : person.name);
    return text;
}

}  // namespace

std::optional<blocks::Outcome> carried_out(
    store::Tx& tx, std::int64_t id, policy::EmployeeId reader
) {
    const auto notice = store::find_fulfilment_notice(tx, id);
    if (!notice) return std::nullopt;
    const auto request = store::find_request(tx, notice->request).value();
    const auto items = store::items_of_notice(tx, id);
    if (items.empty()) return std::nullopt;
    blocks::Outcome model;
    model.request_key = key_of(request.id);
    model.requester = person(tx, request.requester, reader);
    model.beneficiary = person(tx, request.beneficiary, reader);
    model.action = request.action;
    model.items = grant_names(items);
    model.ends = end_of(items);
    model.comment = notice->problem;
    model.at = notice->at;
    add_campaign(tx, request, model);
    const bool grants = request.action == policy::Action::grant;
    switch (notice->outcome) {
        case FulfilmentOutcome::granted:
            model.kind = blocks::OutcomeKind::granted;
            break;
        case FulfilmentOutcome::revoked:
            model.kind = grants ? blocks::OutcomeKind::ended : blocks::OutcomeKind::granted;
            break;
        case FulfilmentOutcome::failed: {
            model.kind = blocks::OutcomeKind::failed;
            if (removes(tx, items.front())) model.action = policy::Action::revoke;
            const auto hands = workflow::fulfilment_hands(tx, notice->integration);
            const auto asked = people(tx, hands.people, reader);
            model.next = asked.empty()
                             ? "Nobody answers for " + items.front().integration_name +
                                   " any more: please tell an administrator."
                             : names(asked) + " answers for " + items.front().integration_name +
                                   ", knows of this and can try again.";
            break;
        }
        case FulfilmentOutcome::undo_failed:
            return std::nullopt;
    }
    return model;
}

std::optional<blocks::NotCarriedOut> not_carried_out(
    store::Tx& tx, std::int64_t id, policy::EmployeeId reader
) {
    const auto notice = store::find_fulfilment_notice(tx, id);
    if (!notice) return std::nullopt;
    const auto request = store::find_request(tx, notice->request).value();
    const auto items = store::items_of_notice(tx, id);
    if (items.empty()) return std::nullopt;
    blocks::NotCarriedOut model;
    model.key = std::to_string(notice->id);
    model.request_key = key_of(request.id);
    model.application = items.front().integration_name;
    model.requester = person(tx, request.requester, reader);
    model.beneficiary = person(tx, request.beneficiary, reader);
    model.items = grant_names(items);
    model.problem = notice->problem;
    model.at = notice->at;
    const bool undo = notice->outcome == FulfilmentOutcome::undo_failed;
    model.what = undo                         ? blocks::NotCarriedOut::What::undo
                 : removes(tx, items.front()) ? blocks::NotCarriedOut::What::removal
                                              : blocks::NotCarriedOut::What::grant;
    model.open = std::any_of(items.begin(), items.end(), [&](const store::ItemRow& item) {
        if (!undo) return item.state == policy::ItemState::failed;
        const auto last = store::last_job(tx, item.id);
        return last && last->state == store::JobState::failed;
    });
    return model;
}

}  // namespace bot::models
