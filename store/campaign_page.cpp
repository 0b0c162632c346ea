#include "store/campaign_page.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "store/directory_rows.hpp"
#include "store/directory_words.hpp"
#include "store/query.hpp"

namespace store {
namespace {

constexpr std::array<std::pair<CampaignShown, std::string_view>, 5> all_shown{{
    {CampaignShown::all, "all"},
    {CampaignShown::open, "open"},
    {CampaignShown::kept, "kept"},
    {CampaignShown::removed, "removed"},
    {CampaignShown::privileged, "privileged"},
}};

// Of a task's items and whose they are: `p` is the person, `c` the connection, `n` the application.
const std::string from_all_reviews =
    R"sql( FROM campaign_reviews r JOIN campaign_items i ON i.id = r.item_id
        JOIN all_connections c ON c.id = i.connection_id
        JOIN integrations n ON n.id = c.integration_id
        LEFT JOIN current_identities a ON a.id = i.identity_id
        LEFT JOIN current_employees p ON p.id = CASE WHEN i.holder_id > 0 THEN i.holder_id ELSE a.employee_id END)sql";
const std::string from_reviews = from_all_reviews + " WHERE r.task_id = ? AND r.verdict <> 3";

std::string filter(const CampaignView& view) {
    std::string where;
    switch (view.shown) {
        case CampaignShown::all:
            break;
        case CampaignShown::open:
            where += " AND r.verdict = 0";
            break;
        case CampaignShown::kept:
            where += " AND r.verdict = 1";
            break;
        case CampaignShown::removed:
            where += " AND r.verdict = 2";
            break;
        case CampaignShown::privileged:
            where += " AND c.privileged = 1";
            break;
    }
    // Numbers of ours.
    if (view.person) where += " AND p.id = " + std::to_string(view.person.value);
    if (view.integration) where += " AND n.id = " + std::to_string(view.integration.value);
    return where;
}

std::string order(const CampaignView& view) {
    const std::string person = "p.name, p.id";
    const std::string thing = "n.name, n.id, c.resource, c.privilege, c.project, c.id";
    return " ORDER BY " + (view.by_application ? thing + ", " + person : person + ", " + thing) +
           ", i.id";
}

const std::string columns =
    R"sql(SELECT i.id, i.holder_id, p.id, p.name, p.title, i.connection_id, n.name, c.resource, c.privilege,
        c.privileged, a.username, a.relation, r.level, r.verdict, r.reason,
        (SELECT 1 FROM current_grants g WHERE g.holder_id = i.holder_id AND g.connection_id = i.connection_id
            AND g.identity_id = i.identity_id),
        (SELECT g.granted_at FROM current_grants g WHERE g.holder_id = i.holder_id
            AND g.connection_id = i.connection_id AND g.identity_id = i.identity_id),
        (SELECT g.last_used_at FROM current_grants g WHERE g.holder_id = i.holder_id
            AND g.connection_id = i.connection_id AND g.identity_id = i.identity_id),
        (SELECT g.expires_at FROM current_grants g WHERE g.holder_id = i.holder_id
            AND g.connection_id = i.connection_id AND g.identity_id = i.identity_id),
        c.project, c.resource_type, )sql" +
    std::string(type_tells);

CampaignItemRow read_item(const Query& rows) {
    using Text = std::optional<std::string>;
    using Time = std::optional<policy::Instant>;
    CampaignItemRow row;
    row.item = rows.get<policy::CampaignItemId>(0);
    row.holder = rows.get<std::int64_t>(1);
    row.employee = rows.get<std::optional<policy::EmployeeId>>(2).value_or(policy::EmployeeId{});
    row.person = rows.get<Text>(3).value_or("");
    row.title = rows.get<Text>(4).value_or("");
    row.connection = rows.get<policy::ConnectionId>(5);
    row.integration_name = rows.get<std::string>(6);
    row.resource = rows.get<std::string>(7);
    row.privilege = rows.get<std::string>(8);
    row.privileged = rows.get<bool>(9);
    row.username = rows.get<Text>(10).value_or("");
    row.service_account = rows.get<Text>(11).value_or("IS") != "IS";
    row.level = rows.get<int>(12);
    row.verdict = static_cast<policy::CampaignVerdict>(rows.get<int>(13));
    row.reason = rows.get<Text>(14).value_or("");
    row.held = rows.get<std::optional<int>>(15).has_value();
    row.since = rows.get<Time>(16);
    row.last_used = rows.get<Time>(17);
    row.until = rows.get<Time>(18);
    row.project = rows.get<std::string>(19);
    row.resource_type = rows.get<std::string>(20);
    row.type_tells = rows.get<bool>(21);
    return row;
}

}  // namespace

