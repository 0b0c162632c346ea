// Half-filled request forms, so that a restart of the daemon loses nothing that Slack had sent.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/duration.hpp"
#include "policy/ids.hpp"
#include "policy/model.hpp"
#include "policy/purpose.hpp"
#include "policy/selection.hpp"
#include "store/gate.hpp"

namespace store {

// A form as the person left it.
struct DraftRow {
    policy::DraftId id;
    policy::EmployeeId requester;
    policy::EmployeeId beneficiary;
    policy::AccessLike like = policy::AccessLike::person;
    std::optional<policy::EmployeeId> reference;       // like which person
    std::string title;                                 // like the holders of which title
    policy::Action action = policy::Action::grant;     // revoke only where it is custom
    std::optional<policy::IntegrationId> application;  // that is browsed, where it is custom
    policy::Selection selection;
    int page = 0;             // of the grants, from 0
    std::int64_t render = 0;  // counts the times the grants were shown
    std::string last_action_ts;
    std::string ticks_seen;   // in the view of the last click
    bool at_details = false;  // page 2 is shown
    int accounts_page = 0;    // of its accounts, from 0
    policy::Duration duration;
    std::optional<policy::PurposeId> purpose;  // temporary access by purpose: which
    std::string planned;                       // what the page 2 that was sent showed
    std::string reason;
    std::string reason_text;
    std::string details;
    std::map<policy::IntegrationId, policy::IdentityId> identities;
    std::optional<policy::RequestId> request;  // what it has become
};

// An empty form for oneself.
policy::DraftId new_draft(Tx& tx, policy::EmployeeId requester, policy::Instant now);

std::optional<DraftRow> find_draft(Tx& tx, policy::DraftId id);

// Keeps everything of a draft but its id and what it has become.
void save_draft(Tx& tx, const DraftRow& draft, policy::Instant now);

// The form that somebody changed last and did not send, if that was at `since` or later.
struct UnsentDraft {
    policy::DraftId draft;
    policy::Instant changed_at;
};
std::optional<UnsentDraft> unsent_draft(
    Tx& tx, policy::EmployeeId requester, policy::Instant since
);

// The modal `view_id` shows an older state of the draft; and: it shows that render now, or is
// closed (nothing if the draft was rendered anew meanwhile).
void form_stale(Tx& tx, policy::DraftId id, const std::string& view_id);
// The draft that somebody's modal shows, or is about to; nothing if none was drawn there.
std::optional<policy::DraftId> draft_in(
    Tx& tx, policy::EmployeeId requester, const std::string& view_id
);
void form_shown(Tx& tx, const std::string& view_id, std::int64_t render);

// Forms changed since `since` whose modal does not show it: after a crash they are shown again.
struct StaleForm {
    policy::DraftId draft;
    std::string view_id;
};
std::vector<StaleForm> stale_forms(Tx& tx, policy::Instant since);

void delete_draft(Tx& tx, policy::DraftId id);

// Deletes up to `most` drafts last changed before `before`; how many.
int forget_drafts(Tx& tx, policy::Instant before, int most);

void submitted_draft(Tx& tx, policy::DraftId id, policy::RequestId request);

// A page 2 that is shown from now on, with what it shows as asked for; and back, by the page's
// number. Of each form the newest pages are kept.
std::int64_t add_page(Tx& tx, policy::DraftId id, const std::string& shown);
std::optional<std::string> shown_page(Tx& tx, policy::DraftId id, std::int64_t page);

// The connections whose check boxes stand on the page as last shown.
void save_shown(Tx& tx, policy::DraftId id, const std::vector<policy::ConnectionId>& boxes);
std::vector<policy::ConnectionId> shown_boxes(Tx& tx, policy::DraftId id);

}  // namespace store
