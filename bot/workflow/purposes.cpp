#include "bot/workflow/purposes.hpp"

#include <algorithm>
#include <map>

#include "bot/workflow/move_on.hpp"
#include "bot/workflow/tell.hpp"
#include "store/asked_purposes.hpp"
#include "store/purposes.hpp"
#include "store/timers.hpp"

namespace bot::workflow {
namespace {

using policy::ItemState;
using policy::PurposeStanding;
using store::ItemRow;

PurposeHeld as_it_stands(store::Tx& tx, store::RequestRow request, policy::Instant now) {
    PurposeHeld held;
    held.items = store::items_of_request(tx, request.id);
    std::vector<ItemState> states;
    for (const auto& item : held.items) {
        // What could not be removed is still held.
        const bool stuck = item.state == ItemState::failed && store::held_through(tx, item);
        states.push_back(stuck ? ItemState::granted : item.state);
    }
    held.standing = policy::purpose_standing(states, request.purpose->until, now);
    const auto purpose = store::find_purpose(tx, request.purpose->purpose);
    held.active = purpose && purpose->active;
    if (held.standing == PurposeStanding::assigned)
        held.start_by = store::find_timer(tx, store::TimerKind::purpose_start, request.id.value);
    held.request = std::move(request);
    return held;
}

// Why a purpose that stands like this cannot be started; nothing if it can.
std::optional<StartOutcome> obstacle(const PurposeHeld& held) {
    switch (held.standing) {
        case PurposeStanding::undecided:
            return StartOutcome::not_decided;
        case PurposeStanding::starting:
        case PurposeStanding::started:
            return StartOutcome::under_way;
        case PurposeStanding::stopping:
            return StartOutcome::being_removed;
        case PurposeStanding::over:
            return StartOutcome::over;
        case PurposeStanding::assigned:
        case PurposeStanding::stopped:
            break;
    }
    if (!held.active) return StartOutcome::inactive;
    return std::nullopt;
}

// What Start would grant: not what the holder has, or waits for, without this purpose. By
// application.
std::map<policy::IntegrationId, std::vector<ItemRow>> startable(
    store::Tx& tx, const std::vector<ItemRow>& items
) {
    std::map<policy::IntegrationId, std::vector<ItemRow>> by_application;
    for (const auto& item : items) {
        if (!policy::can_be_started(item.state) || store::held_otherwise(tx, item) ||
            store::asked_elsewhere(tx, item))
            continue;
        by_application[item.integration].push_back(item);
    }
    return by_application;
}

}  // namespace

std::optional<PurposeHeld> purpose_held(store::Tx& tx, policy::RequestId id, policy::Instant now) {
    auto request = store::find_request(tx, id);
    if (!request || !request->purpose) return std::nullopt;
    return as_it_stands(tx, std::move(*request), now);
}

std::vector<PurposeHeld> purposes_held(
    store::Tx& tx, policy::EmployeeId holder, policy::Instant now
) {
    std::vector<PurposeHeld> all;
    for (auto& request : store::asked_purposes(tx, holder, now)) {
        auto held = as_it_stands(tx, std::move(request), now);
        const bool shown =
            held.standing != PurposeStanding::undecided && held.standing != PurposeStanding::over;
        if (shown) all.push_back(std::move(held));
    }
    return all;
}

StartOutcome start_purpose(const Act& act, policy::RequestId id) {
    const auto held = purpose_held(act.tx, id, act.now());
    if (!held || held->request.beneficiary != act.by) return StartOutcome::not_yours;
    if (const auto problem = obstacle(*held)) return *problem;
    if (startable(act.tx, held->items).empty()) return StartOutcome::held_already;
    store::drop_timer(act.tx, store::TimerKind::purpose_start, id.value);
    store::set_purpose_end(act.tx, id, act.now() + held->request.purpose->lasts);
    const auto request = store::find_request(act.tx, id).value();
    const auto until = request.purpose->until.value();
    store::end_items_by(act.tx, id, until);
    std::vector<ItemRow> started;
    // Read again: they end by then.
    for (auto& [integration, items] : startable(act.tx, store::items_of_request(act.tx, id))) {
        started.insert(started.end(), items.begin(), items.end());
        hand_out(act, request, integration, std::move(items));
    }
    audit(
        act,
        "purpose.started",
        id,
        {{"purpose", request.purpose->name},
         {"items", id_list(started)},
         {"before", std::string(policy::word(started.front().state))},
         {"after", std::string(policy::word(ItemState::granting))},
         {"ends", std::to_string(policy::seconds_since_epoch(until))}}
    );
    tell_changed(act, request);
    return StartOutcome::started;
}

void end_unstarted(const Act& act, policy::RequestId id) {
    const auto held = purpose_held(act.tx, id, act.now());
    if (!held || held->standing != PurposeStanding::assigned) return;
    std::vector<ItemRow> ended;
    for (const auto& item : held->items) {
        if (item.state != ItemState::approved) continue;
        if (store::move_item(act.tx, item, ItemState::expired, act.who(), "", act.now()))
            ended.push_back(item);
    }
    if (ended.empty()) return;
    audit(
        act,
        "purpose.not_started",
        id,
        {{"purpose", held->request.purpose->name},
         {"items", id_list(ended)},
         {"before", std::string(policy::word(ItemState::approved))},
         {"after", std::string(policy::word(ItemState::expired))}}
    );
    tell_purpose_ended(act, held->request);
    tell_changed(act, held->request);
}

}  // namespace bot::workflow
