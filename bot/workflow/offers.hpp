// What the request form offers for a draft: the one place that says what may be asked for, read by
// the form's lists, by its rules and again by Submit.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "bot/workflow/act.hpp"
#include "policy/model.hpp"
#include "policy/offer.hpp"
#include "policy/purpose.hpp"
#include "policy/selection.hpp"
#include "store/drafts.hpp"
#include "store/gate.hpp"

namespace bot::workflow {

// A grant that the form shows. `pending` ones are shown and cannot be chosen.
struct OfferedGrant {
    policy::Connection connection;
    bool pending = false;
    std::vector<policy::IdentityId> accounts = {};  // to remove it from: those that hold it
    std::int64_t holders = 0;                       // like a title: how many of its holders hold it
};

// The grants that a draft may ask for, and what is to be said of the others.
struct Offered {
    std::vector<OfferedGrant> grants;  // by application, resource, privilege
    std::int64_t has = 0;              // what the reference or title has, before all else
    std::int64_t left_out = 0;         // of it what is lacked and cannot be requested
    std::int64_t title_holders = 0;
    std::int64_t dropped = 0;  // chosen before, and neither offered nor pending any more
};

// What the reference has and the beneficiary lacks; for Revoke what the beneficiary holds. Of a
// Custom grant's catalogue, which is too large to be read for a click, only what is chosen.
Offered offered(store::Tx& tx, const store::DraftRow& draft, const FlowRules& rules);

// Those of them that can be chosen, as the selection rules want them.
std::vector<policy::Offer> open_offers(const std::vector<OfferedGrant>& grants);

// What a purpose takes and the beneficiary lacks; how much of it is left out.
struct OfferedByPurpose {
    std::vector<OfferedGrant> grants;  // by application, resource, privilege
    std::int64_t left_out = 0;
};
OfferedByPurpose offered_by_purpose(
    store::Tx& tx, const store::DraftRow& draft, policy::PurposeId purpose
);

// The active purposes that contain everything that a draft has chosen.
std::vector<policy::Purpose> purposes_for(
    store::Tx& tx, const store::DraftRow& draft, const FlowRules& rules
);

// True for a Custom grant: chosen one by one from everything that there is.
bool chosen_from_catalogue(const store::DraftRow& draft);

// Whether one connection may be asked for by a draft, and why not.
policy::Standing standing_of(
    store::Tx& tx, const store::DraftRow& draft, const policy::Connection& connection
);

// A page of what the beneficiary lacks of the application that the draft browses; a page behind the
// last is the last.
struct CataloguePage {
    std::vector<OfferedGrant> grants;
    bool continued = false;  // the first goes on with the privileged or other ones before it
    std::int64_t page = 0;
    std::int64_t pages = 1;
    std::int64_t total = 0;    // on all pages
    std::int64_t pending = 0;  // of them
    std::int64_t has = 0;      // requestable in the application, also what the beneficiary holds
};
CataloguePage catalogue_page(
    store::Tx& tx, const store::DraftRow& draft, std::int64_t page, std::int64_t size
);

// What the beneficiary lacks and `query` finds, the best first, at most `limit`.
std::vector<OfferedGrant> search_catalogue(
    store::Tx& tx, const store::DraftRow& draft, std::string_view query, int limit
);

// The same of what a Custom revoke can remove.
std::vector<OfferedGrant> search_holdings(
    store::Tx& tx, const store::DraftRow& draft, std::string_view query, int limit
);

}  // namespace bot::workflow
