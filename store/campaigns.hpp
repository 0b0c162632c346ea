// Access review campaigns as rows: what each covers, who reviews it, how far it is. Their items and
// reviews are in campaign_items.hpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/campaign.hpp"
#include "policy/ids.hpp"
#include "policy/route.hpp"
#include "store/gate.hpp"

namespace store {

// What a campaign covers: any of the names of a kind, of all kinds that are named. Without names,
// every grant. Names go without regard to case.
struct CampaignScope {
    std::vector<std::string> integrations;
    std::vector<std::string> resources;
    std::vector<std::string> departments;
    std::vector<std::string> titles;
    bool privileged_only = false;
    bool operator==(const CampaignScope&) const = default;
};

// What is done in slices at the moment.
enum class CampaignJob { none, publish, complete };

struct CampaignRow {
    policy::CampaignId id;
    std::string name;
    policy::EmployeeId owner;
    policy::CampaignState state = policy::CampaignState::draft;
    policy::Instant starts;
    policy::Instant ends;
    CampaignScope scope;
    std::vector<policy::Ask> reviewers;  // one level each, in order; empty: as the policy says
    policy::LateReviewers late = policy::LateReviewers::notify;
    policy::Seconds late_before{};               // before the end
    std::string recurrence;                      // an RRULE (RFC 5545); empty: once
    std::optional<policy::Instant> recurs_from;  // it counts from here; nothing: from `starts`
    policy::CampaignId copy_of;                  // the one before it in its series, if any
    std::string created_by;                      // as audit entries name actors
    policy::Instant created_at;
    std::string published_by;
    std::optional<policy::Instant> published_at;  // when all its reviews were there
    std::string ended_by;
    std::optional<policy::Instant> ended_at;
    std::string end_reason;
    CampaignJob job = CampaignJob::none;

    std::int64_t items = 0;
    std::int64_t kept = 0;
    std::int64_t removed = 0;
    std::int64_t unasked = 0;  // that nobody may review
    std::int64_t reviewers_count = 0;
    std::int64_t open() const { return items - kept - removed; }
};

// A new draft; ids, state and counts are not taken from the row.
policy::CampaignId insert_campaign(Tx& tx, const CampaignRow& campaign);
// The same row takes the place of a draft; false if it is none, or is being published.
bool change_draft(Tx& tx, const CampaignRow& campaign, policy::Instant now);
// The one after it in its series, if it was made.
std::optional<policy::CampaignId> next_in_series(Tx& tx, policy::CampaignId id);
std::optional<CampaignRow> find_campaign(Tx& tx, policy::CampaignId id);
// The newest first.
std::vector<CampaignRow> campaigns(Tx& tx, std::optional<policy::CampaignState> state = {});
// Those that reviewers work on, the soonest end first.
std::vector<CampaignRow> running_campaigns(Tx& tx);

// Starts the publishing of a draft. False if it is none any more, or is being published.
bool begin_publishing(Tx& tx, policy::CampaignId id, const std::string& by, policy::Instant now);
// Everything is there: the draft is in progress. False if it was aborted meanwhile.
bool end_publishing(Tx& tx, policy::CampaignId id, policy::Instant now);
// What was published, as one SHA-256 over its items in their order.
std::string publishing_digest(Tx& tx, policy::CampaignId id);

// Moves a campaign to another state; false if it is not in one of `from` any more.
bool move_campaign(
    Tx& tx,
    policy::CampaignId id,
    const std::vector<policy::CampaignState>& from,
    policy::CampaignState to,
    const std::string& by,
    const std::string& reason,
    policy::Instant now
);

// After which task a round to all reviewers goes on; `kind`: of the timer that drives it. Forgotten
// at its end.
std::int64_t round_place(Tx& tx, policy::CampaignId id, const std::string& kind);
void keep_round_place(
    Tx& tx, policy::CampaignId id, const std::string& kind, std::optional<std::int64_t> after
);

// None of them goes on.
void forget_rounds(Tx& tx, policy::CampaignId id);

// Campaigns of which something is left to be done in slices.
std::vector<policy::CampaignId> campaigns_at_work(Tx& tx);

// How far one thing of a campaign is.
struct CampaignCount {
    std::int64_t items = 0;
    std::int64_t kept = 0;
    std::int64_t removed = 0;
    std::int64_t open() const { return items - kept - removed; }
};
struct ResourceCount {
    std::string integration;
    std::string resource;  // empty: the application itself
    CampaignCount count;
};
// By application, then by resource.
std::vector<ResourceCount> counts_by_resource(Tx& tx, policy::CampaignId id);

struct ReviewerCount {
    policy::CampaignTaskId task;
    policy::EmployeeId reviewer;
    CampaignCount count;
};
// Those who owe most first. `limit` 0: all.
std::vector<ReviewerCount> counts_by_reviewer(
    Tx& tx, policy::CampaignId id, int offset = 0, int limit = 0
);
// How many reviewers still owe something.
std::int64_t reviewers_left(Tx& tx, policy::CampaignId id);

}  // namespace store
