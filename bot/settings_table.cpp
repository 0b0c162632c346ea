#include "bot/settings_table.hpp"

#include <chrono>
#include <utility>

#include "store/preferences.hpp"

namespace bot {

namespace {

using std::chrono::seconds;

constexpr seconds least{1};  // seconds work everywhere, so that a test can live through a campaign
constexpr seconds most = std::chrono::days{3650};  // ten years: longer is a slip of the key

// The value at the end of a chain of members.
template <class A, class B>
auto in(A B::*member) {
    return [member](B& owner) -> A& { return owner.*member; };
}
template <class A, class B, class C>
auto in(A B::*outer, C A::*inner) {
    return [outer, inner](B& owner) -> C& { return owner.*outer.*inner; };
}

// Reads by `reader` into what `access` names.
template <class Access, class Reader>
auto fill(Access access, Reader reader) {
    return [access, reader](auto& owner, const RawValue& raw) -> std::string {
        auto read = reader(raw);
        if (!read) return read.error().why;
        access(owner) = *std::move(read);
        return {};
    };
}

// The readers with their ranges.
auto duration() {
    return [](const RawValue& raw) { return read_duration(raw, least, most); };
}
auto durations() {
    return [](const RawValue& raw) { return read_durations(raw, least, most); };
}
auto url(UrlRule rule) {
    return [rule](const RawValue& raw) { return read_url(raw, rule); };
}
auto share(double lowest, bool above) {
    return [lowest, above](const RawValue& raw) { return read_share(raw, lowest, above); };
}
auto notifications() {
    return [](const RawValue& raw) {
        std::vector<std::string_view> words;
        for (const auto kind : store::all_notifications)
            words.push_back(store::word(kind));
        return read_words(raw, words);
    };
}
// Words in the order of the enumerators.
template <class Enum>
auto choice(std::vector<std::string_view> words) {
    return [words](const RawValue& raw) -> Read<Enum> {
        const auto position = read_choice(raw, words);
        if (!position) return position.error();
        return static_cast<Enum>(*position);
    };
}

std::string fill_log(Settings& settings, const RawValue& raw) {
    auto read = read_log(raw, settings.log);
    if (!read) return read.error().why;
    settings.log = *read;
    return {};
}

}  // namespace

const std::vector<SettingRow>& setting_rows() {
    using S = Settings;
    using Slack = SlackSettings;
    using Reviews = ReviewSettings;
    using Access = AccessSettings;
    using Campaigns = CampaignSettings;
    using Done = FulfilmentSettings;
    const auto text = read_text;
    static const std::vector<SettingRow> rows{
        {"slack.signing_secret",
         fill(in(&S::slack, &Slack::signing_secret), text),
         Place::variable_only},
        {"slack.signing_secret_previous",
         fill(in(&S::slack, &Slack::signing_secret_previous), text),
         Place::variable_only},
        {"slack.bot_token", fill(in(&S::slack, &Slack::bot_token), text), Place::variable_only},
        {"slack.api_url", fill(in(&S::slack, &Slack::api_url), url(UrlRule::https_or_loopback))},
        {"key", fill(in(&S::key), read_key), Place::variable_only},
        {"database", fill(in(&S::database), text)},
        {"listen", fill(in(&S::listen), read_endpoint)},
        {"tls_cert", fill(in(&S::tls_cert), text)},
        {"tls_key", fill(in(&S::tls_key), text)},
        {"plain_http", fill(in(&S::plain_http), read_flag)},
        {"public_url", fill(in(&S::public_url), read_public_url)},
        {"tasks_url", fill(in(&S::tasks_url), url(UrlRule::https_or_loopback))},
        {"admin_listen", fill(in(&S::admin_listen), read_endpoint)},
        {"clock_url", fill(in(&S::clock_url), url(UrlRule::https_or_loopback))},
        {"ca_file", fill(in(&S::ca_file), text)},
        {"log", fill_log},

        {"reviews.due_after", fill(in(&S::reviews, &Reviews::due_after), duration())},
        {"reviews.remind_every", fill(in(&S::reviews, &Reviews::remind_every), duration())},
        {"reviews.escalate_after", fill(in(&S::reviews, &Reviews::escalate_after), duration())},
        {"reviews.request_expires_after",
         fill(in(&S::reviews, &Reviews::request_expires_after), duration())},
        {"reviews.request_expiry_notice",
         fill(in(&S::reviews, &Reviews::request_expiry_notice), duration())},

        {"access.temporary_access",
         fill(
             in(&S::access, &Access::temporary_access),
             choice<TemporaryAccess>({"end_date", "purpose"})
         )},
        {"access.longest", fill(in(&S::access, &Access::longest), duration())},
        {"access.end_notices", fill(in(&S::access, &Access::end_notices), durations())},
        {"access.extension_grace", fill(in(&S::access, &Access::extension_grace), duration())},
        {"access.title_share", fill(in(&S::access, &Access::title_share), share(0, true))},
        {"access.reasons", fill(in(&S::access, &Access::reasons), read_option_texts)},

        {"working_hours.days", fill(in(&S::working_hours, &WorkingHours::days), read_weekdays)},
        {"working_hours.from", fill(in(&S::working_hours, &WorkingHours::from), read_time_of_day)},
        {"working_hours.to", fill(in(&S::working_hours, &WorkingHours::to), read_time_of_day)},
        {"working_hours.timezone",
         fill(in(&S::working_hours, &WorkingHours::timezone), read_timezone)},

        {"notifications.optional",
         fill(in(&S::notifications, &NotificationSettings::optional), notifications())},

        {"campaigns.remind_every", fill(in(&S::campaigns, &Campaigns::remind_every), duration())},
        {"campaigns.remind_before_end",
         fill(in(&S::campaigns, &Campaigns::remind_before_end), durations())},
        {"campaigns.escalate",
         fill(
             in(&S::campaigns, &Campaigns::escalate),
             choice<CampaignEscalation>({"notify", "reassign"})
         )},
        {"campaigns.escalate_before",
         fill(in(&S::campaigns, &Campaigns::escalate_before), duration())},

        {"fulfilment.answer_within", fill(in(&S::fulfilment, &Done::answer_within), duration())},
        {"fulfilment.retry_first", fill(in(&S::fulfilment, &Done::retry_first), duration())},
        {"fulfilment.retry_longest", fill(in(&S::fulfilment, &Done::retry_longest), duration())},
        {"fulfilment.give_up_after", fill(in(&S::fulfilment, &Done::give_up_after), duration())},
        {"fulfilment.pending_for", fill(in(&S::fulfilment, &Done::pending_for), duration())},
        {"fulfilment.poll_every", fill(in(&S::fulfilment, &Done::poll_every), duration())},

        {"smtp.url", fill(in(&S::smtp, &SmtpSettings::url), url(UrlRule::mail))},
        {"smtp.from", fill(in(&S::smtp, &SmtpSettings::from), text)},
        {"smtp.user", fill(in(&S::smtp, &SmtpSettings::user), text)},
        {"smtp.password_file", fill(in(&S::smtp, &SmtpSettings::password_file), text)},
    };
    return rows;
}

const std::vector<IntegrationRow>& integration_rows() {
    using I = IntegrationSettings;
    const auto text = read_text;
    const auto safe_url = url(UrlRule::https_or_loopback);
    static const std::vector<IntegrationRow> rows{
        {"fulfilment", fill(in(&I::fulfilment), choice<Fulfilment>({"manual", "scim", "webhook"}))},
        {"create_identities", fill(in(&I::create_identities), read_flag)},
        {"sync", fill(in(&I::sync), choice<SyncSource>({"none", "scim", "csv"}))},
        {"sync_every", fill(in(&I::sync_every), duration())},
        {"account_url", fill(in(&I::account_url), safe_url)},
        {"scim_group", fill(in(&I::scim_group), text)},
        {"scim_url", fill(in(&I::scim_url), safe_url)},
        {"scim_token_file", fill(in(&I::scim_token_file), text)},
        {"scim_user", fill(in(&I::scim_user), text)},
        {"scim_password_file", fill(in(&I::scim_password_file), text)},
        {"webhook_url", fill(in(&I::webhook_url), safe_url)},
        {"webhook_secret_file", fill(in(&I::webhook_secret_file), text)},
        {"csv_folder", fill(in(&I::csv_folder), text)},
        {"largest_loss", fill(in(&I::largest_loss), share(0, false))},
    };
    return rows;
}

std::string variable_of(std::string_view name) {
    std::string variable = name.starts_with("slack.") ? "" : "LATCHKEY_";
    for (const char c : name) {
        const bool lower = c >= 'a' && c <= 'z';
        variable += c == '.' ? '_' : (lower ? static_cast<char>(c - 'a' + 'A') : c);
    }
    return variable;
}

}  // namespace bot
