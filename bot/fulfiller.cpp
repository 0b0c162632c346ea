#include "bot/fulfiller.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "bot/home_publisher.hpp"
#include "bot/outbox.hpp"
#include "bot/secret_file.hpp"
#include "bot/signature.hpp"
#include "bot/spawn.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"
#include "store/scim_groups.hpp"

namespace bot {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int most_under_way = 16;
// An application that asks for more patience than this is asked again all the same.
constexpr auto longest_wait = std::chrono::hours{24};
constexpr auto config_lasts = std::chrono::minutes{10};

}  // namespace

milliseconds pause_after(int attempts, seconds first, seconds longest) {
    auto pause = first;
    for (int i = 1; i < attempts && pause < longest; ++i)
        pause *= 2;
    return std::min(pause, longest);
}

Fulfiller::Fulfiller(
    boost::asio::io_context& io,
    store::Gate& gate,
    HttpsClient& https,
    Clock& clock,
    const Settings& settings,
    workflow::FlowRules rules,
    Outbox& outbox,
    HomePublisher& homes
)
    : io_(io),
      gate_(gate),
      https_(https),
      clock_(clock),
      settings_(settings),
      rules_(std::move(rules)),
      outbox_(outbox),
      homes_(homes),
      waker_(io, clock) {}

void Fulfiller::stop() {
    stopping_ = true;
    wake();
}

store::Task<void> Fulfiller::run() {
    while (!stopping_) {
        std::optional<store::Millis> next;
        bool broken = false;
        try {
            if (!recovered_) co_await recover();
            next = co_await step();
        } catch (const std::exception& failure) {
            spdlog::error("fulfilment: the database failed: {}", failure.what());
            broken = true;
        }
        if (broken) next = clock_.now_ms() + seconds{1};
        if (!stopping_) co_await waker_.wait(next);
    }
    while (under_way_ > 0)
        co_await waker_.wait(std::nullopt);
}

store::Task<void> Fulfiller::recover() {
    const auto now = clock_.now_ms();
    auto unit = [&](store::Tx& tx) { return store::recover_jobs(tx, now); };
    const int interrupted = co_await gate_.write(unit, store::Lane::event);
    recovered_ = true;
    if (interrupted > 0)
        spdlog::info("fulfilment: {} changes were under way at the last stop", interrupted);
}

// Starts what is due; when to look again.
store::Task<std::optional<store::Millis>> Fulfiller::step() {
    const auto now = clock_.now_ms();
    auto due = [&](store::Tx& tx) { return store::next_job_due(tx, store::Millis{}); };
    const auto first = co_await gate_.read(due);
    if (!first) co_return std::nullopt;
    if (*first <= now && under_way_ < most_under_way) {
        const int room = most_under_way - under_way_;
        auto take = [&](store::Tx& tx) {
            std::vector<store::JobRow> jobs;
            while (static_cast<int>(jobs.size()) < room) {
                auto job = store::take_job(tx, now);
                if (!job) break;
                jobs.push_back(*std::move(job));
            }
            return jobs;
        };
        auto jobs = co_await gate_.write(take, store::Lane::event);
        for (auto& job : jobs) {
            ++under_way_;
            spawn(io_, carry_out(std::move(job)), "carrying out a change");
        }
    }
    auto look = [&](store::Tx& tx) { return store::next_job_due(tx, now); };
    co_return co_await gate_.read(look);
}

store::Task<void> Fulfiller::carry_out(store::JobRow job) {
    bool broken = false;
    try {
        co_await try_job(job);
    } catch (const std::exception& failure) {
        spdlog::error("fulfilment: job {} could not be carried out: {}", job.id, failure.what());
        broken = true;
    }
    if (broken) {
        const auto later = clock_.now_ms() + std::chrono::minutes{1};
        auto unit = [&](store::Tx& tx) {
            return store::job_again(tx, job.id, job.problem, true, later);
        };
        try {
            co_await gate_.write(unit, store::Lane::event);
        } catch (const std::exception& failure) {
            spdlog::error("fulfilment: job {} stays as it is: {}", job.id, failure.what());
        }
    }
    --under_way_;
    wake();
    outbox_.wake();
    homes_.wake();
}

