// Carrying out what was decided: by the application itself where the settings say how, else by
// people. What the application did, or could not do, comes back here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/fulfil_attempt.hpp"
#include "bot/workflow/act.hpp"
#include "store/fulfilment.hpp"
#include "store/requests.hpp"
#include "store/tasks.hpp"

namespace bot::workflow {

// The settings say how an application carries this out by itself.
bool does_by_itself(const Act& act, const std::string& application);
// The settings let an item's application carry it out by itself.
bool is_automatic(const Act& act, const store::ItemRow& item);

// Hands items of one application that are `granting` or `revoking` to whoever carries them out. If
// nobody is left who could, they fail with this sentence; then false.
bool carry_out(
    const Act& act,
    const store::RequestRow& request,
    policy::IntegrationId integration,
    std::vector<store::ItemRow> items,
    const std::string& nobody_left
);

// Why an item that is to be granted must not be: its account is not that of the person for whom it
// was approved any more. Empty: it is theirs, or is still to be made.
std::string not_the_holders(store::Tx& tx, const store::ItemRow& item);
// Those have failed, in whoever's hands they are, and people are told. Of one application.
void refuse_strangers(const Act& act, const std::vector<store::ItemRow>& items);

// Whoever has this manual task cannot see to it any more: it goes to those who answer for the
// application now, unless nobody does.
void replace_hands(const Act& act, const store::TaskRow& task);

// A grant takes effect, in an account that is made now if it was only planned. `made`: as the
// application named it.
void take_effect(
    const Act& act, const store::ItemRow& item, const std::optional<NamedAccount>& made = {}
);
// Ended access that was granted anew meanwhile is not taken away.
bool granted_anew(store::Tx& tx, const store::ItemRow& item);
// Who was to decide about removing the same is not asked any more.
void remove_grant(const Act& act, const store::ItemRow& item);
// What was granted by another request, or was there before this one, is not taken back with it.
// What a sync has found since may be just what we left behind.
bool keeps(store::Tx& tx, const store::ItemRow& item);

// Why an account that the application names cannot be the one that is meant; empty: it can.
std::string not_theirs(
    store::Tx& tx,
    policy::IdentityId meant,
    const NamedAccount& account,
    const std::string& application
);

// The application has done it. An item that ended otherwise meanwhile is taken back.
void job_done(
    const Act& act, const store::JobRow& job, const std::optional<NamedAccount>& made = {}
);
// It will not; `maybe_done`: nobody knows whether it did.
void job_failed(
    const Act& act, const store::JobRow& job, const std::string& sentence, bool maybe_done
);
// It did not work so far, and is tried again then.
void job_again(
    const Act& act,
    const store::JobRow& job,
    const std::string& sentence,
    bool maybe_done,
    store::Millis next
);
// There is nothing to do any more; a change that may have been sent is taken back.
void job_dropped(const Act& act, const store::JobRow& job);
// Who was to carry these out by hand could not: everybody concerned is told, and Retry makes a task
// of them again.
void hands_failed(
    const Act& act, const std::vector<store::ItemRow>& items, const std::string& comment
);
// Of items of one application, `revoking` in nobody's hands: what they would remove is not held any
// more. They are revoked, and people are told that it was not our doing.
void found_removed(const Act& act, const std::vector<store::ItemRow>& items);
// An item left `granting` for nothing: its job ends at once, unless an attempt is under way, which
// finds that out itself.
void call_off(const Act& act, const store::ItemRow& item);
// The settings leave this application to people now.
void job_to_people(const Act& act, const store::JobRow& job);
// Tells people what has ended, unless more of it is about to.
void tell_ends(const Act& act, policy::RequestId request, policy::IntegrationId integration);

// Retry, by whoever answers for the application: what has failed is tried again.
enum class RetryOutcome {
    retried,
    to_people,  // it is a task again
    not_yours,
    nothing_failed,  // tried again already, or asked for anew
    too_late,        // the access would have ended by now
    has_left,        // so has whoever would get it
    is_back          // whoever had left and would lose it
};
RetryOutcome retry_failed(const Act& act, std::int64_t notice);

}  // namespace bot::workflow
