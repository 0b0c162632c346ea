#include "bot/flow_rules.hpp"

#include "store/directory_words.hpp"

namespace bot {

workflow::FlowRules flow_rules(const Settings& settings) {
    workflow::FlowRules flow;
    flow.review_due_after = settings.reviews.due_after;
    flow.nudges = {settings.reviews.remind_every, settings.reviews.escalate_after};
    flow.request_expires_after = settings.reviews.request_expires_after;
    flow.request_expiry_notice = settings.reviews.request_expiry_notice;
    flow.longest_access = settings.access.longest;
    flow.end_notices = settings.access.end_notices;
    for (const auto& name : settings.notifications.optional) {
        if (const auto kind = store::notification(name)) flow.optional_notifications.insert(*kind);
    }
    flow.extension_grace = settings.access.extension_grace;
    flow.title_share = settings.access.title_share;
    flow.temporary_is_purpose = settings.access.temporary_access == TemporaryAccess::purpose;
    flow.working_hours = {
        settings.working_hours.days, settings.working_hours.from, settings.working_hours.to};
    flow.timezone = settings.working_hours.timezone;
    flow.give_up_after = settings.fulfilment.give_up_after;
    flow.campaigns = {settings.campaigns.remind_every, settings.campaigns.remind_before_end};
    flow.campaign_late = settings.campaigns.escalate == CampaignEscalation::notify
                             ? policy::LateReviewers::notify
                             : policy::LateReviewers::reassign;
    flow.campaign_late_before = settings.campaigns.escalate_before;
    flow.mails = !settings.smtp.url.empty();
    for (const auto& [name, application] : settings.integrations) {
        flow.applications[store::lower(name)] = {
            application.create_identities,
            application.account_url,
            application.fulfilment != Fulfilment::manual};
    }
    return flow;
}

}  // namespace bot
