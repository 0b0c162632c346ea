#include "bot/render.hpp"

#include "blocks/admin_notice.hpp"
#include "blocks/direct_reply.hpp"
#include "blocks/sync_notice.hpp"
#include "bot/models/access.hpp"
#include "bot/models/campaign_manage.hpp"
#include "bot/models/campaign_notices.hpp"
#include "bot/models/campaigns.hpp"
#include "bot/models/cards.hpp"
#include "bot/models/due_notice.hpp"
#include "bot/models/fulfilment.hpp"
#include "bot/models/people.hpp"
#include "bot/models/questions.hpp"
#include "bot/models/requests.hpp"
#include "bot/models/syncs.hpp"
#include "store/directory.hpp"
#include "store/requests.hpp"
#include "store/slack_users.hpp"
#include "store/syncs.hpp"
#include "store/tasks.hpp"
#include "store/undelivered.hpp"

namespace bot {
namespace {

blocks::Message direct_reply(store::Tx& tx, policy::EmployeeId reader, const RenderRules& rules) {
    blocks::DirectReply model;
    if (const auto employee = store::find_employee(tx, reader)) model.name = employee->name;
    model.tasks = store::open_tasks_of(tx, reader, 0, 1).total;
    model.open_requests = store::requests_of(tx, reader, false, 0, 1).total;
    model.tasks_url = rules.tasks_url;
    return blocks::direct_reply(model);
}

std::optional<blocks::Message> due_notice(
    store::Tx& tx, const store::MessageRow& row, const RenderRules& rules, policy::Instant now
) {
    const auto notice = store::find_due_notice(tx, row.subject);
    if (!notice) return std::nullopt;
    const auto model = models::due_notice(tx, *notice, rules.tasks_url, now);
    // Nobody who has finished is reminded; a notice that stands in Slack says that it is settled.
    if (model.lines.empty() && !row.ts) return std::nullopt;
    return blocks::due_notice(model);
}

std::optional<blocks::Message> second_user_notice(store::Tx& tx, const store::MessageRow& row) {
    const auto second = store::find_second_user(tx, row.subject);
    if (!second) return std::nullopt;
    return blocks::second_user_notice(
        {models::person(tx, second->employee, row.recipient), second->user}
    );
}

std::string what_it_is(store::MessageKind kind) {
    using store::MessageKind;
    switch (kind) {
        case MessageKind::review_card:
            return "a review";
        case MessageKind::manual_card:
            return "a task to carry out";
        case MessageKind::tracker:
            return "the tracker of a request";
        case MessageKind::outcome:
        case MessageKind::expired:
        case MessageKind::extended:
        case MessageKind::policy_denial:
        case MessageKind::items_denied:
        case MessageKind::carried_out:
            return "what became of a request";
        case MessageKind::purpose_ended:
            return "that a purpose was not started in time";
        case MessageKind::purpose_assigned:
            return "that a purpose can be started";
        case MessageKind::not_carried_out:
            return "that something could not be carried out";
        case MessageKind::question:
            return "a question about a request";
        case MessageKind::campaign_card:
            return "an access review";
        case MessageKind::campaign_outcome:
        case MessageKind::campaign_ended:
            return "what became of an access review";
        case MessageKind::campaign_prompt:
            return "a reminder of an access review";
        case MessageKind::campaign_question:
            return "a question about their access";
        case MessageKind::beneficiary_notice:
            return "that somebody asks for them";
        case MessageKind::due_notice:
            return "what is due";
        case MessageKind::direct_reply:
            return "an answer";
        case MessageKind::undelivered:
        case MessageKind::second_user:
            return "a notice for administrators";
        case MessageKind::sync_failed:
        case MessageKind::sync_recovered:
            return "how an application's sync goes";
    }
    return "a message";
}

std::optional<blocks::Message> undelivered_notice(store::Tx& tx, const store::MessageRow& row) {
    const auto digest = store::find_undelivered(tx, row.subject, blocks::most_undelivered);
    if (digest.messages.empty() && !row.ts) return std::nullopt;
    blocks::UndeliveredNotice model{{}, digest.total};
    for (const auto& message : digest.messages) {
        model.messages.push_back(
            {models::person(tx, message.recipient, row.recipient),
             what_it_is(message.kind),
             message.why}
        );
    }
    return blocks::undelivered_notice(model);
}

}  // namespace

std::optional<blocks::Message> render(
    store::Tx& tx, const store::MessageRow& row, const RenderRules& rules, policy::Instant now
) {
    using store::MessageKind;
    const auto request_of_subject = [&] { return store::find_request(tx, {row.subject}).value(); };
    const auto task_of_subject = [&] { return store::find_task(tx, {row.subject}).value(); };
    switch (row.kind) {
        case MessageKind::review_card:
            return blocks::review_card(
                models::review_card(tx, task_of_subject(), rules.tasks_url, now)
            );
        case MessageKind::manual_card:
            return blocks::manual_task(
                models::manual_task(tx, task_of_subject(), rules.tasks_url, now)
            );
        case MessageKind::tracker:
            return blocks::tracker(models::tracker(tx, request_of_subject(), now));
        case MessageKind::beneficiary_notice:
            return blocks::beneficiary_notice(
                models::beneficiary_notice(tx, request_of_subject(), now)
            );
        case MessageKind::outcome: {
            const auto model = models::outcome(tx, task_of_subject(), row.recipient);
            if (!model) return std::nullopt;
            return blocks::outcome(*model);
        }
        case MessageKind::policy_denial: {
            const auto model = models::policy_denial(tx, request_of_subject(), row.recipient);
            if (!model) return std::nullopt;
            return blocks::policy_denial(*model);
        }
        case MessageKind::expired:
        case MessageKind::extended: {
            const auto model = row.kind == MessageKind::expired
                                   ? models::expired(tx, {row.subject}, row.recipient)
                                   : models::extended(tx, {row.subject}, row.recipient);
            if (!model) return std::nullopt;
            return blocks::outcome(*model);
        }
        case MessageKind::due_notice:
            return due_notice(tx, row, rules, now);
        case MessageKind::items_denied: {
            const auto model = models::items_denied(tx, {row.subject}, row.recipient);
            if (!model) return std::nullopt;
            return blocks::outcome(*model);
        }
        case MessageKind::purpose_assigned: {
            const auto held = workflow::purpose_held(tx, {row.subject}, now);
            if (!held) return std::nullopt;
            return blocks::purpose_assigned(models::assigned_purpose(*held));
        }
        case MessageKind::purpose_ended: {
            const auto held = workflow::purpose_held(tx, {row.subject}, now);
            if (!held) return std::nullopt;
            return blocks::purpose_ended(models::assigned_purpose(*held));
        }
        case MessageKind::carried_out: {
            const auto model = models::carried_out(tx, row.subject, row.recipient);
            if (!model) return std::nullopt;
            return blocks::outcome(*model);
        }
        case MessageKind::not_carried_out: {
            const auto model = models::not_carried_out(tx, row.subject, row.recipient);
            if (!model) return std::nullopt;
            return blocks::not_carried_out(*model);
        }
        case MessageKind::question: {
            const auto question = store::find_question(tx, {row.subject}).value();
            return blocks::question(models::question(tx, question));
        }
        case MessageKind::campaign_card: {
            const auto card =
                models::campaign_card(tx, {row.subject}, row.recipient, rules.tasks_url);
            if (!card) return std::nullopt;
            return blocks::campaign_card(*card);
        }
        case MessageKind::campaign_outcome: {
            const auto outcome = models::campaign_outcome(tx, {row.subject});
            if (!outcome) return std::nullopt;
            return blocks::campaign_outcome(*outcome);
        }
        case MessageKind::campaign_ended: {
            const auto ended = models::campaign_ended(tx, {row.subject}, row.recipient);
            if (!ended) return std::nullopt;
            return blocks::campaign_ended(*ended);
        }
        case MessageKind::campaign_prompt: {
            const auto prompt = models::campaign_prompt(tx, {row.subject}, row.recipient);
            if (!prompt) return std::nullopt;
            return blocks::campaign_prompt(*prompt);
        }
        case MessageKind::campaign_question: {
            const auto question = store::find_campaign_question(tx, {row.subject});
            if (!question) return std::nullopt;
            return blocks::campaign_question(models::campaign_question(tx, *question));
        }
        case MessageKind::direct_reply:
            return direct_reply(tx, row.recipient, rules);
        case MessageKind::undelivered:
            return undelivered_notice(tx, row);
        case MessageKind::second_user:
            return second_user_notice(tx, row);
        case MessageKind::sync_failed: {
            const auto outage = store::find_outage(tx, row.subject).value();
            // What was over before anybody heard of it is not told at all.
            if (outage.ended_at && !row.ts) return std::nullopt;
            return blocks::sync_failed_notice(models::sync_failed(outage));
        }
        case MessageKind::sync_recovered: {
            const auto outage = store::find_outage(tx, row.subject).value();
            if (!outage.ended_at) return std::nullopt;
            return blocks::sync_recovered_notice(models::sync_recovered(outage));
        }
    }
    return std::nullopt;
}

}  // namespace bot
