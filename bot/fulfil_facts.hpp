// What an attempt to carry something out needs to know, as the rows are at its beginning.
#pragma once

#include <string>

#include "bot/scim_change.hpp"
#include "bot/settings.hpp"
#include "bot/webhook.hpp"
#include "store/fulfilment.hpp"
#include "store/gate.hpp"
#include "store/requests.hpp"

namespace bot {

struct FulfilFacts {
    store::ItemRow item;
    bool wanted = true;  // nobody has ended the item otherwise meanwhile
    bool granted_anew = false;
    bool planned = false;  // there is no account yet
    policy::EmployeeId holder;
    std::string account_of_another;  // why this must not be granted; empty: it may be
    bool holder_has_left = false;    // and this would grant them something
    ScimWish scim;
    WebhookOrder webhook;
};
FulfilFacts fulfil_facts(store::Tx& tx, const store::JobRow& job, const Settings& settings);

// What the settings say of an application, whatever the case of its name; nothing: not a word.
const IntegrationSettings* application_of(const Settings& settings, const std::string& name);

}  // namespace bot
