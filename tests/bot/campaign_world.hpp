// The small company with campaigns in it: made, published slice by slice, and looked at.
#pragma once

#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "bot/workflow/campaign_publish.hpp"
#include "bot/workflow/campaigns.hpp"
#include "store/campaign_items.hpp"
#include "store/campaigns.hpp"
#include "tests/bot/calendar.hpp"

namespace campaign_world {

using Company = SmallCompany;

inline store::CampaignRow draft(const std::string& name = "Q1") {
    store::CampaignRow row;
    row.name = name;
    row.owner = Company::rita;
    row.starts = Calendar::monday;
    row.ends = Calendar::monday + std::chrono::days{21};
    row.late_before = std::chrono::days{2};
    return row;
}

inline policy::CampaignId make(Calendar& days, const store::CampaignRow& row) {
    return days.by({}, [&](const auto& act) {
        const auto made = bot::workflow::make_campaign(act.tx, row, "cli:tester", act.now());
        CHECK(made.problems.empty());
        return made.id;
    });
}

// One slice; false when there is nothing left to do.
inline bool publish_slice(Calendar& days, policy::CampaignId id) {
    return days.by({}, [&](const auto& act) {
        const auto slice = bot::workflow::find_slice(act.tx, id, act.now());
        return slice && bot::workflow::write_slice(act.tx, *slice, act.now()) && !slice->last;
    });
}

inline void publish_made(Calendar& days, policy::CampaignId id) {
    days.by({}, [&](const auto& act) {
        return bot::workflow::publish_campaign(act.tx, id, "cli:tester", act.now());
    });
    while (publish_slice(days, id)) {
    }
}

inline policy::CampaignId publish(Calendar& days, const store::CampaignRow& row) {
    const auto id = make(days, row);
    publish_made(days, id);
    return id;
}

inline store::CampaignRow row_of(Calendar& days, policy::CampaignId id) {
    return days.read<store::CampaignRow>([&](store::Tx& tx) {
        return store::find_campaign(tx, id).value();
    });
}

// "connection of holder": who is asked, with the level.
inline std::map<std::string, std::string> asked(Calendar& days, policy::CampaignId id) {
    return days.read<std::map<std::string, std::string>>([&](store::Tx& tx) {
        std::map<std::string, std::string> all;
        store::Query rows(
            tx,
            R"sql(SELECT i.connection_id || ' of ' || i.holder_id,
                    e.email || ' ' || r.level || ' ' || r.capacity || CASE r.verdict WHEN 1 THEN ' keep' WHEN 2 THEN
                        ' remove' WHEN 3 THEN ' moved' ELSE '' END
                FROM campaign_items i LEFT JOIN campaign_reviews r ON r.item_id = i.id
                LEFT JOIN campaign_tasks t ON t.id = r.task_id LEFT JOIN employees e ON e.id = t.reviewer_id
                WHERE i.campaign_id = ? ORDER BY r.level)sql",
            id
        );
        while (rows.next()) {
            auto& text = all[rows.get<std::string>(0)];
            const auto who = rows.get<std::optional<std::string>>(1);
            text += (text.empty() ? "" : ", ") + who.value_or("nobody");
        }
        return all;
    });
}

}  // namespace campaign_world
