// The outbox: every Slack message of ours is a row, written in the transaction of the change it
// tells of. A worker posts or edits it until Slack shows the version that is wanted.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// Milliseconds since the epoch on the product clock.
using Millis = std::chrono::sys_time<std::chrono::milliseconds>;

// What a message is about. Its subject is a task or a request, as said.
enum class MessageKind {
    review_card,         // task: asks the reviewer
    manual_card,         // task: asks the integration's owner to carry it out
    tracker,             // request: the requester's one message, edited as things happen
    outcome,             // request: how it ended, as a new message to the requester
    expired,             // item: nobody decided about it, and others, in time, to the requester
    beneficiary_notice,  // request: somebody asked for you
    policy_denial,       // request: what the policy denied of it, to those whom it concerns
    direct_reply,        // nothing: answers somebody who writes to the bot
    extended,            // item: it, and others with it, lasts longer now, to the holder
    due_notice,          // due notice: what fell due for somebody at one moment
    undelivered,         // digest: messages that never arrived, to an administrator
    items_denied,        // the first review of denials sent together: to requester and beneficiary
    purpose_assigned,    // request: the purpose is the holder's to start and stop
    purpose_ended,    // request: nobody started the purpose in time, as a new message to the holder
    question,         // question: asks the requester for more information
    carried_out,      // fulfilment notice: what became of it, to requester and beneficiary
    not_carried_out,  // fulfilment notice: what failed, to whoever answers for the application
    campaign_card,    // campaign: what the recipient reviews of it, and how far they are
    campaign_outcome,   // campaign: what became of its removals, to its owner
    campaign_ended,     // campaign: it was completed or aborted
    campaign_prompt,    // reminder by hand: a risk manager asks a reviewer to go on
    campaign_question,  // campaign question: asks a holder what they need their access for
    second_user,        // a second Slack user of one employee: tells an administrator
    sync_failed,        // outage of a sync: to administrators and the application's owner
    sync_recovered      // the same outage, when it is over
};
std::string_view word(MessageKind kind);
std::optional<MessageKind> message_kind(std::string_view word);

// Urgent before bulk when Slack's limits make messages wait.
enum class Priority { urgent = 0, normal = 1, bulk = 2 };

// One message as the worker needs it.
struct MessageRow {
    policy::MessageId id;
    std::string key;
    MessageKind kind = MessageKind::tracker;
    std::int64_t subject = 0;
    policy::EmployeeId recipient;
    Priority priority = Priority::normal;
    std::int64_t wanted = 0;
    std::optional<std::string> channel;  // set once posted
    std::optional<std::string> ts;
    int attempts = 0;
    bool answers = false;  // an edit that its recipient waits to see: they acted
    // An earlier post, under way at this moment, may have arrived: look for `key` before posting
    // again.
    std::optional<Millis> maybe_sent;
};

// Wants a message at its newest state: posts it if there is none yet, else edits it. One that was
// given up is tried again.
void want_message(
    Tx& tx,
    MessageKind kind,
    std::int64_t subject,
    policy::EmployeeId recipient,
    Priority priority,
    Millis now
);
// The same, only where the message was already wanted before (an edit, never a new message). The
// one of `actor`, who clicked, goes before the others.
void touch_message(Tx& tx, MessageKind kind, std::int64_t subject, policy::EmployeeId actor);

// Takes up to `most` messages that are due now and marks them as on their way: new ones, then edits
// that answer a click, then other edits, of which at most `most_edits`: a backlog of these holds up
// nobody's card and nobody's answer.
std::vector<MessageRow> take_due_messages(Tx& tx, Millis now, int most, int most_edits);
// When the next message falls due; nothing when none waits.
std::optional<Millis> next_message_due(Tx& tx);

// The version that is wanted now.
std::int64_t wanted_version(Tx& tx, policy::MessageId id);

// Slack shows version `shown` of a message at this place.
void message_shown(
    Tx& tx,
    policy::MessageId id,
    std::int64_t shown,
    const std::string& channel,
    const std::string& ts,
    Millis now
);
// It did not work: try again at `next_at`. `maybe_sent`: when a post was under way that may have
// arrived.
void message_failed(
    Tx& tx,
    policy::MessageId id,
    const std::string& error,
    Millis next_at,
    std::optional<Millis> maybe_sent
);
// It never will: the reason stays in the row for the administrators.
void message_given_up(Tx& tx, policy::MessageId id, const std::string& error);
// There is nothing to say any more.
void message_dropped(Tx& tx, policy::MessageId id);

// At start: whatever was on its way when the last process ended is due again, looking first, as if
// it had been sent `now`. How many.
int recover_messages(Tx& tx, Millis now);

// A person can be reached again: what was given up is due now. How many messages.
int revive_messages(Tx& tx, policy::EmployeeId recipient, Millis now);

// Messages that wait to be sent, and those given up, for the metrics.
struct OutboxCounts {
    std::int64_t waiting = 0;
    std::int64_t given_up = 0;
};
OutboxCounts outbox_counts(Tx& tx);

}  // namespace store
