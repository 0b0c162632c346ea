// Access requests and their items, row by row. Every change of a state is guarded in SQL: one row
// changed, or somebody else was first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/ids.hpp"
#include "policy/item_state.hpp"
#include "policy/model.hpp"
#include "policy/purpose.hpp"
#include "store/gate.hpp"

namespace store {

// A purpose that is asked for as a whole.
struct AskedPurpose {
    policy::PurposeId purpose;
    std::string name;                           // when it was asked for
    policy::Seconds lasts{0};                   // from the first start
    std::optional<policy::Instant> until = {};  // its end, once it was started

    bool operator==(const AskedPurpose&) const = default;
};

// A request as submitted, and how far it is.
struct RequestRow {
    policy::RequestId id;
    policy::EmployeeId requester;
    policy::EmployeeId beneficiary;
    std::optional<policy::EmployeeId> reference;  // like which person
    policy::Action action = policy::Action::grant;
    policy::AccessLike like = policy::AccessLike::person;
    std::string reference_title;             // like the holders of which title
    std::optional<policy::Instant> ends;     // of the access, as asked; none: permanent
    std::optional<policy::Instant> expires;  // of the request, while it is open
    std::string reason;
    std::string details;
    policy::Instant submitted_at;
    std::optional<policy::Instant> closed_at;
    std::int64_t open_items = 0;
    std::optional<AskedPurpose> purpose = {};       // then `ends` is nothing
    std::optional<policy::RequestId> extends = {};  // more time for what this one granted
};

// A request's item with the names people know it by.
struct ItemRow {
    policy::ItemId id;
    policy::RequestId request;
    policy::ConnectionId connection;
    policy::IntegrationId integration;
    policy::IdentityId identity;
    std::string integration_name;
    std::string resource;  // empty where the connection is to the whole application
    std::string privilege;
    std::string username;  // of the identity
    bool privileged = false;
    policy::Action action = policy::Action::grant;
    std::optional<policy::Instant> ends;  // of the access, as approved so far; none: permanent
    policy::ItemState state = policy::ItemState::pending;
    policy::Instant changed_at;
    std::optional<policy::EmployeeId> changed_by;
    std::string comment;
    std::optional<std::int64_t> judged;  // the policy version that judged it; 0: the built-in one
    std::string clause = {};             // of that version
    bool judged_privileged = false;
    // Of the connection; most have no project. The type is told where nothing else tells it from
    // another one.
    std::string project = {};
    std::string resource_type = {};
    bool type_tells = false;
};

// The request that a form has become, if it was submitted before.
std::optional<policy::RequestId> request_of_draft(Tx& tx, policy::DraftId draft);

// A new request without items. `submitted_at` and the ids as given; open_items counts later
// inserts.
policy::RequestId insert_request(Tx& tx, policy::DraftId draft, const RequestRow& request);

// A new pending item with the request's action and end; nothing if this identity already has an
// open item for this connection.
std::optional<policy::ItemId> insert_item(
    Tx& tx,
    const RequestRow& request,
    policy::ConnectionId connection,
    policy::IdentityId identity,
    policy::Instant now
);

// The same for many.
struct NewItem {
    policy::ConnectionId connection;
    policy::IdentityId identity;
};
void insert_items(
    Tx& tx, const RequestRow& request, const std::vector<NewItem>& items, policy::Instant now
);

std::optional<RequestRow> find_request(Tx& tx, policy::RequestId id);
// All items of a request by application, resource, privilege.
std::vector<ItemRow> items_of_request(Tx& tx, policy::RequestId id);
std::optional<ItemRow> find_item(Tx& tx, policy::ItemId id);

// Moves an item from one state to another; false if it was not in `from` any more. Keeps the
// request's count of open items and closes it with the last.
bool move_item(
    Tx& tx,
    const ItemRow& item,
    policy::ItemState to,
    std::optional<policy::EmployeeId> by,
    const std::string& comment,
    policy::Instant now
);

// The account of an item becomes another: the one that was made for it.
void set_item_account(Tx& tx, policy::ItemId item, policy::IdentityId account);

// How many items of a request are in each state, in the order of the states.
struct StateCount {
    policy::ItemState state = policy::ItemState::pending;
    std::int64_t count = 0;
};
std::vector<StateCount> item_counts(Tx& tx, policy::RequestId id);

// A page of the requests of a person: the newest first.
struct RequestPage {
    std::vector<RequestRow> rows;
    std::int64_t total = 0;
};
RequestPage requests_of(
    Tx& tx, policy::EmployeeId requester, bool completed, int offset, int limit
);

// Connections that a person already asked for and that are still open.
std::vector<policy::ConnectionId> pending_connections(Tx& tx, policy::EmployeeId beneficiary);

// Connections for which an account, also one that is still to be made, has an open item.
std::vector<policy::ConnectionId> open_connections(Tx& tx, policy::IdentityId identity);
// These open items, of one connection.
std::vector<ItemRow> open_items(
    Tx& tx, policy::IdentityId identity, policy::ConnectionId connection
);

}  // namespace store
