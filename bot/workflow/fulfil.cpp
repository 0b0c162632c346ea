#include "bot/workflow/fulfil.hpp"

#include <algorithm>
#include <set>

#include "bot/workflow/departure.hpp"
#include "bot/workflow/facts.hpp"
#include "bot/workflow/tell.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/campaign_end.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"
#include "store/endings.hpp"
#include "store/planned_accounts.hpp"
#include "store/tasks.hpp"

namespace bot::workflow {

bool is_automatic(const Act& act, const store::ItemRow& item) {
    return does_by_itself(act, item.integration_name);
}

namespace {

using policy::ItemState;
using store::FulfilmentOutcome;
using store::ItemRow;
using store::JobAction;
using store::JobRow;
using store::JobState;
using store::MessageKind;

bool hand_to_people(
    const Act& act,
    const store::RequestRow& request,
    policy::IntegrationId integration,
    const std::vector<ItemRow>& items,
    const std::set<policy::EmployeeId>& have_them = {}
) {
    const auto hands = fulfilment_hands(act.tx, integration);
    store::NewTask task;
    task.kind = store::TaskKind::manual;
    task.request = request.id;
    task.capacity = hands.capacity;
    task.fallback = hands.capacity != policy::ReviewerKind::integration_owner;
    task.integration = integration;
    task.removes = !items.empty() && items.front().state == ItemState::revoking;
    task.assigned_at = act.now();
    task.due_at = act.now() + act.rules.review_due_after;
    for (const auto person : hands.people) {
        if (have_them.contains(person)) continue;
        task.assignee = person;
        const auto id = store::open_task(act.tx, task);
        store::add_reviews(act.tx, id, items);
        const auto opened = store::find_task(act.tx, id).value();
        // What is in their hands already goes on, with more items: its clock, too.
        if (opened.version == 1) {
            tell_assigned(act, opened);
        } else {
            refresh_card(act, opened);
        }
    }
    return !hands.people.empty();
}

void add_jobs(const Act& act, const std::vector<ItemRow>& items, JobAction action) {
    const auto give_up = act.now_ms + act.rules.give_up_after;
    for (const auto& item : items)
        store::add_job(act.tx, item, action, act.now_ms, give_up);
}

// Takes out of items that are to be granted those whose account is somebody else's by now.
std::vector<ItemRow> take_strangers(store::Tx& tx, std::vector<ItemRow>& items) {
    std::vector<ItemRow> strangers;
    std::erase_if(items, [&](const ItemRow& item) {
        if (not_the_holders(tx, item).empty()) return false;
        strangers.push_back(item);
        return true;
    });
    return strangers;
}

// An item's change is at its end: the state, the trail, and everything that shows it.
bool end_item(
    const Act& act, const JobRow& job, const ItemRow& item, ItemState to, const std::string& comment
) {
    if (!store::move_item(act.tx, item, to, act.who(), comment, act.now())) return false;
    std::vector<store::AuditValue> values{
        {"items", std::to_string(item.id.value)},
        {"before", std::string(policy::word(item.state))},
        {"after", std::string(policy::word(to))},
        {"job", job.key},
        {"attempts", std::to_string(job.attempts)}};
    if (!comment.empty()) values.push_back({"comment", comment, true});
    audit(act, "items." + std::string(policy::word(to)), item.request, std::move(values));
    tell_changed(act, store::find_request(act.tx, item.request).value());
    return true;
}

bool is_employed(store::Tx& tx, policy::EmployeeId who) {
    const auto person = store::find_employee(tx, who);
    return person && person->active;
}

void undo(const Act& act, const ItemRow& item) {
    audit(act, "access.taken_back", item.request, {{"items", std::to_string(item.id.value)}});
    add_jobs(act, {item}, JobAction::undo);
}

ItemState wanted_of(const JobRow& job) {
    return job.action == JobAction::grant ? ItemState::granting : ItemState::revoking;
}

}  // namespace

bool does_by_itself(const Act& act, const std::string& application) {
    const auto rules = act.rules.applications.find(store::lower(application));
    return rules != act.rules.applications.end() && rules->second.automatic;
}

bool carry_out(
    const Act& act,
    const store::RequestRow& request,
    policy::IntegrationId integration,
    std::vector<ItemRow> items,
    const std::string& nobody_left
) {
    refuse_strangers(act, take_strangers(act.tx, items));
    if (items.empty()) return true;
    if (is_automatic(act, items.front())) {
        const bool grants = items.front().state == ItemState::granting;
        add_jobs(act, items, grants ? JobAction::grant : JobAction::revoke);
        return true;
    }
    if (hand_to_people(act, request, integration, items)) return true;
    for (const auto& item : items)
        store::move_item(act.tx, item, ItemState::failed, act.who(), nobody_left, act.now());
    return false;
}

void refuse_strangers(const Act& act, const std::vector<ItemRow>& items) {
    if (items.empty()) return;
    for (const auto& item : items) {
        const auto sentence = not_the_holders(act.tx, item);
        const auto outcome = store::TaskOutcome::failed;
        store::release_item(act.tx, item.id, 0, outcome, act.who(), act.now());
        const auto job = store::add_job(act.tx, item, JobAction::grant, act.now_ms, act.now_ms);
        store::end_job(act.tx, job, JobState::failed, sentence, act.now());
        end_item(act, store::find_job(act.tx, job).value(), item, ItemState::failed, sentence);
    }
    tell_ends(act, items.front().request, items.front().integration);
}

void replace_hands(const Act& act, const store::TaskRow& task) {
    const auto integration = task.integration.value();
    if (fulfilment_hands(act.tx, integration).people.empty()) return;  // it waits for somebody
    const auto items = store::items_of_task(act.tx, task.id, true);
    // Several may have been asked: those have a card of it.
    std::set<policy::EmployeeId> have_them;
    for (const auto& other : store::tasks_of_request(act.tx, task.request)) {
        const bool alike = other.kind == task.kind && other.integration == task.integration &&
                           other.removes == task.removes && !other.closed_at;
        if (!alike || other.id == task.id) continue;
        const auto theirs = store::items_of_task(act.tx, other.id, true);
        const bool all = std::all_of(items.begin(), items.end(), [&](const ItemRow& item) {
            return std::any_of(theirs.begin(), theirs.end(), [&](const ItemRow& one) {
                return one.id == item.id;
            });
        });
        if (all) have_them.insert(other.assignee);
    }
    const auto outcome = store::TaskOutcome::withdrawn;
    if (!store::hand_on_task(act.tx, task.id, task.version, act.who(), outcome, act.now())) return;
    audit(
        act,
        "reviewer.replaced",
        task.request,
        {{"reviewer", store::audit_name(task.assignee)}, {"items", id_list(items)}}
    );
    const auto request = store::find_request(act.tx, task.request).value();
    hand_to_people(act, request, integration, items, have_them);
    tell_changed(act, request);
}

void remove_grant(const Act& act, const ItemRow& item) {
    if (granted_anew(act.tx, item)) return;
    store::revoke(act.tx, item.identity, item.connection);
    withdraw_lost(act, store::pending_removals(act.tx, item));
}

void take_effect(const Act& act, const ItemRow& item, const std::optional<NamedAccount>& made) {
    const auto named = made.value_or(NamedAccount{});
    const auto account =
        store::made_account(act.tx, item.identity, named.username, named.external_id);
    store::grant(act.tx, account.identity, item.connection, act.now(), item.ends, item.request);
    if (account.identity == item.identity) return;
    store::set_item_account(act.tx, item.id, account.identity);
    if (!account.is_new) return;
    audit(
        act,
        "identity.created",
        item.request,
        {{"identity", std::to_string(account.identity.value)},
         {"integration", std::to_string(item.integration.value)}}
    );
}

void job_done(const Act& act, const JobRow& job, const std::optional<NamedAccount>& made) {
    const auto item = store::find_item(act.tx, job.item).value();
    if (job.action == JobAction::grant) {
        const auto stranger = not_the_holders(act.tx, item);
        if (!stranger.empty()) return job_failed(act, job, stranger, true);
    }
    if (job.action == JobAction::grant && made) {
        const auto objection = not_theirs(act.tx, item.identity, *made, item.integration_name);
        // It was given to somebody, but not to whom it was approved for.
        if (!objection.empty()) return job_failed(act, job, objection, true);
    }
    const bool wanted = job.action == JobAction::undo || item.state == wanted_of(job);
    if (!store::end_job(act.tx, job.id, wanted ? JobState::done : JobState::dropped, "", act.now()))
        return;
    if (!wanted) {
        if (job.action == JobAction::grant) undo(act, item);
        return;
    }
    switch (job.action) {
        case JobAction::grant:
            take_effect(act, item, made);
            end_item(act, job, item, ItemState::granted, "");
            break;
        case JobAction::revoke:
            remove_grant(act, item);
            end_item(act, job, item, ItemState::revoked, "");
            break;
        case JobAction::undo:
            if (!keeps(act.tx, item)) store::revoke(act.tx, item.identity, item.connection);
            break;
    }
}

void job_failed(const Act& act, const JobRow& job, const std::string& sentence, bool maybe_done) {
    const auto item = store::find_item(act.tx, job.item).value();
    const bool wanted = job.action == JobAction::undo || item.state == wanted_of(job);
    const auto end = wanted ? JobState::failed : JobState::dropped;
    if (!store::end_job(act.tx, job.id, end, sentence, act.now())) return;
    if (job.action == JobAction::revoke && maybe_done) store::doubt_job(act.tx, job.id);
    // What is said to have failed must not turn out to have been done after all.
    if (job.action == JobAction::grant && maybe_done) undo(act, item);
    if (job.action == JobAction::undo) {
        audit(
            act,
            "access.not_taken_back",
            item.request,
            {{"items", std::to_string(item.id.value)}, {"comment", sentence, true}}
        );
        return;
    }
    if (wanted) end_item(act, job, item, ItemState::failed, sentence);
}

void job_again(
    const Act& act,
    const JobRow& job,
    const std::string& sentence,
    bool maybe_done,
    store::Millis next
) {
    if (!store::job_again(act.tx, job.id, sentence, maybe_done, next)) return;
    const auto item = store::find_item(act.tx, job.item).value();
    store::touch_message(act.tx, MessageKind::tracker, item.request.value, act.by);
}

void job_dropped(const Act& act, const JobRow& job) {
    if (!store::end_job(act.tx, job.id, JobState::dropped, "", act.now())) return;
    if (job.action == JobAction::grant && (job.maybe_done || job.accepted))
        undo(act, store::find_item(act.tx, job.item).value());
}

void hands_failed(const Act& act, const std::vector<ItemRow>& items, const std::string& comment) {
    if (items.empty()) return;
    const auto& first = items.front();
    const auto who = store::find_employee(act.tx, act.by);
    const auto sentence = (who ? who->name : "Somebody") + " could not do it: " + comment;
    const auto action = first.state == ItemState::revoking ? JobAction::revoke : JobAction::grant;
    for (const auto& item : items) {
        const auto job = store::add_job(act.tx, item, action, act.now_ms, act.now_ms);
        store::end_job(act.tx, job, JobState::failed, sentence, act.now());
    }
    tell_ends(act, first.request, first.integration);
}

void found_removed(const Act& act, const std::vector<ItemRow>& items) {
    if (items.empty()) return;
    const auto& first = items.front();
    const auto sentence =
        "It was removed in " + first.integration_name + " before its end, and not by Latchkey.";
    for (const auto& item : items) {
        const auto job = store::add_job(act.tx, item, JobAction::revoke, act.now_ms, act.now_ms);
        store::end_job(act.tx, job, JobState::done, sentence, act.now());
        end_item(act, store::find_job(act.tx, job).value(), item, ItemState::revoked, sentence);
    }
    tell_ends(act, first.request, first.integration);
}

void call_off(const Act& act, const ItemRow& item) {
    const auto job = store::last_change(act.tx, item.id);
    if (!job || job->action != JobAction::grant) return;
    if (job->state == JobState::waiting || job->state == JobState::pending) job_dropped(act, *job);
}

void job_to_people(const Act& act, const JobRow& job) {
    const auto item = store::find_item(act.tx, job.item).value();
    // Nobody has a task for it: its owner has to look.
    if (job.action == JobAction::undo) {
        return job_failed(act, job, item.integration_name + " is seen to by hand now.", false);
    }
    if (!store::end_job(act.tx, job.id, JobState::dropped, "", act.now())) return;
    if (item.state != wanted_of(job)) return;
    const auto request = store::find_request(act.tx, item.request).value();
    if (!hand_to_people(act, request, item.integration, {item})) {
        end_item(act, job, item, ItemState::failed, "Nobody is left who could carry this out.");
        return;
    }
    tell_changed(act, request);
}

void tell_ends(const Act& act, policy::RequestId id, policy::IntegrationId integration) {
    const auto notices = store::gather_notices(act.tx, id, integration, act.now_ms);
    if (notices.empty()) return;
    const auto request = store::find_request(act.tx, id).value();
    const auto tell = [&](MessageKind kind, std::int64_t notice, policy::EmployeeId who) {
        store::want_message(act.tx, kind, notice, who, store::Priority::normal, act.now_ms);
    };
    const auto hands = fulfilment_hands(act.tx, integration).people;
    std::set<policy::EmployeeId> waiting{request.requester, request.beneficiary};
    // The owner of a campaign, in whose name it removes, hears of all of it together.
    const auto removal = store::removal_of(act.tx, id);
    if (removal) waiting = {removal->holder};
    std::erase_if(waiting, [&](policy::EmployeeId who) { return !is_employed(act.tx, who); });
    // Of access that somebody left behind, those are told who had it removed.
    const bool left_behind = waiting.empty() && !removal;
    if (left_behind) waiting.insert(hands.begin(), hands.end());
    for (const auto& notice : notices) {
        const bool owners_alone =
            notice.outcome == FulfilmentOutcome::undo_failed ||
            (notice.outcome == FulfilmentOutcome::failed && (left_behind || removal));
        if (!owners_alone) {
            for (const auto person : waiting)
                tell(MessageKind::carried_out, notice.id, person);
        }
        const bool failed = notice.outcome == FulfilmentOutcome::failed ||
                            notice.outcome == FulfilmentOutcome::partly ||
                            notice.outcome == FulfilmentOutcome::undo_failed;
        if (!failed) continue;
        for (const auto person : hands)
            tell(MessageKind::not_carried_out, notice.id, person);
    }
}

RetryOutcome retry_failed(const Act& act, std::int64_t id) {
    const auto notice = store::find_fulfilment_notice(act.tx, id);
    if (!notice) return RetryOutcome::nothing_failed;
    const auto hands = fulfilment_hands(act.tx, notice->integration).people;
    const auto roles = store::roles_of(act.tx, act.by);
    const bool theirs =
        std::find(hands.begin(), hands.end(), act.by) != hands.end() ||
        std::find(roles.begin(), roles.end(), policy::Role::administrator) != roles.end();
    if (!theirs) return RetryOutcome::not_yours;
    std::vector<ItemRow> again;
    std::vector<ItemRow> open;  // of them those that are granted or removed, not taken back
    bool too_late = false;
    const auto request = store::find_request(act.tx, notice->request).value();
    const bool has_left = !is_employed(act.tx, request.beneficiary);
    bool nobody_there = false;
    bool is_back = false;
    for (auto& item : store::items_of_notice(act.tx, id)) {
        const auto last = store::last_job(act.tx, item.id);
        if (!last || last->state != JobState::failed) {
            // Its grant failed, and was taken back to be sure.
            const bool undone = last && last->action == JobAction::undo;
            if (!undone || item.state != ItemState::failed) continue;
        }
        if (notice->outcome == FulfilmentOutcome::undo_failed) {
            add_jobs(act, {item}, JobAction::undo);
            again.push_back(item);
            continue;
        }
        if (item.state != ItemState::failed) continue;
        const auto change = store::last_change(act.tx, item.id);
        const bool grants = change && change->action == JobAction::grant;
        if (grants && has_left) {
            nobody_there = true;
            continue;
        }
        if (is_for_nothing(act.tx, item)) {
            is_back = true;
            continue;
        }
        if (grants && item.ends && *item.ends <= act.now()) {
            too_late = true;
            continue;
        }
        if (store::asked_anew(act.tx, item)) continue;
        const auto to = grants ? ItemState::granting : ItemState::revoking;
        if (!store::move_item(act.tx, item, to, act.who(), "", act.now())) continue;
        item.state = to;
        again.push_back(item);
        open.push_back(item);
    }
    if (again.empty()) {
        if (nobody_there) return RetryOutcome::has_left;
        if (is_back) {
            store::touch_message(act.tx, MessageKind::not_carried_out, id, act.by);
            return RetryOutcome::is_back;
        }
        return too_late ? RetryOutcome::too_late : RetryOutcome::nothing_failed;
    }
    store::resume_application(act.tx, notice->integration);
    carry_out(act, request, notice->integration, open, "Nobody is left who could carry this out.");
    audit(
        act,
        "items.retried",
        notice->request,
        {{"items", id_list(again)},
         {"before", "failed"},
         {"after", std::string(policy::word(again.front().state))}}
    );
    store::touch_message(act.tx, MessageKind::not_carried_out, id, act.by);
    tell_changed(act, request);
    const bool by_hand = !open.empty() && !is_automatic(act, open.front());
    return by_hand ? RetryOutcome::to_people : RetryOutcome::retried;
}

}  // namespace bot::workflow
