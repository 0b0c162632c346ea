#include "bot/fulfil_ways.hpp"

#include "bot/secret_file.hpp"
#include "bot/workflow/fulfil.hpp"

namespace bot {
namespace {

constexpr auto config_lasts = std::chrono::minutes{10};

}  // namespace

store::Task<Attempt> FulfilWays::attempt(
    const IntegrationSettings& application, const store::JobRow& job, const FulfilFacts& facts
) {
    const auto& order = facts.webhook;
    if (application.fulfilment == Fulfilment::webhook) {
        auto ended = co_await by_webhook(application, job, order);
        co_return ended;
    }
    auto ended = co_await by_scim(application, facts);
    co_return ended;
}

store::Task<Attempt> FulfilWays::by_scim(
    const IntegrationSettings& application, const FulfilFacts& facts
) {
    auto wish = facts.scim;
    wish.objection = [this, &facts](const NamedAccount& account) {
        return objection(facts.item.identity, account, facts.item.integration_name);
    };
    auto access = scim_access(application, settings_.fulfilment.answer_within);
    if (!access) {
        co_return Attempt{
            AttemptEnd::failed,
            "The file with our credentials for " + wish.application + " cannot be read."};
    }
    const auto url = access->url;
    ScimClient client(https_, *std::move(access));
    const auto config = co_await config_of(client, url);
    if (config.has_error()) {
        co_return attempt_of(config.error(), wish.application, CallKind::looks);
    }
    const auto& known = *config;
    co_return co_await scim_change(client, known, wish);
}

store::Task<std::string> FulfilWays::objection(
    policy::IdentityId meant, NamedAccount account, std::string application
) {
    auto look = [&](store::Tx& tx) {
        return workflow::not_theirs(tx, meant, account, application);
    };
    co_return co_await gate_.read(look);
}

store::Task<Attempt> FulfilWays::by_webhook(
    const IntegrationSettings& application, const store::JobRow& job, const WebhookOrder& order
) {
    const auto secret = read_secret_file(application.webhook_secret_file);
    if (!secret) {
        Attempt attempt{AttemptEnd::failed};
        attempt.sentence = "The file with the secret of " + order.application + " cannot be read.";
        attempt.maybe_done = job.accepted;
        co_return attempt;
    }
    WebhookAccess access;
    access.url = application.webhook_url;
    access.secret = *secret;
    access.time_limit = settings_.fulfilment.answer_within;
    access.now = clock_.real_now();
    if (!job.accepted) co_return co_await webhook_change(https_, access, order);
    if (job.poll_url.empty() || clock_.now_ms() >= job.give_up) {
        Attempt attempt{AttemptEnd::failed};
        attempt.sentence = order.application + " took it, but has not said what became of it.";
        attempt.maybe_done = true;
        co_return attempt;
    }
    co_return co_await webhook_poll(https_, access, job.poll_url, order.application);
}

store::Task<scim::Result<scim::ProviderConfig>> FulfilWays::config_of(
    ScimClient& client, const std::string& url
) {
    const auto now = std::chrono::steady_clock::now();
    const auto known = configs_.find(url);
    if (known != configs_.end() && now < known->second.until) co_return known->second.config;
    auto config = co_await client.provider_config();
    if (config.has_value()) configs_[url] = {*config, now + config_lasts};
    co_return config;
}

}  // namespace bot
