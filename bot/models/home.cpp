#include "bot/models/home.hpp"

#include <algorithm>

#include "bot/identify.hpp"
#include "bot/models/access.hpp"
#include "bot/models/campaign_manage.hpp"
#include "bot/models/campaigns.hpp"
#include "bot/models/cards.hpp"
#include "bot/models/people.hpp"
#include "store/delegations.hpp"
#include "store/directory.hpp"
#include "store/endings.hpp"
#include "store/requests.hpp"
#include "store/syncs.hpp"
#include "store/tasks.hpp"

namespace bot::models {
namespace {

// What Home calls soon.
constexpr std::chrono::days ends_soon{7};
constexpr int home_rows = static_cast<int>(blocks::home_page_rows);

int pages_of(std::int64_t total, int rows) {
    return std::max<int>(1, static_cast<int>((total + rows - 1) / rows));
}

blocks::Paged<blocks::HomeRequest> request_page(
    store::Tx& tx, policy::EmployeeId requester, bool completed, int page
) {
    auto found = store::requests_of(tx, requester, completed, page * home_rows, home_rows);
    const int pages = pages_of(found.total, home_rows);
    if (page >= pages) {
        page = pages - 1;
        found = store::requests_of(tx, requester, completed, page * home_rows, home_rows);
    }
    blocks::Paged<blocks::HomeRequest> shown;
    shown.page = static_cast<std::size_t>(page);
    shown.pages = static_cast<std::size_t>(pages);
    shown.total = found.total;
    for (const auto& request : found.rows) {
        const auto items = store::items_of_request(tx, request.id);
        blocks::HomeRequest row;
        row.key = key_of(request.id);
        row.beneficiary = person(tx, request.beneficiary, requester);
        row.action = request.action;
        row.items = static_cast<std::int64_t>(items.size());
        row.applications = applications(items);
        row.states = state_counts(items);
        row.actions_owed = store::reviews_owed(tx, request.id);
        row.submitted = request.submitted_at;
        shown.items.push_back(std::move(row));
    }
    return shown;
}

// Roles as people call them.
std::string label(policy::Role role) {
    switch (role) {
        case policy::Role::reviewer:
            return "reviewer";
        case policy::Role::risk_manager:
            return "risk manager";
        case policy::Role::administrator:
            return "administrator";
    }
    return "";
}

// For administrators: how the applications are kept up to date.
void add_syncs(store::Tx& tx, blocks::Home& model, int page) {
    auto found = store::syncs(tx, page * home_rows, home_rows);
    const int pages = pages_of(found.total, home_rows);
    if (page >= pages) {
        page = pages - 1;
        found = store::syncs(tx, page * home_rows, home_rows);
    }
    model.syncs.page = static_cast<std::size_t>(page);
    model.syncs.pages = static_cast<std::size_t>(pages);
    model.syncs.total = found.total;
    model.syncs_failing = found.failing;
    model.place.syncs_page = model.syncs.page;
    for (const auto& sync : found.rows) {
        blocks::HomeSync row;
        row.application = sync.name;
        row.running = sync.running;
        row.succeeded = sync.succeeded_at;
        row.appeared = sync.appeared;
        row.vanished = sync.vanished;
        row.changed = sync.changed_at;
        if (const auto outage = sync.outage ? store::find_outage(tx, *sync.outage) : std::nullopt) {
            row.failing_since = outage->since;
            row.problem = outage->problem;
        }
        model.syncs.items.push_back(std::move(row));
    }
}

blocks::TasksShown tasks_shown(store::TaskFilter filter) {
    switch (filter) {
        case store::TaskFilter::all:
            return blocks::TasksShown::all;
        case store::TaskFilter::reviews:
            return blocks::TasksShown::reviews;
        case store::TaskFilter::manual:
            return blocks::TasksShown::manual;
        case store::TaskFilter::overdue:
            return blocks::TasksShown::overdue;
    }
    return blocks::TasksShown::all;
}

std::vector<std::string> role_names(store::Tx& tx, policy::EmployeeId employee) {
    std::vector<std::string> names;
    for (const auto role : store::roles_of(tx, employee))
        names.push_back(label(role));
    return names;
}

}  // namespace

store::TaskFilter tasks_filter(blocks::TasksShown shown) {
    switch (shown) {
        case blocks::TasksShown::all:
            return store::TaskFilter::all;
        case blocks::TasksShown::reviews:
            return store::TaskFilter::reviews;
        case blocks::TasksShown::manual:
            return store::TaskFilter::manual;
        case blocks::TasksShown::overdue:
            return store::TaskFilter::overdue;
    }
    return store::TaskFilter::all;
}

blocks::Paged<blocks::HomeTask> task_page(
    store::Tx& tx,
    policy::EmployeeId employee,
    int page,
    int rows,
    policy::Instant now,
    store::TaskFilter filter
) {
    auto found = store::open_tasks_of(tx, employee, filter, now, page * rows, rows);
    const int pages = pages_of(found.total, rows);
    if (page >= pages) {
        page = pages - 1;
        found = store::open_tasks_of(tx, employee, filter, now, page * rows, rows);
    }
    blocks::Paged<blocks::HomeTask> shown;
    shown.page = static_cast<std::size_t>(page);
    shown.pages = static_cast<std::size_t>(pages);
    shown.total = found.total;
    for (const auto& task : found.rows)
        shown.items.push_back(task_row(tx, task, now));
    return shown;
}

namespace {

void add_campaigns(
    store::Tx& tx,
    policy::EmployeeId reader,
    store::TaskFilter filter,
    policy::Instant now,
    blocks::Home& model
) {
    for (auto& line : campaign_lines(tx, reader, now)) {
        model.actions_owed += line.progress.open();
        const bool shown = filter == store::TaskFilter::all ||
                           filter == store::TaskFilter::reviews ||
                           (filter == store::TaskFilter::overdue && line.overdue);
        if (shown) model.campaign_tasks.push_back(std::move(line));
    }
    const auto roles = store::roles_of(tx, reader);
    if (std::find(roles.begin(), roles.end(), policy::Role::risk_manager) == roles.end()) return;
    model.manages_campaigns = true;
    model.campaigns = managed_campaigns(tx, reader);
}

}  // namespace

blocks::View home_of(store::Tx& tx, const store::HomeRow& home, policy::Instant now) {
    const auto who = identify(tx, home.team, home.user);
    if (const auto* refusal = std::get_if<blocks::Refusal>(&who)) {
        return blocks::home_refused(*refusal, whom_to_ask(tx));
    }
    const auto& employee = std::get<policy::Employee>(who);
    blocks::Home model;
    model.name = employee.name;
    model.title = employee.title;
    model.roles = role_names(tx, employee.id);
    model.tasks = task_page(tx, employee.id, home.tasks_page, home_rows, now, home.tasks_filter);
    model.all_tasks = home.tasks_filter == store::TaskFilter::all
                          ? model.tasks.total
                          : store::open_tasks_of(tx, employee.id, 0, 1).total;
    model.place.shown = tasks_shown(home.tasks_filter);
    model.requests = request_page(tx, employee.id, home.completed_tab, home.requests_page);
    model.place.tab =
        home.completed_tab ? blocks::RequestsTab::completed : blocks::RequestsTab::open;
    model.place.tasks_page = model.tasks.page;
    model.actions_owed = store::reviews_owed_by(tx, employee.id);
    model.place.requests_page = model.requests.page;
    model.any_requests = model.requests.total > 0 ||
                         store::requests_of(tx, employee.id, !home.completed_tab, 0, 1).total > 0;
    model.reviews =
        store::open_tasks_of(tx, employee.id, store::TaskFilter::reviews, now, 0, 1).total;
    model.place.ending_page = static_cast<std::size_t>(home.ending_page);
    model.place.purposes_page = static_cast<std::size_t>(home.purposes_page);
    model.place.campaigns_page = static_cast<std::size_t>(home.campaigns_page);
    model.place.campaign_tasks_page = static_cast<std::size_t>(home.campaign_tasks_page);
    for (const auto& held : workflow::purposes_held(tx, employee.id, now))
        model.purposes.push_back(assigned_purpose(held));
    auto ending = ending_access(tx, store::ending_for(tx, employee.id, now, now + ends_soon));
    // What belongs to a purpose stands there with its end.
    std::erase_if(ending, [](const auto& access) { return !access.purpose.empty(); });
    model.ending = std::move(ending);
    const auto roles = store::roles_of(tx, employee.id);
    if (std::find(roles.begin(), roles.end(), policy::Role::administrator) != roles.end())
        add_syncs(tx, model, home.syncs_page);
    add_campaigns(tx, employee.id, home.tasks_filter, now, model);
    const auto delegation = store::delegation_of(tx, employee.id);
    if (delegation && (!delegation->until || now < *delegation->until)) {
        model.delegate = {
            person(tx, delegation->to, employee.id), delegation->from, delegation->until};
    }
    return blocks::home(model);
}

}  // namespace bot::models
