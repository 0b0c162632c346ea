#include "bot/workflow/departure.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "bot/workflow/facts.hpp"
#include "bot/workflow/move_on.hpp"
#include "bot/workflow/withdraw.hpp"
#include "policy/clauses.hpp"
#include "store/departures.hpp"
#include "store/directory.hpp"
#include "store/drafts.hpp"
#include "store/fulfilment.hpp"
#include "store/messages.hpp"
#include "store/policies.hpp"
#include "store/requests.hpp"

namespace bot::workflow {
namespace {

struct Held {
    policy::ConnectionId connection;
    policy::IdentityId identity;
};

// What their own accounts hold and nobody has asked to remove yet.
std::map<policy::IntegrationId, std::vector<Held>> still_held(
    const Act& act, policy::EmployeeId who
) {
    std::map<policy::IntegrationId, std::vector<Held>> held;
    std::set<policy::IntegrationId> seen;
    for (const auto& connection : store::connections_of(act.tx, who)) {
        if (!seen.insert(connection.integration).second) continue;
        for (const auto& account : store::identities_of(act.tx, who, connection.integration)) {
            const auto open = store::open_connections(act.tx, account.id);
            for (const auto& grant : store::grants_of(act.tx, account.id)) {
                const bool asked =
                    std::find(open.begin(), open.end(), grant.connection) != open.end() ||
                    store::was_put_before_owner(
                        act.tx, account.id, grant.connection, grant.granted_at
                    );
                if (!asked) held[connection.integration].push_back({grant.connection, account.id});
            }
        }
    }
    return held;
}

// A request of nobody's but the person's own, decided by the application's owner alone: whatever a
// policy says of people who ask, this person does not ask any more.
void put_before_owner(
    const Act& act, const policy::Employee& person, const std::vector<Held>& held
) {
    store::RequestRow request;
    request.requester = person.id;
    request.beneficiary = person.id;
    request.action = policy::Action::revoke;
    request.like = policy::AccessLike::custom;
    request.reason = person.name + " has left the company";
    request.submitted_at = act.now();
    const auto draft = store::new_draft(act.tx, person.id, act.now());
    request.id = store::insert_request(act.tx, draft, request);
    for (const auto& [connection, identity] : held)
        store::insert_item(act.tx, request, connection, identity, act.now());
    store::submitted_draft(act.tx, draft, request.id);
    for (const auto& item : store::items_of_request(act.tx, request.id)) {
        store::note_verdict(
            act.tx, item.id, {0, std::string(policy::departure_clause), item.privileged}
        );
    }
    const auto items = store::items_of_request(act.tx, request.id);
    audit(
        act,
        "departure.access_left",
        request.id,
        {{"beneficiary", store::audit_name(person.id)},
         {"items", id_list(items)},
         {"after", "pending"},
         {"reason", request.reason, true}}
    );
    move_on(act, request, items);
}

void settle_return(const Act& act, const policy::Employee& person) {
    for (const auto request : store::open_requests_around(act.tx, person.id)) {
        std::vector<store::ItemRow> items;
        for (auto& item : store::items_of_request(act.tx, request)) {
            if (is_departure(item)) items.push_back(std::move(item));
        }
        withdraw_for_return(act, items, person.name + " is back in the company");
    }
    // What could not be removed is not to be tried again: Retry goes from the owners' messages.
    for (const auto notice : store::failed_departure_notices(act.tx, person.id))
        store::touch_message(act.tx, store::MessageKind::not_carried_out, notice, act.by);
}

// Whoever has left cannot try again what failed: those who answer for the application now can, and
// whoever waits for it reads their names.
void hand_on_failures(const Act& act, policy::EmployeeId who) {
    for (const auto id : store::open_failures_told_to(act.tx, who)) {
        const auto notice = store::find_fulfilment_notice(act.tx, id).value();
        for (const auto person : fulfilment_hands(act.tx, notice.integration).people) {
            store::want_message(
                act.tx,
                store::MessageKind::not_carried_out,
                id,
                person,
                store::Priority::normal,
                act.now_ms
            );
        }
        store::touch_message(act.tx, store::MessageKind::carried_out, id, act.by);
    }
}

}  // namespace

bool is_departure(const store::ItemRow& item) {
    return item.judged == 0 && item.clause == policy::departure_clause;
}

bool is_for_nothing(store::Tx& tx, const store::ItemRow& item) {
    if (!is_departure(item)) return false;
    const auto request = store::find_request(tx, item.request).value();
    const auto person = store::find_employee(tx, request.beneficiary);
    return person && person->active;
}

void settle_departure(const Act& act, policy::EmployeeId who) {
    const auto person = store::find_employee(act.tx, who);
    store::departure_settled(act.tx, who, act.now());
    if (!person) return;
    if (person->active) return settle_return(act, *person);
    for (const auto request : store::open_requests_around(act.tx, who))
        withdraw_for_departure(act, request, who);
    hand_on_failures(act, who);
    for (const auto& [integration, held] : still_held(act, who))
        put_before_owner(act, *person, held);
}

}  // namespace bot::workflow
