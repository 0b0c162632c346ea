#include "store/campaign_reminders.hpp"

#include <array>
#include <utility>

#include "store/query.hpp"

namespace store {
namespace {

constexpr std::array<std::pair<ReminderAbout, std::string_view>, 4> abouts{{
    {ReminderAbout::all, "all"},
    {ReminderAbout::reviewer, "reviewer"},
    {ReminderAbout::integration, "integration"},
    {ReminderAbout::resource, "resource"},
}};

const std::string columns =
    "SELECT id, campaign_id, about, about_id, asked_by, asked_at, at_task, told, spared, done_at "
    "FROM campaign_reminders ";

CampaignReminder read_reminder(const Query& rows) {
    CampaignReminder row;
    row.id = rows.get<CampaignReminderId>(0);
    row.campaign = rows.get<policy::CampaignId>(1);
    row.about = reminder_about(rows.get<std::string>(2)).value();
    row.about_id = rows.get<std::int64_t>(3);
    row.asked_by = rows.get<std::string>(4);
    row.asked_at = rows.get<policy::Instant>(5);
    row.at_task = rows.get<std::int64_t>(6);
    row.told = rows.get<std::int64_t>(7);
    row.spared = rows.get<std::int64_t>(8);
    row.done_at = rows.get<std::optional<policy::Instant>>(9);
    return row;
}

}  // namespace

std::string_view word(ReminderAbout about) {
    for (const auto& [value, text] : abouts) {
        if (value == about) return text;
    }
    return "";
}

std::optional<ReminderAbout> reminder_about(std::string_view text) {
    for (const auto& [value, known] : abouts) {
        if (known == text) return value;
    }
    return std::nullopt;
}

CampaignReminderId insert_reminder(Tx& tx, const CampaignReminder& reminder) {
    return insert<CampaignReminderId>(
        tx,
        R"sql(INSERT INTO campaign_reminders (campaign_id, about, about_id, asked_by, asked_at)
            VALUES (?, ?, ?, ?, ?) RETURNING id)sql",
        reminder.campaign,
        word(reminder.about),
        reminder.about_id,
        reminder.asked_by,
        reminder.asked_at
    );
}

std::optional<CampaignReminder> find_reminder(Tx& tx, CampaignReminderId id) {
    Query rows(tx, columns + "WHERE id = ?", id);
    if (!rows.next()) return std::nullopt;
    return read_reminder(rows);
}

std::optional<CampaignReminder> last_reminder(
    Tx& tx, policy::CampaignId campaign, ReminderAbout about, std::int64_t about_id
) {
    Query rows(
        tx,
        columns + "WHERE campaign_id = ? AND about = ? AND about_id = ? ORDER BY id DESC LIMIT 1",
        campaign,
        word(about),
        about_id
    );
    if (!rows.next()) return std::nullopt;
    return read_reminder(rows);
}

void keep_reminder(Tx& tx, const CampaignReminder& reminder) {
    change(
        tx,
        "UPDATE campaign_reminders SET at_task = ?, told = ?, spared = ?, done_at = ? WHERE id = ?",
        reminder.at_task,
        reminder.told,
        reminder.spared,
        reminder.done_at,
        reminder.id
    );
}

std::vector<CampaignTaskRow> open_tasks_after(
    Tx& tx, policy::CampaignId campaign, std::int64_t after, int most
) {
    std::vector<policy::CampaignTaskId> ids;
    {
        Query rows(
            tx,
            R"sql(SELECT id FROM campaign_tasks WHERE campaign_id = ? AND id > ? AND total > kept + removed
                ORDER BY id LIMIT ?)sql",
            campaign,
            after,
            most
        );
        while (rows.next())
            ids.push_back(rows.get<policy::CampaignTaskId>(0));
    }
    std::vector<CampaignTaskRow> all;
    for (const auto id : ids)
        all.push_back(find_campaign_task(tx, id).value());
    return all;
}

bool has_open(Tx& tx, policy::CampaignTaskId task, ReminderAbout about, std::int64_t about_id) {
    if (about == ReminderAbout::all || about == ReminderAbout::reviewer) {
        const auto row = find_campaign_task(tx, task);
        const bool theirs = about == ReminderAbout::all || (row && row->reviewer.value == about_id);
        return row && theirs && row->count.open() > 0;
    }
    const std::string column =
        about == ReminderAbout::integration ? "c.integration_id" : "c.resource_id";
    return first<int>(
               tx,
               "SELECT 1 FROM campaign_reviews r JOIN campaign_items i ON i.id = r.item_id JOIN "
               "connections c ON c.id = i.connection_id WHERE r.task_id = ? AND r.verdict = 0 "
               "AND " +
                   column + " = ? LIMIT 1",
               task,
               about_id
    )
        .has_value();
}

std::optional<policy::Instant> reminded_at(Tx& tx, policy::CampaignTaskId task) {
    return first<policy::Instant>(tx, "SELECT at FROM campaign_reminded WHERE task_id = ?", task);
}

void note_reminded(
    Tx& tx, policy::CampaignTaskId task, CampaignReminderId reminder, policy::Instant now
) {
    change(
        tx,
        R"sql(INSERT INTO campaign_reminded (task_id, reminder_id, at) VALUES (?, ?, ?)
            ON CONFLICT (task_id) DO UPDATE SET reminder_id = excluded.reminder_id, at = excluded.at)sql",
        task,
        reminder,
        now
    );
}

}  // namespace store
