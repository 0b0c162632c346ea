// What our tables say of an account and what it holds, before a change of it is believed.
#include "bot/workflow/fulfil.hpp"
#include "store/directory.hpp"
#include "store/planned_accounts.hpp"

namespace bot::workflow {

using policy::ItemState;
using store::ItemRow;

std::string not_the_holders(store::Tx& tx, const ItemRow& item) {
    if (item.state != ItemState::granting) return {};
    const auto account = store::find_identity(tx, item.identity);
    const auto meant = store::find_request(tx, item.request).value().beneficiary;
    if (!account || account->employee == meant) return {};
    const auto whose =
        account->employee ? store::find_employee(tx, *account->employee) : std::nullopt;
    const auto holder = store::find_employee(tx, meant);
    return "The account " + account->username + " in " + item.integration_name + " belongs to " +
           (whose ? whose->name : "nobody") + " in our records by now, and this was approved for " +
           (holder ? holder->name : "somebody else") + ".";
}

bool granted_anew(store::Tx& tx, const ItemRow& item) {
    const auto held = store::find_grant(tx, item.identity, item.connection);
    return item.action == policy::Action::grant && held && held->request &&
           *held->request != item.request;
}

bool keeps(store::Tx& tx, const ItemRow& item) {
    const auto held = store::find_grant(tx, item.identity, item.connection);
    if (!held) return false;
    if (held->request) return *held->request != item.request || item.state == ItemState::granted;
    return held->granted_at < store::find_request(tx, item.request).value().submitted_at;
}

std::string not_theirs(
    store::Tx& tx,
    policy::IdentityId meant,
    const NamedAccount& account,
    const std::string& application
) {
    const auto other = store::other_account(tx, meant, account.username, account.external_id);
    if (!other) return {};
    const auto sentence = "The account " + other->username + " in " + application + " belongs to ";
    if (!other->whose) {
        return sentence + "nobody in our records: an import of identities has to say whose it is.";
    }
    const auto whose = store::find_employee(tx, *other->whose);
    return sentence + (whose ? whose->name : "somebody else") + " in our records.";
}

}  // namespace bot::workflow
