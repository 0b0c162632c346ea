#include "bot/fulfil_facts.hpp"

#include "bot/workflow/fulfil.hpp"
#include "store/campaign_end.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"
#include "store/scim_groups.hpp"

namespace bot {

const IntegrationSettings* application_of(const Settings& settings, const std::string& name) {
    const auto key = store::lower(name);
    for (const auto& [known, ours] : settings.integrations) {
        if (store::lower(known) == key) return &ours;
    }
    return nullptr;
}

FulfilFacts fulfil_facts(store::Tx& tx, const store::JobRow& job, const Settings& settings) {
    FulfilFacts facts;
    facts.item = store::find_item(tx, job.item).value();
    const auto& item = facts.item;
    switch (job.action) {
        case store::JobAction::grant:
            facts.wanted = item.state == policy::ItemState::granting;
            break;
        case store::JobAction::revoke:
            facts.wanted = item.state == policy::ItemState::revoking;
            break;
        case store::JobAction::undo:
            facts.wanted = !workflow::keeps(tx, item);
            break;
    }
    facts.granted_anew = job.action == store::JobAction::revoke && workflow::granted_anew(tx, item);
    if (job.action == store::JobAction::grant)
        facts.account_of_another = workflow::not_the_holders(tx, item);
    auto& wish = facts.scim;
    wish.add = job.action == store::JobAction::grant;
    wish.application = item.integration_name;
    const auto request = store::find_request(tx, item.request).value();
    // What a campaign removes stands in its owner's name: whose the account is may not be known.
    const bool of_campaign = store::removal_of(tx, request.id).has_value();
    const auto whose = of_campaign ? store::holder_of(tx, item) : request.beneficiary;
    const auto person = store::find_employee(tx, whose);
    facts.holder = whose;
    facts.holder_has_left = job.action == store::JobAction::grant && person && !person->active;
    if (const auto identity = store::find_identity(tx, item.identity)) {
        wish.username = identity->username;
        wish.email = identity->email;
        const bool own = identity->relation == policy::Relation::is;
        if (wish.email.empty() && own && person) wish.email = person->email;
    } else {
        facts.planned = true;
        if (person) wish.email = person->email;
    }
    if (person) wish.name = person->name;
    const auto connection = store::find_connection(tx, item.connection);
    wish.group_name = item.resource;
    if (const auto* ours = application_of(settings, item.integration_name)) {
        const auto& url = ours->scim_url;
        wish.group_id = store::scim_group_of(tx, item.connection, url).value_or("");
        wish.user_id = store::scim_user_of(tx, item.identity, url).value_or("");
        wish.may_create = ours->create_identities;
        // A group that a sync has brought is called as it is.
        const bool synced = !wish.group_id.empty() && item.privilege == "member";
        wish.group_by_name = !synced;
        if (!synced) {
            wish.group_name = group_name(
                ours->scim_group,
                item.resource,
                item.privilege,
                connection ? connection->project : std::string()
            );
        }
    }
    auto& order = facts.webhook;
    order.key = job.key;
    order.grants = wish.add;
    order.application = item.integration_name;
    if (connection) {
        order.project = connection->project;
        order.resource_type = connection->resource_type;
    }
    order.resource = item.resource;
    order.privilege = item.privilege;
    order.privileged = item.privileged;
    order.username = wish.username;
    order.email = wish.email;
    order.may_create = wish.may_create;
    if (const auto identity = store::find_identity(tx, item.identity))
        order.account_id = identity->external_id;
    if (person) {
        order.holder_name = person->name;
        order.holder_email = person->email;
    }
    if (const auto requester = store::find_employee(tx, request.requester)) {
        order.requester_name = requester->name;
        order.requester_email = requester->email;
    }
    order.request = request.id.value;
    order.reason = request.reason;
    order.ends = item.ends;
    if (!settings.public_url.empty())
        order.callback_url = settings.public_url + std::string(callback_path) + job.key;
    return facts;
}

}  // namespace bot
