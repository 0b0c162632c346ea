// An application says what became of an order that it took: signed with its secret, within 300 s,
// once.
#include <spdlog/spdlog.h>

#include "bot/fulfiller.hpp"
#include "bot/home_publisher.hpp"
#include "bot/outbox.hpp"
#include "bot/secret_file.hpp"
#include "bot/signature.hpp"
#include "bot/workflow/fulfil.hpp"
#include "store/directory.hpp"

namespace bot {

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
    const auto* settings = application_of(settings_, known->application);
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
    // The signature covers the body alone: what was said of one order must not end another.
    if (answer->id != key) co_return said(400, "not_of_this_order");
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

}  // namespace bot
