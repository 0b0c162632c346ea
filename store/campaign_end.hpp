// The end of a campaign: what it takes away, holder by holder, and what became of that.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/campaign.hpp"
#include "policy/ids.hpp"
#include "policy/item_state.hpp"
#include "store/campaigns.hpp"
#include "store/gate.hpp"
#include "store/requests.hpp"

namespace store {

// The campaign is completed; what it takes away follows in slices. False if it does not run.
bool begin_completing(Tx& tx, policy::CampaignId id, const std::string& by, policy::Instant now);
// All of it is under way.
void end_completing(Tx& tx, policy::CampaignId id);

// What one holder is to lose.
struct CampaignRemoval {
    policy::CampaignItemId item;
    policy::IntegrationId integration;
    policy::ConnectionId connection;
    policy::IdentityId identity;
    std::string reason;       // the reviewer's
    std::string application;  // the integration's name
};
struct HolderRemovals {
    std::int64_t holder = 0;
    policy::EmployeeId employee;  // nobody (0): it is not known whose the account is
    std::vector<CampaignRemoval> removals;
};
// The next holder's, at most `most`: who loses more has several turns. Nothing after the last.
std::optional<HolderRemovals> next_removals(Tx& tx, policy::CampaignId id, int most);
// These had their turn; `gone` of them were not held any more. False if somebody else was first.
bool removals_begun(Tx& tx, policy::CampaignId id, const HolderRemovals& theirs, std::int64_t gone);

// What stands in the place of a form's number in a request that comes from none: below all others.
policy::DraftId no_form(Tx& tx);

// A request that takes something away for a completed campaign.
struct CampaignRemovalOf {
    policy::CampaignId campaign;
    policy::EmployeeId holder;  // nobody (0): it is not known whose the account is
    // By hand in this application, whoever holds it: one piece of work, and `holder` is nobody.
    std::optional<policy::IntegrationId> by_hand = {};
};
void note_removal(Tx& tx, policy::RequestId request, const CampaignRemovalOf& of);
std::optional<CampaignRemovalOf> removal_of(Tx& tx, policy::RequestId request);
// The newest request of a campaign for what is removed by hand in an application, if it has room
// for more: at most `most` items.
std::optional<policy::RequestId> removal_by_hand(
    Tx& tx, policy::CampaignId campaign, policy::IntegrationId integration, std::int64_t most
);
// Whose the account of an item is; nobody (0): that is not known.
policy::EmployeeId holder_of(Tx& tx, const ItemRow& item);
// Why the reviewers removed these, each reason once, one a line.
std::string removal_reasons(Tx& tx, policy::CampaignId campaign, const std::vector<ItemRow>& items);
// Counts the request's items anew, and the campaign's with them; false if nothing changed.
bool count_removals(Tx& tx, policy::RequestId request);

// How far all of it is.
struct RemovalCounts {
    std::int64_t under_way = 0;
    std::int64_t removed = 0;
    std::int64_t failed = 0;
    std::int64_t gone = 0;
    std::int64_t all() const { return under_way + removed + failed + gone; }
};
RemovalCounts removal_counts(Tx& tx, policy::CampaignId id);

// What was removed, or could not be, the first `most`, each with whose it was.
struct RemovedItem {
    ItemRow item;
    policy::EmployeeId holder;
};
std::vector<RemovedItem> items_removed(Tx& tx, policy::CampaignId id, bool failed, int most);

// How many people would lose something; accounts of which nobody is known to be the user not
// counted.
std::int64_t people_losing(Tx& tx, policy::CampaignId id);

// Moves with every access grant that comes to be removed, or not to be any more.
std::int64_t removal_changes(Tx& tx, policy::CampaignId id);

// The resources of which something is to be removed, by application, page by page. A page beyond
// the last is the last.
struct ResourceRemovals {
    std::string integration;
    std::string resource;  // empty: the application itself
    CampaignCount count;
    CampaignCount in_integration;  // in all resources of the application
};
struct RemovalPage {
    std::vector<ResourceRemovals> rows;
    std::int64_t total = 0;
    std::int64_t others = 0;  // resources of which nothing is to be removed
    int page = 0;
};
RemovalPage removals_by_resource(Tx& tx, policy::CampaignId id, int page, int rows_per_page);

}  // namespace store