store::Task<Fulfiller::Facts> Fulfiller::look(const store::JobRow& job) {
    auto read = [&](store::Tx& tx) {
        Facts facts;
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
                // Somebody who has it by now by another way keeps it.
                facts.wanted = !store::holds(tx, item.identity, item.connection);
                break;
        }
        facts.granted_anew =
            job.action == store::JobAction::revoke && workflow::granted_anew(tx, item);
        auto& wish = facts.scim;
        wish.add = job.action == store::JobAction::grant;
        wish.application = item.integration_name;
        const auto request = store::find_request(tx, item.request).value();
        const auto person = store::find_employee(tx, request.beneficiary);
        if (const auto identity = store::find_identity(tx, item.identity)) {
            wish.username = identity->username;
            wish.email = identity->email;
            const bool own = identity->relation == policy::Relation::is;
            if (wish.email.empty() && own && person) wish.email = person->email;
        } else if (person) {
            wish.email = person->email;
        }
        if (person) wish.name = person->name;
        const auto connection = store::find_connection(tx, item.connection);
        wish.group_name = item.resource;
        wish.group_id = store::scim_group_of(tx, item.connection).value_or("");
        const auto* settings = application(item.integration_name);
        if (settings != nullptr) {
            wish.may_create = settings->create_identities;
            // A group that a sync has brought is called as it is.
            const bool synced = !wish.group_id.empty() && item.privilege == "member";
            if (!synced) {
                wish.group_name = group_name(
                    settings->scim_group,
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
        if (!settings_.public_url.empty())
            order.callback_url = settings_.public_url + std::string(callback_path) + job.key;
        return facts;
    };
    co_return co_await gate_.read(read);
}

const IntegrationSettings* Fulfiller::application(const std::string& name) const {
    const auto key = store::lower(name);
    for (const auto& [known, settings] : settings_.integrations) {
        if (store::lower(known) == key) return &settings;
    }
    return nullptr;
}

store::Task<void> Fulfiller::try_job(const store::JobRow& job) {
    const auto facts = co_await look(job);
    const auto& name = facts.item.integration_name;
    const auto* settings = application(name);
    const bool by_people = settings == nullptr || settings->fulfilment == Fulfilment::manual;
    if (!facts.wanted || by_people) {
        const auto now = clock_.now_ms();
        auto unit = [&](store::Tx& tx) {
            const workflow::Act act{tx, {}, now, rules_};
            if (facts.wanted) {
                workflow::job_to_people(act, job);
            } else {
                workflow::job_dropped(act, job);
            }
            workflow::tell_ends(act, facts.item.request, facts.item.integration);
        };
        co_await gate_.write(unit, store::Lane::event);
        co_return;
    }
    Attempt attempt{AttemptEnd::done};
    // What was granted anew meanwhile stays: there is nothing to remove.
    if (!facts.granted_anew) {
        const auto& wish = facts.scim;
        const auto& order = facts.webhook;
        if (settings->fulfilment == Fulfilment::webhook) {
            attempt = co_await by_webhook(*settings, job, order);
        } else {
            attempt = co_await by_scim(*settings, name, wish);
        }
    }
    co_await record(job, std::move(attempt));
}

store::Task<Attempt> Fulfiller::by_scim(
    const IntegrationSettings& application, const std::string& name, const ScimWish& wish
) {
    auto access = scim_access(application, settings_.fulfilment.answer_within);
    if (!access) {
        co_return Attempt{
            AttemptEnd::failed, "The file with our credentials for " + name + " cannot be read."};
    }
    const auto url = access->url;
    ScimClient client(https_, *std::move(access));
    const auto config = co_await config_of(client, url);
    if (config.has_error()) {
        auto attempt = attempt_of(config.error(), name);
        attempt.maybe_done = false;
        co_return attempt;
    }
    const auto& known = *config;
    co_return co_await scim_change(client, known, wish);
}

store::Task<Attempt> Fulfiller::by_webhook(
    const IntegrationSettings& application, const store::JobRow& job, const WebhookOrder& order
) {
    const auto secret = read_secret_file(application.webhook_secret_file);
    if (!secret) {
        co_return Attempt{
            AttemptEnd::failed,
            "The file with the secret of " + order.application + " cannot be read."};
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

store::Task<HttpResponse> Fulfiller::on_callback(std::string key, HttpRequest& request) {
    struct Called {
        store::JobRow job;
        std::string application;
    };
    auto find = [&](store::Tx& tx) -> std::optional<Called> {
        auto job = store::find_job(tx, std::string_view(key));
        if (!job) return std::nullopt;
        const auto name = store::find_integration(tx, job->integration)->name;
        return Called{*std::move(job), name};
    };
    const auto said = [](int status, const std::string& what) {
        HttpResponse response;
        response.status = status;
        response.content_type = "application/json; charset=utf-8";
        response.body = R"({"result":")" + what + "\"}";
        return response;
    };
    const auto known = co_await gate_.read(find);
    if (!known) co_return said(404, "unknown");
    const auto* settings = application(known->application);
    const auto secret = settings == nullptr || settings->fulfilment != Fulfilment::webhook
                            ? std::nullopt
                            : read_secret_file(settings->webhook_secret_file);
    if (!secret) co_return said(404, "unknown");
    const SignatureVerifier verifier({*secret});
    const auto verdict = verifier.verify(request, clock_.real_now());
    if (verdict != SignatureVerdict::valid) {
        spdlog::warn(
            "fulfilment: refused a callback for job {}: {}", known->job.id, describe(verdict)
        );
        co_return said(401, "refused");
    }
    const auto answer = read_webhook_answer(request.body);
    if (!answer) co_return said(400, "not_understood");
    if (answer->status == WebhookStatus::pending) co_return said(200, "pending");
    const auto attempt = attempt_of(*answer, known->application);
    const auto now = clock_.now_ms();
    auto unit = [&](store::Tx& tx) {
        const auto job = store::find_job(tx, known->job.id).value();
        const bool open = job.state == store::JobState::waiting ||
                          job.state == store::JobState::running ||
                          job.state == store::JobState::pending;
        if (!open) return false;
        const workflow::Act act{tx, {}, now, rules_};
        if (attempt.end == AttemptEnd::done) {
            workflow::job_done(act, job, attempt.account);
        } else {
            workflow::job_failed(act, job, attempt.sentence, false);
        }
        const auto item = store::find_item(tx, job.item).value();
        workflow::tell_ends(act, item.request, item.integration);
        return true;
    };
    const bool took_effect = co_await gate_.write(unit, store::Lane::click);
    outbox_.wake();
    homes_.wake();
    if (!took_effect) co_return said(409, "already_completed");
    co_return said(200, "recorded");
}

store::Task<scim::Result<scim::ProviderConfig>> Fulfiller::config_of(
    ScimClient& client, const std::string& url
) {
    const auto now = std::chrono::steady_clock::now();
    const auto known = configs_.find(url);
    if (known != configs_.end() && now < known->second.until) co_return known->second.config;
    auto config = co_await client.provider_config();
    if (config.has_value()) configs_[url] = {*config, now + config_lasts};
    co_return config;
}

store::Task<void> Fulfiller::record(const store::JobRow& job, Attempt attempt) {
    const auto now = clock_.now_ms();
    const auto& rules = settings_.fulfilment;
    milliseconds pause = pause_after(job.attempts, rules.retry_first, rules.retry_longest);
    if (attempt.wait)
        pause = std::max<milliseconds>(pause, std::min<milliseconds>(*attempt.wait, longest_wait));
    const bool maybe_done = job.maybe_done || attempt.maybe_done;
    // The last attempt comes at the very end of the time, not before it.
    if (attempt.end == AttemptEnd::again && now >= job.give_up) attempt.end = AttemptEnd::failed;
    const auto next = std::max(now + milliseconds{1}, std::min(now + pause, job.give_up));
    auto unit = [&](store::Tx& tx) {
        const workflow::Act act{tx, {}, now, rules_};
        if (!attempt.group.empty()) store::note_scim_group(tx, job.connection, attempt.group);
        if (!attempt.nobody_answers) store::resume_application(tx, job.integration);
        switch (attempt.end) {
            case AttemptEnd::done:
                workflow::job_done(act, job, attempt.account);
                break;
            case AttemptEnd::failed:
                workflow::job_failed(act, job, attempt.sentence, maybe_done);
                break;
            case AttemptEnd::again:
                store::job_again(tx, job.id, attempt.sentence, maybe_done, next);
                if (attempt.nobody_answers) store::pause_application(tx, job.integration, next);
                break;
            case AttemptEnd::pending: {
                // Asked about now and then; without an address the next moment is the end of our
                // patience.
                const auto give_up = job.accepted ? job.give_up : now + rules.pending_for;
                const auto ask = std::min(now + rules.poll_every, give_up);
                const auto& where = attempt.poll_url;
                store::job_pending(tx, job.id, where, where.empty() ? give_up : ask, give_up, now);
                break;
            }
        }
        const auto item = store::find_item(tx, job.item).value();
        workflow::tell_ends(act, item.request, item.integration);
    };
    co_await gate_.write(unit, store::Lane::event);
    if (attempt.end == AttemptEnd::again || attempt.end == AttemptEnd::failed)
        spdlog::warn("fulfilment: job {}, attempt {}: {}", job.id, job.attempts, attempt.sentence);
}

}  // namespace bot
