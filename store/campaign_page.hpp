// A task of a campaign as its reviewer sees it: a page of its items with the evidence beside each,
// by person or by application, all or a part of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/campaign.hpp"
#include "policy/ids.hpp"
#include "policy/model.hpp"
#include "store/gate.hpp"

namespace store {

enum class CampaignShown { all, open, kept, removed, privileged };
std::string_view word(CampaignShown shown);
std::optional<CampaignShown> campaign_shown(std::string_view word);

// What the reviewer's modal shows.
struct CampaignView {
    bool by_application = false;  // else by person
    CampaignShown shown = CampaignShown::all;
    policy::EmployeeId person = {};  // only what is this person's
    policy::IntegrationId integration = {};
    int page = 0;
};
CampaignView campaign_view(Tx& tx, policy::CampaignTaskId task);
void keep_campaign_view(Tx& tx, policy::CampaignTaskId task, const CampaignView& view);

struct CampaignItemRow {
    policy::CampaignItemId item;
    std::int64_t holder = 0;
    policy::EmployeeId employee;  // nobody (0): it is not known whose the account is
    std::string person;           // their name; empty
    std::string title;
    policy::ConnectionId connection;
    std::string integration_name;
    std::string resource;
    std::string privilege;
    bool privileged = false;
    std::string username;
    bool service_account = false;
    int level = 1;
    policy::CampaignVerdict verdict = policy::CampaignVerdict::open;
    std::string reason;
    bool held = true;  // false: it was taken away since
    std::optional<policy::Instant> since;
    std::optional<policy::Instant> last_used;
    std::optional<policy::Instant> until;
    std::string project = {};  // of the connection, as in ItemRow
    std::string resource_type = {};
    bool type_tells = false;
};
// `total`: of what the view shows. A page beyond the last is the last.
struct CampaignPage {
    std::vector<CampaignItemRow> rows;
    std::int64_t total = 0;
    int page = 0;
};
CampaignPage campaign_page(
    Tx& tx, policy::CampaignTaskId task, const CampaignView& view, int rows_per_page
);
// One item of a task, nothing if it is not in it (any more).
std::optional<CampaignItemRow> campaign_item(
    Tx& tx, policy::CampaignTaskId task, policy::CampaignItemId item
);
// An item whoever has it now, or had it last.
std::optional<CampaignItemRow> campaign_item(Tx& tx, policy::CampaignItemId item);
// What the view shows on all pages, at most `most`.
std::vector<policy::CampaignItemId> items_shown(
    Tx& tx, policy::CampaignTaskId task, const CampaignView& view, int most
);

// People and applications of a task, to narrow the view to: `query` is in their names.
struct CampaignPlace {
    policy::EmployeeId person;
    policy::IntegrationId integration;
    std::string name;
    std::int64_t items = 0;
};
std::vector<CampaignPlace> campaign_places(
    Tx& tx, policy::CampaignTaskId task, std::string_view query, int most
);

}  // namespace store
