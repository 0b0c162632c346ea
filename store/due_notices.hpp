// What is said to one person about what fell due at one moment: lines that are gathered, and then
// become one message. A line says only what it is about; the rest is read when it is sent.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"
#include "store/preferences.hpp"

namespace store {

// The subject is a task, a request or a campaign, as said. In the order in which they are shown.
enum class DueKind {
    request_expiring,  // request
    task_overdue,      // task
    campaign_overdue,  // campaign task: its reviewer is not done although the campaign should be
    campaign_over,     // campaign: its owner is to end it
    access_ending,     // request: what it granted ends soon
    campaign_late,     // campaign task: somebody else's, and its campaign ends soon
    task_reminder,     // task
    campaign_reminder  // campaign task
};
// Of campaigns there are many at once: messages of these alone let others go first.
bool is_of_campaign(DueKind kind);
std::string_view word(DueKind kind);
std::optional<DueKind> due_kind(std::string_view word);

// What a person switches off who does not want to be told of it.
Notification notification_of(DueKind kind);

struct DueLine {
    DueKind kind = DueKind::task_reminder;
    std::int64_t subject = 0;
    bool operator==(const DueLine&) const = default;
};

// Adds a line to what is gathered for this person.
void add_due_line(Tx& tx, policy::EmployeeId person, const DueLine& line, policy::Instant now);
// Everything is gathered: it becomes a message. Nothing if there are no lines.
void send_due_lines(Tx& tx, policy::EmployeeId person, Millis now);

// What a sent notice is about.
struct DueNotice {
    policy::EmployeeId person;
    std::vector<DueLine> lines;
};
std::optional<DueNotice> find_due_notice(Tx& tx, std::int64_t id);

// Something about a task or request changed: notices that Slack shows and that speak of it are
// edited. One that was never posted stays so.
void touch_due_notices(Tx& tx, DueKind kind, std::int64_t subject);

}  // namespace store
