#include "bot/models/fulfilment.hpp"

#include <algorithm>

#include "bot/models/people.hpp"
#include "bot/models/requests.hpp"
#include "bot/workflow/departure.hpp"
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

std::string what_next(
    store::Tx& tx,
    policy::IntegrationId integration,
    const std::string& name,
    policy::EmployeeId reader
) {
    const auto hands = workflow::fulfilment_hands(tx, integration);
    const auto asked = people(tx, hands.people, reader);
    if (asked.empty())
        return "Nobody answers for " + name + " any more: please tell an administrator.";
    const bool is_reader = asked.size() == 1 && asked.front().is_reader;
    return names(asked) + (is_reader ? " answer for " : " answers for ") + name +
           (is_reader ? " and can try again." : ", knows of this and can try again.");
}

}  // namespace

std::optional<blocks::WholeRequest> whole_request(
    store::Tx& tx, const store::RequestRow& request, std::size_t told
) {
    const auto items = store::items_of_request(tx, request.id);
    if (items.size() <= told) return std::nullopt;
    const auto done = request.action == policy::Action::grant ? policy::ItemState::granted
                                                              : policy::ItemState::revoked;
    blocks::WholeRequest whole;
    for (const auto& item : items) {
        if (policy::is_open(item.state)) return std::nullopt;
        auto& place = item.state == done                        ? whole.carried_out
                      : item.state == policy::ItemState::failed ? whole.failed
                      : item.state == policy::ItemState::denied ? whole.denied
                                                                : whole.other;
        place.push_back(grant_name(item));
    }
    return whole;
}

std::vector<blocks::TryingAgain> trying_again(store::Tx& tx, policy::RequestId request) {
    std::vector<blocks::TryingAgain> all;
    for (const auto& again : store::jobs_trying_again(tx, request)) {
        all.push_back(
            {again.application,
             again.items,
             again.problem,
             std::chrono::floor<std::chrono::seconds>(again.next)}
        );
    }
    return all;
}

std::optional<blocks::Outcome> carried_out(
    store::Tx& tx, std::int64_t id, policy::EmployeeId reader
) {
    const auto notice = store::find_fulfilment_notice(tx, id);
    if (!notice) return std::nullopt;
    const auto request = store::find_request(tx, notice->request).value();
    const bool partly = notice->outcome == FulfilmentOutcome::partly;
    const auto done = partly ? std::optional(store::JobState::done) : std::nullopt;
    const auto items = store::items_of_notice(tx, id, done);
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
        case FulfilmentOutcome::failed:
        case FulfilmentOutcome::partly:
            model.kind = partly ? blocks::OutcomeKind::partly : blocks::OutcomeKind::failed;
            if (removes(tx, items.front())) model.action = policy::Action::revoke;
            model.in_doubt = store::is_in_doubt(tx, id);
            if (partly)
                model.not_done =
                    grant_names(store::items_of_notice(tx, id, store::JobState::failed));
            model.next = what_next(tx, notice->integration, items.front().integration_name, reader);
            break;
        case FulfilmentOutcome::undo_failed:
            return std::nullopt;
    }
    if (model.action == request.action && model.kind != blocks::OutcomeKind::ended)
        model.whole = whole_request(tx, request, items.size() + model.not_done.size());
    return model;
}

std::optional<blocks::NotCarriedOut> not_carried_out(
    store::Tx& tx, std::int64_t id, policy::EmployeeId reader
) {
    const auto notice = store::find_fulfilment_notice(tx, id);
    if (!notice) return std::nullopt;
    const auto request = store::find_request(tx, notice->request).value();
    const auto items = store::items_of_notice(tx, id, store::JobState::failed);
    if (items.empty()) return std::nullopt;
    blocks::NotCarriedOut model;
    model.key = std::to_string(notice->id);
    model.request_key = key_of(request.id);
    model.application = items.front().integration_name;
    model.requester = person(tx, request.requester, reader);
    model.beneficiary = whose_access(tx, request, items, reader);
    model.items = grant_names(items);
    model.problem = notice->problem;
    model.at = notice->at;
    const bool undo = notice->outcome == FulfilmentOutcome::undo_failed;
    model.what = undo                         ? blocks::NotCarriedOut::What::undo
                 : removes(tx, items.front()) ? blocks::NotCarriedOut::What::removal
                                              : blocks::NotCarriedOut::What::grant;
    model.in_doubt = store::is_in_doubt(tx, id);
    model.is_back = std::all_of(items.begin(), items.end(), [&](const store::ItemRow& item) {
        return workflow::is_for_nothing(tx, item);
    });
    model.open =
        !model.is_back && std::any_of(items.begin(), items.end(), [&](const store::ItemRow& item) {
            if (!undo) return item.state == policy::ItemState::failed;
            const auto last = store::last_job(tx, item.id);
            return last && last->state == store::JobState::failed;
        });
    return model;
}

}  // namespace bot::models
