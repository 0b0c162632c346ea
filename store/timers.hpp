// What falls due and when: rows, written in the transaction of the state they belong to. The timer
// loop takes them when their moment has come; nothing is found by scanning.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

// What is due. The subject is a task, a request or a campaign, as said.
enum class TimerKind {
    task_reminder,          // task: the next of its nudges, of which it has one timer at a time
    task_overdue,           // task
    task_escalation,        // task
    request_expiring,       // request: all whom its expiry concerns are to be told
    request_expiring_for,   // request: one of them is
    request_expiry,         // request
    purpose_start,          // request: the purpose that it assigned ends unless it was started
    access_end,             // request: notices before the end of what it granted, and the end
    campaign_start,         // campaign: its reviewers get their cards
    campaign_reminder,      // campaign: its reviewers are to be reminded
    campaign_reminder_for,  // campaign task: its reviewer is
    campaign_escalation,    // campaign: who is late by now goes on, or up
    campaign_late_for,      // campaign task: somebody above its reviewer is told
    campaign_overdue,       // campaign: its end has passed
    campaign_overdue_for,   // campaign task: its reviewer is told
    campaign_over_for,      // campaign: its owner is told
    campaign_hand_on,       // campaign task: what is open of it goes to others, slice by slice
    campaign_prompt,        // reminder: the next of its reviewers are asked to go on
    campaign_recurrence,    // campaign: the next one of its series is made
    undelivered,            // nothing: administrators are told of messages that never arrived
    sync_due                // sync: an application is brought up to date from its source
};
std::string_view word(TimerKind kind);
std::optional<TimerKind> timer_kind(std::string_view word);

// `person` is whom it is about; nobody (0) where it concerns several or none. One timer for each
// kind, subject and person.
struct TimerRow {
    TimerKind kind = TimerKind::task_reminder;
    std::int64_t subject = 0;
    policy::EmployeeId person = {};
    policy::Instant due;
    bool operator==(const TimerRow&) const = default;
};

// Sets a timer, or moves it.
void set_timer(Tx& tx, const TimerRow& timer);
// Where it stood, nothing if there was none.
std::optional<policy::Instant> drop_timer(
    Tx& tx, TimerKind kind, std::int64_t subject, policy::EmployeeId person = {}
);
// All timers of one kind and subject, whoever they are about.
void drop_timers(Tx& tx, TimerKind kind, std::int64_t subject);

// When it is due, nothing if there is none.
std::optional<policy::Instant> find_timer(
    Tx& tx, TimerKind kind, std::int64_t subject, policy::EmployeeId person = {}
);

// When the next one is due; nothing when none is set.
std::optional<policy::Instant> next_timer_due(Tx& tx);

// What is due at `now` and belongs together: all about one person, or one that is about nobody
// (these first, for they make timers about people). At most `most`; they stay until dropped.
struct DueTimers {
    std::vector<TimerRow> rows;
    bool more = false;  // about the same person
};
DueTimers due_timers(Tx& tx, policy::Instant now, int most);

// Moves one that could not be handled out of the way.
void postpone_timer(Tx& tx, const TimerRow& timer, policy::Instant until);

}  // namespace store
