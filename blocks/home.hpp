// The Home tab: who I am here, what waits for me and what I asked for; or why it is closed to me.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blocks/access_row.hpp"
#include "blocks/campaign_card.hpp"
#include "blocks/campaign_row.hpp"
#include "blocks/kit.hpp"
#include "blocks/model.hpp"
#include "blocks/purpose_row.hpp"
#include "policy/sync_problem.hpp"

namespace blocks {

enum class RequestsTab { open, completed };
// Which of my tasks are listed.
enum class TasksShown { all, reviews, manual, overdue };

// Where in the Home tab a person is: travels in the values of its buttons.
struct HomePlace {
    RequestsTab tab = RequestsTab::open;
    std::size_t tasks_page = 0;
    std::size_t requests_page = 0;
    TasksShown shown = TasksShown::all;
    std::size_t syncs_page = 0;
    std::size_t ending_page = 0;
    std::size_t purposes_page = 0;
    std::size_t campaigns_page = 0;       // those that risk managers see
    std::size_t campaign_tasks_page = 0;  // those that wait for me

    bool operator==(const HomePlace&) const = default;
};
std::string to_value(const HomePlace& place);
// The start for anything that is not a place.
HomePlace home_place(std::string_view value);
// The value of the list's filter (ids::home_filter); nothing for another text.
std::optional<TasksShown> tasks_shown(std::string_view value);

// Rows per list and page; more in a Paged throws.
inline constexpr std::size_t home_page_rows = 10;

enum class TaskKind { review, manual };

struct HomeTask {
    std::string key;
    TaskKind kind = TaskKind::review;
    Person requester = {};
    Person beneficiary = {};
    std::int64_t items = 0;  // actions that I owe
    std::vector<std::string> applications = {};
    policy::Instant due = {};
    bool overdue = false;
    policy::Action action = policy::Action::grant;
    bool paused = false;                  // waits for an answer of the requester
    std::optional<GrantName> first = {};  // of the items, a privileged one before others
};

struct HomeRequest {
    std::string key;
    Person beneficiary = {};  // is_reader: for myself
    std::int64_t items = 0;
    std::vector<std::string> applications = {};
    std::vector<StateCount> states = {};
    std::int64_t actions_owed = 0;  // by all reviewers
    policy::Instant submitted = {};
    policy::Action action = policy::Action::grant;
};

// Rows of a page where each takes two blocks.
inline constexpr std::size_t ending_rows = 5;
inline constexpr std::size_t purpose_rows = 5;

// Who reviews in my place; either end may be open.
struct HomeDelegate {
    Person who = {};
    std::optional<policy::Instant> from = {};
    std::optional<policy::Instant> until = {};
};

// How an application is kept up to date, for administrators.
struct HomeSync {
    std::string application;
    bool running = false;
    std::optional<policy::Instant> succeeded = {};
    std::optional<policy::Instant> failing_since = {};
    policy::SyncProblem problem = policy::SyncProblem::broken;  // where it fails
    std::int64_t appeared = 0;  // outside, the last time that anything did
    std::int64_t vanished = 0;
    std::optional<policy::Instant> changed = {};  // when that was
};

struct Home {
    std::string name;
    std::string title = {};
    std::vector<std::string> roles = {};  // as people call them: "reviewer", "risk manager"
    HomePlace place = {};
    std::int64_t actions_owed = 0;          // items over all my tasks
    std::int64_t all_tasks = 0;             // whatever place.shown says
    Paged<HomeTask> tasks = {};             // of place.shown
    Paged<HomeRequest> requests = {};       // of place.tab
    bool any_requests = false;              // false: no section at all
    std::int64_t reviews = 0;               // tasks that are reviews: several are decided at once
    std::vector<EndingAccess> ending = {};  // all, the soonest first; the view pages these lists
    std::vector<AssignedPurpose> purposes = {};  // mine, the oldest first
    std::optional<HomeDelegate> delegate = {};
    Paged<HomeSync> syncs = {};  // outages first; empty for all but administrators
    std::int64_t syncs_failing = 0;
    std::vector<CampaignTaskLine> campaign_tasks = {};  // that wait for me, the soonest end first
    bool manages_campaigns = false;                     // a risk manager: the section always stands
    std::vector<ManagedCampaign> campaigns = {};        // that run, then the drafts
};
View home(const Home& model);

// Why somebody cannot use the bot, and whom to ask.
enum class Refusal { unknown, terminated, deactivated, guest, outsider };
Markdown refusal_sentence(Refusal refusal, const std::vector<Person>& ask);
// `ask`: administrators, none if there are none.
View home_refused(Refusal refusal, const std::vector<Person>& ask = {});

}  // namespace blocks
