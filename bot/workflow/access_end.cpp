#include "bot/workflow/access_end.hpp"

#include <algorithm>
#include <map>

#include "bot/workflow/departure.hpp"
#include "bot/workflow/fulfil.hpp"
#include "bot/workflow/tell.hpp"
#include "bot/workflow/withdraw.hpp"
#include "policy/access_end.hpp"
#include "store/asked_purposes.hpp"
#include "store/due_notices.hpp"
#include "store/endings.hpp"
#include "store/purposes.hpp"
#include "store/tasks.hpp"
#include "store/timers.hpp"

namespace bot::workflow {
namespace {

using policy::ItemState;
using store::ItemRow;
using store::TimerKind;

constexpr auto nobody_left =
    "Nobody is left who could remove this: the application has no owner, and there is no "
    "administrator.";

// Not granted yet: its end passes without it.
bool is_on_its_way(const ItemRow& item) {
    return item.action == policy::Action::grant &&
           (item.state == ItemState::pending || item.state == ItemState::approved ||
            item.state == ItemState::granting);
}

// A purpose may say itself when its holder is told before its end.
std::vector<policy::Seconds> notices_of(const Act& act, const store::RequestRow& request) {
    if (request.purpose) {
        const auto purpose = store::find_purpose(act.tx, request.purpose->purpose);
        if (purpose && purpose->pre_expiry_notice) return {*purpose->pre_expiry_notice};
    }
    return act.rules.end_notices;
}

policy::Instant real_end(const Act& act, const ItemRow& item) {
    const bool pending = store::extension_pending(act.tx, item);
    return policy::end_with_grace(item.ends.value(), pending, act.rules.extension_grace);
}

// The same way for every removal: revoking, then in the hands of whoever carries it out.
void take_away(const Act& act, const store::RequestRow& request, std::vector<ItemRow> items) {
    std::map<policy::IntegrationId, std::vector<ItemRow>> by_application;
    for (auto& item : items) {
        if (!store::move_item(act.tx, item, ItemState::revoking, act.who(), "", act.now()))
            continue;
        item.state = ItemState::revoking;
        by_application[item.integration].push_back(item);
        // The owner would be asked twice to remove the same.
        auto asked = store::pending_removals(act.tx, item);
        std::erase_if(asked, [](const ItemRow& other) { return !is_departure(other); });
        withdraw_needless(act, asked);
    }
    for (const auto& [integration, theirs] : by_application)
        carry_out(act, request, integration, theirs, nobody_left);
}

void audit_end(
    const Act& act,
    const std::string& what,
    const store::RequestRow& request,
    const std::vector<ItemRow>& items
) {
    audit(
        act,
        what,
        request.id,
        {{"items", id_list(items)},
         {"before", std::string(policy::word(items.front().state))},
         {"after", what == "items.expired" ? "expired" : "revoking"}}
    );
}

void expire(const Act& act, const store::RequestRow& request, const std::vector<ItemRow>& items) {
    for (const auto& item : items) {
        store::move_item(act.tx, item, ItemState::expired, act.who(), "", act.now());
        store::release_item(act.tx, item.id, 0, store::TaskOutcome::expired, act.who(), act.now());
        if (item.state == ItemState::granting) call_off(act, item);
    }
    audit_end(act, "items.expired", request, items);
    tell_expired(act, request, items.front().id);
}

// Access whose end has come, and that our tables do not show any more. An application that carries
// things out by itself is asked: a sync may have missed it. For the rest, that is the end of it.
void settle_gone(
    const Act& act, const store::RequestRow& request, const std::vector<ItemRow>& items
) {
    audit_end(act, "access.ended", request, items);
    std::vector<ItemRow> removed;
    std::vector<ItemRow> asked;
    for (const auto& item : items) {
        if (store::removed_by_another(act.tx, item)) {
            removed.push_back(item);
            continue;
        }
        asked.push_back(item);
    }
    for (auto& item : removed) {
        store::move_item(act.tx, item, ItemState::revoking, act.who(), "", act.now());
        item.state = ItemState::revoking;
        store::move_item(act.tx, item, ItemState::revoked, act.who(), "", act.now());
    }
    if (!removed.empty()) {
        audit(
            act,
            "items.revoked",
            request.id,
            {{"items", id_list(removed)}, {"before", "revoking"}, {"after", "revoked"}}
        );
    }
    std::vector<ItemRow> by_itself;
    std::map<policy::IntegrationId, std::vector<ItemRow>> by_hand;
    for (auto& item : asked) {
        if (is_automatic(act, item)) {
            by_itself.push_back(item);
            continue;
        }
        if (!store::move_item(act.tx, item, ItemState::revoking, act.who(), "", act.now()))
            continue;
        item.state = ItemState::revoking;
        by_hand[item.integration].push_back(item);
    }
    take_away(act, request, std::move(by_itself));
    for (const auto& [integration, theirs] : by_hand)
        found_removed(act, theirs);
}

}  // namespace

void watch_access(const Act& act, const store::RequestRow& request) {
    if (request.action != policy::Action::grant) return;
    std::vector<policy::Instant> ends;
    for (const auto& item : store::items_of_request(act.tx, request.id)) {
        if (item.ends && (is_on_its_way(item) || item.state == ItemState::granted))
            ends.push_back(*item.ends);
    }
    const auto next = policy::next_end_moment(ends, notices_of(act, request), act.now());
    const auto planned =
        store::find_timer(act.tx, TimerKind::access_end, request.id.value, request.beneficiary);
    // What is planned before is not put off by a change: it may have fallen due by now.
    if (next && !(planned && *planned <= *next)) {
        store::set_timer(
            act.tx, {TimerKind::access_end, request.id.value, request.beneficiary, *next}
        );
    }
    if (!act.rules.extension_grace) return;
    // A grace ends with the extension that it waits for.
    for (const auto other : store::kept_by(act.tx, request.id, act.now())) {
        store::set_timer(
            act.tx, {TimerKind::access_end, other.value, request.beneficiary, act.now()}
        );
    }
}

void access_end(const Act& act, policy::RequestId id, policy::Instant due) {
    const auto request = store::find_request(act.tx, id);
    if (!request) return;
    std::vector<ItemRow> expired;
    for (const auto& item : store::items_of_request(act.tx, id)) {
        if (is_on_its_way(item) && item.ends && *item.ends <= act.now()) expired.push_back(item);
    }
    if (!expired.empty()) expire(act, *request, expired);
    std::vector<ItemRow> ended;
    std::optional<policy::Instant> grace_ends;
    bool notice = false;
    const auto notices = notices_of(act, *request);
    for (const auto& item : store::held_for_a_time(act.tx, id)) {
        const auto end = real_end(act, item);
        if (end <= act.now()) {
            ended.push_back(item);
        } else if (*item.ends <= act.now()) {
            grace_ends = grace_ends ? std::min(*grace_ends, end) : end;
        }
        notice = notice || policy::end_notice_due(*item.ends, notices, due, act.now());
    }
    if (!ended.empty()) {
        audit_end(act, "access.ended", *request, ended);
        take_away(act, *request, ended);
    }
    const auto gone = store::gone_before_end(act.tx, id, act.now());
    if (!gone.empty()) settle_gone(act, *request, gone);
    if (notice) tell_due(act, request->beneficiary, {store::DueKind::access_ending, id.value});
    if (grace_ends) {
        store::set_timer(
            act.tx, {TimerKind::access_end, id.value, request->beneficiary, *grace_ends}
        );
    }
    if (expired.empty() && ended.empty() && gone.empty()) {
        watch_access(act, *request);
    } else {
        tell_changed(act, *request);
    }
}

GiveBackOutcome give_back(const Act& act, policy::RequestId id) {
    const auto request = store::find_request(act.tx, id);
    if (!request || request->beneficiary != act.by) return GiveBackOutcome::not_yours;
    auto items = store::held_for_a_time(act.tx, id);
    if (request->purpose) {
        // What could not be removed once is still held.
        for (auto& item : store::items_of_request(act.tx, id)) {
            if (item.state == ItemState::failed && store::held_through(act.tx, item))
                items.push_back(std::move(item));
        }
    }
    if (items.empty()) return GiveBackOutcome::nothing_held;
    audit_end(act, request->purpose ? "purpose.stopped" : "access.given_back", *request, items);
    const auto extensions = withdraw_extensions(act, items, "the access was given back");
    take_away(act, *request, items);
    tell_changed(act, *request);
    return extensions > 0 ? GiveBackOutcome::also_extension : GiveBackOutcome::given_back;
}

}  // namespace bot::workflow
