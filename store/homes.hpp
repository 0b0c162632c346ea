// The Home tabs that people have opened: which of them are stale and when to publish them again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"
#include "store/tasks.hpp"

namespace store {

// One person's Home tab as they left it.
struct HomeRow {
    policy::TeamId team;
    policy::SlackUserId user;
    bool completed_tab = false;  // *My requests* shows Completed instead of Open
    TaskFilter tasks_filter = TaskFilter::all;
    int tasks_page = 0;  // from 0
    int requests_page = 0;
    int syncs_page = 0;
    int ending_page = 0;
    int purposes_page = 0;
    int campaigns_page = 0;
    int campaign_tasks_page = 0;
    std::int64_t wanted = 0;
    int attempts = 0;
};

// Somebody opened the Home tab or acted in it: publish it at once.
void home_opened(Tx& tx, const policy::TeamId& team, const policy::SlackUserId& user, Millis now);

// Something that this employee's Home shows has changed. People who opened it in the last ten
// minutes see it within a minute; the others when they open it (Slack's tiers allow no more).
enum class HomePublish { at_once, within_a_minute };
void home_stale(Tx& tx, policy::EmployeeId employee, HomePublish when, Millis now);

// What the person turned to; marks the Home for publishing at once.
void turn_home(Tx& tx, const HomeRow& home, Millis now);

// The Home of a Slack user, if they ever opened it.
std::optional<HomeRow> find_home(
    Tx& tx, const policy::TeamId& team, const policy::SlackUserId& user
);

// Up to `most` Homes that are due.
std::vector<HomeRow> due_homes(Tx& tx, Millis now, int most);
std::optional<Millis> next_home_due(Tx& tx);

// Slack took version `shown`.
void home_shown(Tx& tx, const HomeRow& home);
// Slack did not: again at `next_at`.
void home_failed(Tx& tx, const HomeRow& home, Millis next_at);
// Slack never will for this person (until they open it again).
void home_given_up(Tx& tx, const HomeRow& home);

}  // namespace store
