// The ways in which an application carries out by itself what was decided, one attempt at a time.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "bot/clock.hpp"
#include "bot/fulfil_attempt.hpp"
#include "bot/fulfil_facts.hpp"
#include "bot/https_client.hpp"
#include "bot/scim.hpp"
#include "bot/settings.hpp"
#include "store/gate.hpp"

namespace bot {

// Belongs to the loop's thread; changes nothing of ours. Arguments must outlive the await.
class FulfilWays {
 public:
    FulfilWays(store::Gate& gate, HttpsClient& https, Clock& clock, const Settings& settings)
        : gate_(gate), https_(https), clock_(clock), settings_(settings) {}

    // By SCIM or by webhook, as the settings of the application say.
    store::Task<Attempt> attempt(
        const IntegrationSettings& application, const store::JobRow& job, const FulfilFacts& facts
    );

 private:
    store::Task<Attempt> by_scim(const IntegrationSettings& application, const FulfilFacts& facts);
    store::Task<std::string> objection(
        policy::IdentityId meant, NamedAccount account, std::string application
    );
    store::Task<Attempt> by_webhook(
        const IntegrationSettings& application, const store::JobRow& job, const WebhookOrder& order
    );
    store::Task<scim::Result<scim::ProviderConfig>> config_of(
        ScimClient& client, const std::string& url
    );

    store::Gate& gate_;
    HttpsClient& https_;
    Clock& clock_;
    const Settings& settings_;
    // What servers say of themselves, for a while: it changes with a new version of theirs.
    struct Known {
        scim::ProviderConfig config;
        std::chrono::steady_clock::time_point until;
    };
    std::map<std::string, Known> configs_;
};

}  // namespace bot
