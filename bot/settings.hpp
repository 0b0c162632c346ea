// What the operator can choose, as typed values: a TOML file, each key overridable by the
// environment. Whoever holds a `Settings` holds values within their ranges.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bot {

// An address to listen on. Port 0 lets the system choose.
struct Endpoint {
    std::string host;  // an IP address, IPv6 without brackets
    std::uint16_t port = 0;

    bool operator==(const Endpoint&) const = default;
};

enum class LogFormat { text, json };
enum class LogLevel { debug, info, warn, error };

struct LogSettings {
    LogFormat format = LogFormat::text;
    LogLevel level = LogLevel::info;
};

struct SlackSettings {
    std::string signing_secret;                      // never empty where serve runs
    std::string signing_secret_previous;             // empty: none
    std::string bot_token;                           // never empty where serve runs
    std::string api_url = "https://slack.com/api/";  // ends in "/"
};

struct ReviewSettings {
    std::chrono::seconds due_after = std::chrono::days{5};
    std::chrono::seconds remind_every = std::chrono::days{2};
    std::chrono::seconds escalate_after = std::chrono::days{2};  // after due
    std::chrono::seconds request_expires_after = std::chrono::days{14};
    std::chrono::seconds request_expiry_notice = std::chrono::days{2};  // before the expiry
};

// What "Temporary" leads to in the request form.
enum class TemporaryAccess { end_date, purpose };

struct AccessSettings {
    TemporaryAccess temporary_access = TemporaryAccess::end_date;
    std::chrono::seconds longest = std::chrono::days{365};
    std::vector<std::chrono::seconds> end_notices = {
        std::chrono::hours{24}, std::chrono::hours{1}};   // before the end, longest first
    std::optional<std::chrono::seconds> extension_grace;  // none: it ends on time
    double title_share = 0.5;                             // above 0, at most 1
    std::vector<std::string> reasons = {
        "New in this role",
        "New project",
        "Covering for a colleague",
        "Incident",
        "Audit",
        "Other"};
};

struct WorkingHours {
    std::vector<std::chrono::weekday> days = {
        std::chrono::Monday,
        std::chrono::Tuesday,
        std::chrono::Wednesday,
        std::chrono::Thursday,
        std::chrono::Friday};
    std::chrono::minutes from = std::chrono::hours{9};  // since midnight, before `to`
    std::chrono::minutes to = std::chrono::hours{18};   // at most 24 h
    std::string timezone = "UTC";                       // IANA name, known to this machine

    // From midnight to midnight: nothing waits, on no day.
    bool always() const { return from.count() == 0 && to == std::chrono::hours{24}; }
};

// What happens to a campaign's reviewer who is late.
enum class CampaignEscalation { notify, reassign };

struct CampaignSettings {
    std::chrono::seconds remind_every = std::chrono::days{7};
    std::vector<std::chrono::seconds> remind_before_end = {
        std::chrono::days{3}, std::chrono::days{1}};  // longest first
    CampaignEscalation escalate = CampaignEscalation::notify;
    std::chrono::seconds escalate_before = std::chrono::days{2};
};

enum class Fulfilment { manual, scim, webhook };
enum class SyncSource { none, scim, csv };

// An application's table. Addresses are https unless loopback; what `fulfilment` and `sync` need is
// there.
struct IntegrationSettings {
    Fulfilment fulfilment = Fulfilment::manual;
    bool create_identities = false;
    SyncSource sync = SyncSource::none;
    std::chrono::seconds sync_every = std::chrono::hours{1};
    std::string account_url;  // empty where not set, like all texts here
    std::string scim_group = "{resource}-{privilege}";
    std::string scim_url;
    std::string scim_token_file;
    std::string scim_user;  // basic authentication instead of a token
    std::string scim_password_file;
    std::string webhook_url;
    std::string webhook_secret_file;
    std::string csv_folder;
    double largest_loss = 0.2;  // from 0 to 1
};

// How what was approved is carried out in an application.
struct FulfilmentSettings {
    std::chrono::seconds answer_within{30};  // for each call
    std::chrono::seconds retry_first{10};    // then twice as long each time
    std::chrono::seconds retry_longest = std::chrono::hours{1};
    std::chrono::seconds give_up_after = std::chrono::days{1};
    std::chrono::seconds pending_for = std::chrono::days{7};  // a webhook that said "pending"
    std::chrono::seconds poll_every = std::chrono::minutes{5};
};

struct NotificationSettings {
    // What people may switch off for themselves: words of store/preferences.hpp.
    std::vector<std::string> optional = {
        "reminders", "expiring", "ending_access", "requested_for_me"};
};

struct SmtpSettings {
    std::string url;  // smtp:// or smtps://; empty: no e-mail is sent
    std::string from;
    std::string user;
    std::string password_file;
};

struct Settings {
    SlackSettings slack;
    std::string key;  // 32 bytes; empty: nothing secret is stored, the audit is hashed unkeyed
    std::string database = "latchkey.db";
    Endpoint listen{"0.0.0.0", 8443};  // with plain_http, unless told otherwise, 127.0.0.1
    std::string tls_cert;              // PEM file; not empty where serve runs without plain_http
    std::string tls_key;               // PEM file; the same
    bool plain_http = false;
    std::string public_url;  // https, no "/" at the end; empty: no links are made
    std::string tasks_url;   // empty: My tasks is a button
    Endpoint admin_listen{"127.0.0.1", 9464};
    std::string clock_url;  // empty: the product clock is the real one
    std::string ca_file;    // PEM file; empty: the system's store alone
    LogSettings log;
    ReviewSettings reviews;
    AccessSettings access;
    WorkingHours working_hours;
    NotificationSettings notifications;
    CampaignSettings campaigns;
    FulfilmentSettings fulfilment;
    std::map<std::string, IntegrationSettings> integrations;  // by the name as the file writes it
    SmtpSettings smtp;

    std::string config_file;            // the TOML file that was read; empty if none was
    std::vector<std::string> warnings;  // oddities that did not stop the start; for the log
};

}  // namespace bot