std::string_view word(CampaignShown shown) {
    for (const auto& [value, text] : all_shown) {
        if (value == shown) return text;
    }
    return "";
}

std::optional<CampaignShown> campaign_shown(std::string_view text) {
    for (const auto& [value, known] : all_shown) {
        if (known == text) return value;
    }
    return std::nullopt;
}

CampaignView campaign_view(Tx& tx, policy::CampaignTaskId task) {
    Query rows(
        tx,
        "SELECT by_application, shown, person_id, integration_id, page FROM campaign_views WHERE "
        "task_id = ?",
        task
    );
    if (!rows.next()) return {};
    return {
        rows.get<bool>(0),
        campaign_shown(rows.get<std::string>(1)).value_or(CampaignShown::all),
        rows.get<policy::EmployeeId>(2),
        rows.get<policy::IntegrationId>(3),
        rows.get<int>(4)};
}

void keep_campaign_view(Tx& tx, policy::CampaignTaskId task, const CampaignView& view) {
    change(
        tx,
        R"sql(INSERT INTO campaign_views (task_id, by_application, shown, person_id, integration_id, page)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (task_id) DO UPDATE SET by_application = excluded.by_application, shown = excluded.shown,
                person_id = excluded.person_id, integration_id = excluded.integration_id, page = excluded.page)sql",
        task,
        view.by_application,
        word(view.shown),
        view.person,
        view.integration,
        view.page
    );
}

CampaignPage campaign_page(
    Tx& tx, policy::CampaignTaskId task, const CampaignView& view, int rows_per_page
) {
    CampaignPage page;
    page.total =
        first<std::int64_t>(tx, "SELECT COUNT(*)" + from_reviews + filter(view), task).value();
    const auto last = static_cast<int>(std::max<std::int64_t>(0, page.total - 1) / rows_per_page);
    page.page = std::clamp(view.page, 0, last);
    Query rows(
        tx,
        columns + from_reviews + filter(view) + order(view) + " LIMIT ? OFFSET ?",
        task,
        rows_per_page,
        page.page * rows_per_page
    );
    while (rows.next())
        page.rows.push_back(read_item(rows));
    return page;
}

std::optional<CampaignItemRow> campaign_item(
    Tx& tx, policy::CampaignTaskId task, policy::CampaignItemId item
) {
    Query rows(tx, columns + from_reviews + " AND r.item_id = ?", task, item);
    if (!rows.next()) return std::nullopt;
    return read_item(rows);
}

std::optional<CampaignItemRow> campaign_item(Tx& tx, policy::CampaignItemId item) {
    Query rows(
        tx,
        columns + from_all_reviews +
            " WHERE r.item_id = ? ORDER BY r.verdict = 3, r.level DESC, r.task_id DESC LIMIT 1",
        item
    );
    if (!rows.next()) return std::nullopt;
    return read_item(rows);
}

std::vector<policy::CampaignItemId> items_shown(
    Tx& tx, policy::CampaignTaskId task, const CampaignView& view, int most
) {
    std::vector<policy::CampaignItemId> all;
    Query rows(
        tx, "SELECT i.id" + from_reviews + filter(view) + order(view) + " LIMIT ?", task, most
    );
    while (rows.next())
        all.push_back(rows.get<policy::CampaignItemId>(0));
    return all;
}

std::vector<CampaignPlace> campaign_places(
    Tx& tx, policy::CampaignTaskId task, std::string_view query, int most
) {
    std::vector<CampaignPlace> all;
    const auto wanted = lower(query);
    const auto fits = [&](const std::string& name) {
        return static_cast<int>(all.size()) < most && lower(name).find(wanted) != std::string::npos;
    };
    Query people(
        tx,
        "SELECT p.id, p.name, COUNT(*)" + from_reviews +
            " AND p.id IS NOT NULL GROUP BY p.id ORDER BY p.name, p.id",
        task
    );
    while (people.next()) {
        const auto name = people.get<std::string>(1);
        if (fits(name))
            all.push_back({people.get<policy::EmployeeId>(0), {}, name, people.get<std::int64_t>(2)}
            );
    }
    Query applications(
        tx, "SELECT n.id, n.name, COUNT(*)" + from_reviews + " GROUP BY n.id ORDER BY n.name", task
    );
    while (applications.next()) {
        const auto name = applications.get<std::string>(1);
        if (fits(name))
            all.push_back(
                {{},
                 applications.get<policy::IntegrationId>(0),
                 name,
                 applications.get<std::int64_t>(2)}
            );
    }
    return all;
}

}  // namespace store
