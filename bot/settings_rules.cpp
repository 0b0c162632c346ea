#include "bot/settings_rules.hpp"

#include <string_view>
#include <utility>

#include "bot/mail_text.hpp"
#include "bot/secret_file.hpp"
#include "bot/web_address.hpp"

namespace bot {

namespace {

// The settings under judgement, so that each rule is one line to call.
struct Judge {
    Settings& settings;
    const Origins& origins;
    SettingsProblems& problems;

    void refuse(const std::string& name, const std::string& sentence) {
        const auto origin = origins.find(name);
        problems.push_back((origin == origins.end() ? name : origin->second) + ": " + sentence);
    }
};

bool is_loopback(const std::string& url) {
    const auto address = parse_web_address(url);
    return address && address->is_loopback();
}

bool has_query(const std::string& url) {
    return url.find_first_of("?#") != std::string::npos;
}

void judge_addresses(Judge& judge) {
    auto& settings = judge.settings;
    if (has_query(settings.slack.api_url)) {
        judge.refuse("slack.api_url", "an address that others are added to has no \"?\" or \"#\"");
    }
    if (!settings.slack.api_url.ends_with('/')) settings.slack.api_url += '/';
    if (!settings.clock_url.empty() &&
        !(is_loopback(settings.clock_url) && is_loopback(settings.slack.api_url))) {
        judge.refuse(
            "clock_url",
            "the clock may be shifted only where it and SLACK_API_URL are on this machine "
            "(127.0.0.1 or localhost)"
        );
    }
    if (settings.plain_http && !judge.origins.contains("listen"))
        settings.listen.host = "127.0.0.1";
}

void judge_hours(Judge& judge) {
    const auto& hours = judge.settings.working_hours;
    if (hours.from < hours.to) return;
    const bool to_given = judge.origins.contains("working_hours.to");
    judge.refuse(
        to_given ? "working_hours.to" : "working_hours.from",
        "the working hours must begin before they end, on the same day"
    );
}

// Only these are filled in, and without one of them all access would be one group.
bool is_group_pattern(const std::string& pattern) {
    bool names_something = false;
    for (auto at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1)) {
        const auto end = pattern.find('}', at);
        if (end == std::string::npos) return false;
        const auto what = pattern.substr(at + 1, end - at - 1);
        if (what != "resource" && what != "privilege" && what != "project") return false;
        names_something = true;
    }
    return names_something;
}

void judge_scim(Judge& judge, const std::string& name, const IntegrationSettings& integration) {
    const bool token = !integration.scim_token_file.empty();
    const bool user = !integration.scim_user.empty();
    if (token && user) {
        judge.refuse(name, "scim_token_file and scim_user are both set: the server takes one");
    }
    if (user != !integration.scim_password_file.empty()) {
        judge.refuse(name, "scim_user and scim_password_file belong together: one is missing");
    }
    if (has_query(integration.scim_url)) {
        judge.refuse(name, "scim_url is an address that others are added to: no \"?\" or \"#\"");
    }
    if (!is_group_pattern(integration.scim_group)) {
        judge.refuse(
            name,
            "scim_group must name {resource}, {privilege} or {project}, and nothing else in braces"
        );
    }
}

void judge_integration(
    Judge& judge, const std::string& name, const IntegrationSettings& integration
) {
    const auto needs = [&](bool needed, const std::string& value, std::string_view what) {
        if (needed && value.empty()) {
            judge.refuse("integrations." + name, std::string(what) + " is missing");
        }
    };
    const bool scim =
        integration.fulfilment == Fulfilment::scim || integration.sync == SyncSource::scim;
    const bool webhook = integration.fulfilment == Fulfilment::webhook;
    needs(scim, integration.scim_url, "scim_url");
    needs(webhook, integration.webhook_url, "webhook_url");
    needs(webhook, integration.webhook_secret_file, "webhook_secret_file");
    needs(integration.sync == SyncSource::csv, integration.csv_folder, "csv_folder");
    if (scim) judge_scim(judge, "integrations." + name, integration);
}

void judge_mail(Judge& judge) {
    const auto& smtp = judge.settings.smtp;
    if (!smtp.url.empty() && smtp.from.empty()) {
        judge.refuse("smtp.url", "smtp.from, the sender's address, is missing");
    }
    if (!smtp.from.empty() && mail_address(smtp.from).empty()) {
        judge.refuse(
            "smtp.from",
            "this is no address like access@example.com or Latchkey <access@example.com>"
        );
    }
    if (smtp.user.empty() != smtp.password_file.empty()) {
        judge.refuse(
            smtp.user.empty() ? "smtp.password_file" : "smtp.user",
            "smtp.user and smtp.password_file belong together: one is missing"
        );
    }
}

}  // namespace

void apply_rules(Settings& settings, const Origins& origins, SettingsProblems& problems) {
    Judge judge{settings, origins, problems};
    judge_addresses(judge);
    judge_hours(judge);
    for (const auto& [name, integration] : settings.integrations)
        judge_integration(judge, name, integration);
    judge_mail(judge);
    if (settings.reviews.request_expiry_notice >= settings.reviews.request_expires_after) {
        settings.warnings.emplace_back(
            "reviews.request_expiry_notice is not shorter than reviews.request_expires_after: "
            "nobody is told before a request expires"
        );
    }
}

SettingsProblems missing_for_serve(const Settings& settings) {
    SettingsProblems missing;
    for (const auto& [name, integration] : settings.integrations) {
        for (const auto& [key, file] :
             {std::pair{"scim_token_file", integration.scim_token_file},
              std::pair{"scim_password_file", integration.scim_password_file},
              std::pair{"webhook_secret_file", integration.webhook_secret_file}}) {
            if (file.empty() || read_secret_file(file)) continue;
            missing.push_back(
                "integrations." + name + "." + key + ": the file \"" + file +
                "\" cannot be read or is empty"
            );
        }
    }
    const auto& password = settings.smtp.password_file;
    if (!password.empty() && !read_secret_file(password)) {
        missing.push_back(
            "smtp.password_file: the file \"" + password + "\" cannot be read or is empty"
        );
    }
    const auto need = [&missing](const std::string& value, const char* sentence) {
        if (value.empty()) missing.emplace_back(sentence);
    };
    need(
        settings.slack.signing_secret,
        "SLACK_SIGNING_SECRET (or SLACK_SIGNING_SECRET_FILE) is not set or empty: it is on the "
        "app's page at api.slack.com, under Basic Information"
    );
    need(
        settings.slack.bot_token,
        "SLACK_BOT_TOKEN (or SLACK_BOT_TOKEN_FILE) is not set or empty: it is on the app's page at "
        "api.slack.com, under OAuth & Permissions"
    );
    if (settings.plain_http) return missing;
    need(
        settings.tls_cert,
        "LATCHKEY_TLS_CERT is not set: name the certificate's PEM file, or set "
        "LATCHKEY_PLAIN_HTTP=1 behind a proxy that ends TLS"
    );
    need(
        settings.tls_key, "LATCHKEY_TLS_KEY is not set: name the PEM file of the certificate's key"
    );
    return missing;
}

}  // namespace bot
