// What the operator may write, what is refused, and that the refusal tells where and what was
// meant.
#include <catch2/catch.hpp>

#include "bot/nearest_name.hpp"
#include "bot/settings_load.hpp"
#include "bot/settings_table.hpp"
#include "tests/bot/temp_folder.hpp"

namespace {

using namespace std::chrono_literals;
using bot::Environment;

bot::SettingsResult load(const std::string& toml, const Environment& environment = {}) {
    const TempFolder folder;
    return bot::load_settings(folder.write("latchkey.toml", toml), environment, true);
}

// The only problem, or all of them in one text.
std::string refusal(const std::string& toml, const Environment& environment = {}) {
    const auto loaded = load(toml, environment);
    if (loaded) return "accepted";
    std::string all;
    for (const auto& problem : loaded.error())
        all +=
            (all.empty() ? "" : "\n") + problem.substr(problem.rfind('/', problem.find(':')) + 1);
    return all;
}

constexpr std::string_view whole_example = R"(
[reviews]
due_after = "5d"
remind_every = "2d"
escalate_after = "2d"            # after due
request_expires_after = "14d"
request_expiry_notice = "2d"

[access]
temporary_access = "end_date"    # or "purpose"
longest = "365d"
end_notices = ["24h", "1h"]
title_share = 0.5
reasons = ["New in this role", "New project", "Covering for a colleague", "Incident", "Audit", "Other"]

[working_hours]
days = ["mon", "tue", "wed", "thu", "fri"]
from = "09:00"
to = "18:00"
timezone = "UTC"

[campaigns]
remind_every = "7d"
remind_before_end = ["3d", "1d"]
escalate = "notify"
escalate_before = "2d"

[integrations.GitHub]
fulfilment = "scim"
create_identities = false
sync = "scim"
sync_every = "1h"
account_url = "https://github.example.com/signup"
scim_group = "{resource}-{privilege}"
scim_url = "https://scim.example.com/scim/v2"
scim_token_file = "/etc/latchkey/github-scim.token"
webhook_url = "https://hooks.example.com/latchkey"
webhook_secret_file = "/etc/latchkey/github-webhook.secret"
csv_folder = "/var/lib/latchkey/github"
largest_loss = 0.2

[smtp]
url = "smtps://mail.example.com:465"
from = "access@example.com"
user = "latchkey"
password_file = "/etc/latchkey/smtp.password"
)";

}  // namespace

TEST_CASE("the documented example is the defaults") {
    const auto loaded = load(std::string(whole_example));
    REQUIRE(loaded.has_value());
    const bot::Settings defaults;
    CHECK(loaded->reviews.due_after == defaults.reviews.due_after);
    CHECK(loaded->reviews.remind_every == defaults.reviews.remind_every);
    CHECK(loaded->reviews.escalate_after == defaults.reviews.escalate_after);
    CHECK(loaded->reviews.request_expires_after == defaults.reviews.request_expires_after);
    CHECK(loaded->reviews.request_expiry_notice == defaults.reviews.request_expiry_notice);
    CHECK(loaded->access.temporary_access == defaults.access.temporary_access);
    CHECK(loaded->access.longest == defaults.access.longest);
    CHECK(loaded->access.end_notices == defaults.access.end_notices);
    CHECK(loaded->access.title_share == defaults.access.title_share);
    CHECK(loaded->access.reasons == defaults.access.reasons);
    CHECK(loaded->working_hours.days == defaults.working_hours.days);
    CHECK(loaded->working_hours.from == defaults.working_hours.from);
    CHECK(loaded->working_hours.to == defaults.working_hours.to);
    CHECK(loaded->campaigns.remind_every == defaults.campaigns.remind_every);
    CHECK(loaded->campaigns.remind_before_end == defaults.campaigns.remind_before_end);
    CHECK(loaded->campaigns.escalate_before == defaults.campaigns.escalate_before);
    const auto& github = loaded->integrations.at("GitHub");
    CHECK(github.fulfilment == bot::Fulfilment::scim);
    CHECK(github.sync == bot::SyncSource::scim);
    CHECK(github.sync_every == 1h);
    CHECK(github.largest_loss == 0.2);
    CHECK(loaded->smtp.url == "smtps://mail.example.com:465");
    CHECK(loaded->warnings.empty());
}

TEST_CASE("e-mail has a sender that is an address, and a user with a password file or neither") {
    const auto problem = [](const std::string& keys) {
        return refusal("[smtp]\nurl = \"smtp://mail.example.com:587\"\n" + keys);
    };
    const std::string from = "from = \"Latchkey <access@example.com>\"\n";
    CHECK(problem(from) == "accepted");
    CHECK(problem(from + "user = \"me\"\npassword_file = \"/p\"") == "accepted");
    CHECK(problem("").find("smtp.from") != std::string::npos);
    CHECK(problem("from = \"nobody\"").find("no address like") != std::string::npos);
    CHECK(problem(from + "user = \"me\"").find("belong together") != std::string::npos);
    CHECK(problem(from + "password_file = \"/p\"").find("belong together") != std::string::npos);
    CHECK(refusal("[smtp]\nurl = \"https://mail.example.com\"\n" + from) != "accepted");
}

TEST_CASE("a SCIM endpoint takes a token or a user with a password, and a pattern for its groups") {
    const auto problem = [](const std::string& keys) {
        return refusal(
            "[integrations.A]\nfulfilment = \"scim\"\nscim_url = \"https://a.example.com/v2\"\n" +
            keys
        );
    };
    CHECK(problem("") == "accepted");
    CHECK(problem("scim_user = \"me\"\nscim_password_file = \"/p\"") == "accepted");
    CHECK(problem("scim_user = \"me\"").find("belong together") != std::string::npos);
    CHECK(problem("scim_password_file = \"/p\"").find("belong together") != std::string::npos);
    CHECK(
        problem("scim_token_file = \"/t\"\nscim_user = \"me\"\nscim_password_file = \"/p\"")
            .find("the server takes one") != std::string::npos
    );
    CHECK(problem("scim_group = \"{project}/{resource}\"") == "accepted");
    CHECK(problem("scim_group = \"everybody\"").find("scim_group must name") != std::string::npos);
    CHECK(
        problem("scim_group = \"{ressource}\"").find("scim_group must name") != std::string::npos
    );
    CHECK(problem("scim_group = \"{resource\"").find("scim_group must name") != std::string::npos);
    CHECK(problem("scim_usr = \"me\"").find("\"scim_user\"") != std::string::npos);
}

TEST_CASE("a secret file that cannot be read stops the start") {
    const auto loaded = load(
        "[integrations.A]\nscim_url = \"https://a.example.com\"\nscim_token_file = "
        "\"/nowhere/token\"\n"
    );
    REQUIRE(loaded.has_value());
    const auto missing = bot::missing_for_serve(*loaded);
    REQUIRE_FALSE(missing.empty());
    CHECK(
        missing.front() ==
        "integrations.A.scim_token_file: the file \"/nowhere/token\" cannot be read or is empty"
    );
}

TEST_CASE("without file and environment the defaults of the documentation hold") {
    const auto loaded = load("");
    REQUIRE(loaded.has_value());
    CHECK(loaded->slack.api_url == "https://slack.com/api/");
    CHECK(loaded->database == "latchkey.db");
    CHECK(loaded->listen == bot::Endpoint{"0.0.0.0", 8443});
    CHECK(loaded->admin_listen == bot::Endpoint{"127.0.0.1", 9464});
    CHECK(loaded->log.format == bot::LogFormat::text);
}

TEST_CASE("every key has its variable, and the variable wins over the file") {
    CHECK(bot::variable_of("reviews.due_after") == "LATCHKEY_REVIEWS_DUE_AFTER");
    CHECK(bot::variable_of("slack.api_url") == "SLACK_API_URL");
    CHECK(bot::variable_of("tls_cert") == "LATCHKEY_TLS_CERT");
    const auto loaded = load(
        "[reviews]\ndue_after = \"5d\"\nremind_every = \"3s\"\n",
        {{"LATCHKEY_REVIEWS_DUE_AFTER", "4s"},
         {"LATCHKEY_ACCESS_END_NOTICES", "1h, 24h"},
         {"LATCHKEY_ACCESS_TITLE_SHARE", "0.75"},
         {"LATCHKEY_ACCESS_REASONS", R"(["A, or B", "Other"])"},
         {"LATCHKEY_WORKING_HOURS_DAYS", "sun,mon"},
         {"LATCHKEY_WORKING_HOURS_TO", "24:00"},
         {"LATCHKEY_LISTEN", "[::1]:0"},
         {"LATCHKEY_LOG", "json,debug"}}
    );
    REQUIRE(loaded.has_value());
    CHECK(loaded->reviews.due_after == 4s);
    CHECK(loaded->reviews.remind_every == 3s);
    CHECK(loaded->access.end_notices == std::vector<std::chrono::seconds>{24h, 1h});
    CHECK(loaded->access.title_share == 0.75);
    CHECK(loaded->access.reasons == std::vector<std::string>{"A, or B", "Other"});
    CHECK(loaded->working_hours.days == std::vector{std::chrono::Monday, std::chrono::Sunday});
    CHECK(loaded->working_hours.to == 24h);
    CHECK(loaded->listen == bot::Endpoint{"::1", 0});
    CHECK(loaded->log.format == bot::LogFormat::json);
    CHECK(loaded->log.level == bot::LogLevel::debug);
}

TEST_CASE("an empty variable counts as not set") {
    const auto loaded =
        load("database = \"a.db\"", {{"LATCHKEY_DATABASE", ""}, {"LATCHKEY_TASKS_URL", ""}});
    REQUIRE(loaded.has_value());
    CHECK(loaded->database == "a.db");
}

TEST_CASE("an unknown key is refused with file, line and the nearest known name") {
    CHECK(
        refusal("[reviews]\n\ndue_afer = \"5d\"") ==
        "latchkey.toml:3: unknown key \"reviews.due_afer\"; "
        "the nearest known name is \"reviews.due_after\""
    );
    CHECK(
        refusal("[review]\ndue_after = \"5d\"") ==
        "latchkey.toml:1: unknown table [review]; the nearest known name is \"reviews\""
    );
    CHECK(
        refusal("due_after = \"5d\"") ==
        "latchkey.toml:1: unknown key \"due_after\"; "
        "the nearest known name is \"reviews.due_after\""
    );
    CHECK(
        refusal("[integrations.GitHub]\nfulfillment = \"manual\"") ==
        "latchkey.toml:2: unknown key \"fulfillment\" in [integrations.GitHub]; "
        "the nearest known name is \"fulfilment\""
    );
    CHECK(
        refusal("", {{"LATCHKEY_REVIEWS_DUE_AFTR", "5d"}}) ==
        "LATCHKEY_REVIEWS_DUE_AFTR: unknown variable; "
        "the nearest known name is \"LATCHKEY_REVIEWS_DUE_AFTER\""
    );
}

TEST_CASE("a variable that others may set for us is a warning only") {
    const auto loaded = load("", {{"LATCHKEY_SERVICE_HOST", "10.0.0.1"}});
    REQUIRE(loaded.has_value());
    CHECK(
        loaded->warnings ==
        std::vector<std::string>{"the variable LATCHKEY_SERVICE_HOST is unknown and not read"}
    );
}

TEST_CASE("a value out of range is refused with the range") {
    CHECK(
        refusal("[reviews]\ndue_after = \"0s\"") ==
        "latchkey.toml:2: reviews.due_after: \"0s\" is out of range: from 1s to 3650d"
    );
    CHECK(
        refusal("[access]\ntitle_share = 0.0") ==
        "latchkey.toml:2: access.title_share: it is out of range: above 0 to 1"
    );
    CHECK(refusal("[access]\ntitle_share = nan") != "accepted");
    CHECK(refusal("[access]\ntitle_share = 1.01") != "accepted");
    CHECK(refusal("[access]\ntitle_share = 1") == "accepted");
    CHECK(refusal("[integrations.A]\nlargest_loss = 0.0") == "accepted");
    CHECK(refusal("[integrations.A]\nlargest_loss = -0.1") != "accepted");
    CHECK(
        refusal("listen = \"0.0.0.0:65536\"").find("a port is from 0 to 65535") != std::string::npos
    );
}

TEST_CASE("a duration is a whole number and one of s, m, h, d") {
    for (const std::string good : {"90s", "15m", "36h", "5d", "3650d"})
        CHECK(refusal("[reviews]\ndue_after = \"" + good + "\"") == "accepted");
    for (const std::string bad :
         {"",
          "5",
          "d",
          "-5d",
          "+5d",
          "5 d",
          "1h30m",
          "5w",
          "5D",
          "1.5h",
          "99999999999999999999s"}) {
        INFO(bad);
        CHECK(
            refusal("[reviews]\ndue_after = \"" + bad + "\"").find("is not a duration like") !=
            std::string::npos
        );
    }
    CHECK(
        refusal("[reviews]\ndue_after = 5") ==
        "latchkey.toml:2: reviews.due_after: it must be "
        "a duration like \"90s\", \"15m\", \"36h\" or \"5d\""
    );
}

TEST_CASE("a wrong type is refused and does not crash") {
    CHECK(refusal("reviews = 5").find("reviews must be a table") != std::string::npos);
    CHECK(refusal("[[reviews]]\ndue_after = \"5d\"").find("must be a table") != std::string::npos);
    CHECK(refusal("[database]\nx = 1").find("database is a value") != std::string::npos);
    CHECK(
        refusal("database = 1979-05-27").find("of a type that no setting has") != std::string::npos
    );
    CHECK(refusal("database = \"\"").find("it is empty") != std::string::npos);
    CHECK(refusal("plain_http = \"1\"").find("true or false, without quotes") != std::string::npos);
    CHECK(
        refusal("[integrations]\nGitHub = \"scim\"").find("must be a table") != std::string::npos
    );
    CHECK(refusal("[access]\nreasons = [1, 2]") != "accepted");
    CHECK(refusal("[access]\nreasons = []").find("from 1 to 100 entries") != std::string::npos);
    CHECK(refusal("[access]\nreasons = [\"A\", \"A\"]").find("twice") != std::string::npos);
    CHECK(
        refusal("[access]\nreasons = [\"" + std::string(76, 'x') + "\"]").find("75 characters") !=
        std::string::npos
    );
    CHECK(
        refusal("[working_hours]\ndays = [\"mon\", \"tues\"]").find("the nearest is \"tue\"") !=
        std::string::npos
    );
    CHECK(refusal("[working_hours]\ndays = []") != "accepted");
    CHECK(refusal("[working_hours]\nto = \"24:01\"") != "accepted");
    CHECK(
        refusal("[working_hours]\ntimezone = \"Mars/Base\"").find("time zone") != std::string::npos
    );
    CHECK(refusal("log = \"json,loud\"") != "accepted");
}

TEST_CASE("broken TOML is refused with its line") {
    CHECK(refusal("[reviews]\ndue_after = ").starts_with("latchkey.toml:2: this is not TOML: "));
    CHECK(refusal("a = 1\na = 2").starts_with("latchkey.toml:2: this is not TOML: "));
    CHECK(refusal("database = \"\xff\xfe\"").starts_with("latchkey.toml:1: this is not TOML: "));
    CHECK(refusal(std::string(5000, '[')) != "accepted");
}

TEST_CASE("all problems are told at once") {
    const auto loaded = load("x = 1\n[reviews]\ndue_after = \"5\"\nremind_every = 2\n");
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().size() == 3);
}

TEST_CASE("a settings file that is named must be there, a folder is none") {
    const TempFolder folder;
    const auto missing = bot::load_settings(folder.path() + "/no.toml", {}, true);
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().front().ends_with("cannot be read: No such file or directory"));
    const auto by_variable =
        bot::load_settings("", {{"LATCHKEY_CONFIG", folder.path() + "/no.toml"}}, true);
    CHECK_FALSE(by_variable.has_value());
    const auto is_folder = bot::load_settings(folder.path(), {}, true);
    REQUIRE_FALSE(is_folder.has_value());
    CHECK(is_folder.error().front().ends_with("is a folder, not a file"));
}

TEST_CASE("secrets come from the environment or from files of their own, never from the settings") {
    const TempFolder folder;
    const auto file = folder.write("token", "xoxb-from-file\n");
    const auto by_variable = load("", {{"SLACK_BOT_TOKEN_FILE", file}});
    REQUIRE(by_variable.has_value());
    CHECK(by_variable->slack.bot_token == "xoxb-from-file");
    const auto by_key = load("[slack]\nbot_token_file = \"" + file + "\"");
    REQUIRE(by_key.has_value());
    CHECK(by_key->slack.bot_token == "xoxb-from-file");
    const auto both =
        load("", {{"SLACK_BOT_TOKEN_FILE", file}, {"SLACK_BOT_TOKEN", "xoxb-direct"}});
    REQUIRE(both.has_value());
    CHECK(both->slack.bot_token == "xoxb-direct");
    CHECK(both->warnings.size() == 1);

    const auto in_settings = refusal("[slack]\nbot_token = \"xoxb-secret\"");
    CHECK(
        in_settings.find("slack.bot_token is a secret: give it as SLACK_BOT_TOKEN") !=
        std::string::npos
    );
    CHECK(in_settings.find("xoxb-secret") == std::string::npos);
    CHECK(
        refusal("", {{"SLACK_BOT_TOKEN_FILE", "/no/such/file"}}).find("cannot be read") !=
        std::string::npos
    );
}

TEST_CASE("a secret is never shown, not even a broken one") {
    const auto broken =
        refusal("", {{"SLACK_BOT_TOKEN", "xoxb-\x01-hush"}, {"LATCHKEY_KEY", "0123-hush"}});
    CHECK(broken.find("hush") == std::string::npos);
    CHECK(broken.find("SLACK_BOT_TOKEN: it has a control character in it") != std::string::npos);
    CHECK(broken.find("64 hex digits") != std::string::npos);
}

TEST_CASE("the key is 32 bytes in hex") {
    const auto loaded = load("", {{"LATCHKEY_KEY", std::string(62, '0') + "fF"}});
    REQUIRE(loaded.has_value());
    CHECK(loaded->key == std::string(31, '\0') + "\xff");
    CHECK(refusal("", {{"LATCHKEY_KEY", std::string(64, 'g')}}) != "accepted");
    CHECK(refusal("", {{"LATCHKEY_KEY", std::string(62, '0') + "0x"}}) != "accepted");
    CHECK(refusal("", {{"LATCHKEY_KEY", std::string(63, '0')}}) != "accepted");
}

TEST_CASE("serve refuses an empty signing secret and names everything that is missing") {
    const auto nothing = load("", {{"SLACK_SIGNING_SECRET", ""}});
    REQUIRE(nothing.has_value());
    const auto missing = bot::missing_for_serve(*nothing);
    REQUIRE(missing.size() == 4);
    CHECK(missing.front().starts_with("SLACK_SIGNING_SECRET (or"));
    const TempFolder folder;
    const auto file = folder.write("secret", "\n");
    CHECK(
        refusal("", {{"SLACK_SIGNING_SECRET_FILE", file}}).find("it is empty") != std::string::npos
    );
    const auto plain = load(
        "", {{"SLACK_SIGNING_SECRET", "s"}, {"SLACK_BOT_TOKEN", "t"}, {"LATCHKEY_PLAIN_HTTP", "1"}}
    );
    REQUIRE(plain.has_value());
    CHECK(bot::missing_for_serve(*plain).empty());
}

TEST_CASE("plain HTTP binds to loopback unless told otherwise") {
    const auto plain = load("plain_http = true");
    REQUIRE(plain.has_value());
    CHECK(plain->listen == bot::Endpoint{"127.0.0.1", 8443});
    const auto told = load("plain_http = true\nlisten = \"0.0.0.0:80\"");
    REQUIRE(told.has_value());
    CHECK(told->listen == bot::Endpoint{"0.0.0.0", 80});
}

TEST_CASE("addresses are https, but for this machine's own") {
    CHECK(
        refusal("public_url = \"http://latchkey.example.com\"").find("must begin with https://") !=
        std::string::npos
    );
    CHECK(refusal("public_url = \"http://127.0.0.1:8443\"") != "accepted");
    CHECK(refusal("", {{"SLACK_API_URL", "http://slack.example.com/api/"}}) != "accepted");
    CHECK(refusal("", {{"SLACK_API_URL", "http://127.0.0.1.example.com/api/"}}) != "accepted");
    CHECK(refusal("", {{"SLACK_API_URL", "ftp://127.0.0.1/"}}) != "accepted");
    CHECK(refusal("", {{"SLACK_API_URL", "https://user@slack.com/api/"}}) != "accepted");
    const auto local = load("", {{"SLACK_API_URL", "http://localhost:8444/api"}});
    REQUIRE(local.has_value());
    CHECK(local->slack.api_url == "http://localhost:8444/api/");
    const auto url = load("public_url = \"https://latchkey.example.com/\"");
    REQUIRE(url.has_value());
    CHECK(url->public_url == "https://latchkey.example.com");
    CHECK(refusal("public_url = \"https://latchkey.example.com/?a=b\"") != "accepted");
    CHECK(refusal("[integrations.A]\nscim_url = \"http://scim.example.com\"") != "accepted");
    CHECK(refusal("[integrations.A]\nwebhook_url = \"http://[::1]:9/hook\"") == "accepted");
}

TEST_CASE("the clock is shifted only where it and Slack are this machine") {
    const std::string sentence = "the clock may be shifted only where it and SLACK_API_URL";
    CHECK(
        refusal("", {{"LATCHKEY_CLOCK_URL", "http://127.0.0.1:9/clock"}}).find(sentence) !=
        std::string::npos
    );
    CHECK(
        refusal(
            "",
            {{"LATCHKEY_CLOCK_URL", "https://clock.example.com/"},
             {"SLACK_API_URL", "https://127.0.0.1/api/"}}
        ).find(sentence) != std::string::npos
    );
    CHECK(
        refusal(
            "",
            {{"LATCHKEY_CLOCK_URL", "http://127.0.0.1:9/clock"},
             {"SLACK_API_URL", "https://127.0.0.1:8/api/"}}
        ) == "accepted"
    );
}

TEST_CASE("an integration has what its ways of working need") {
    CHECK(
        refusal("[integrations.GitHub]\nfulfilment = \"webhook\"") ==
        "latchkey.toml:1: [integrations.GitHub]: webhook_url is missing\n"
        "latchkey.toml:1: [integrations.GitHub]: webhook_secret_file is missing"
    );
    CHECK(
        refusal("[integrations.A]\nsync = \"csv\"").find("csv_folder is missing") !=
        std::string::npos
    );
    CHECK(
        refusal("[integrations.A]\nsync = \"scim\"").find("scim_url is missing") !=
        std::string::npos
    );
    const auto plain =
        load("[integrations.\"Jira Cloud\"]\n[integrations.\"a.b\"]\nsync_every=\"1s\"");
    REQUIRE(plain.has_value());
    CHECK(plain->integrations.contains("Jira Cloud"));
    CHECK(plain->integrations.at("a.b").sync_every == 1s);
}

TEST_CASE("working hours begin before they end") {
    CHECK(
        refusal("[working_hours]\nfrom = \"18:00\"\nto = \"09:00\"").find("before they end") !=
        std::string::npos
    );
    const auto always = load("[working_hours]\nfrom = \"00:00\"\nto = \"24:00\"");
    REQUIRE(always.has_value());
    CHECK(always->working_hours.always());
}

TEST_CASE("the nearest name is the one with the fewest letters to change") {
    CHECK(bot::edit_distance("", "") == 0);
    CHECK(bot::edit_distance("kitten", "sitting") == 3);
    CHECK(bot::edit_distance("ab", "ba") == 1);
    CHECK(bot::edit_distance("", "abc") == 3);
    CHECK(
        bot::nearest_name(
            "campaigns.remind_evry", {"reviews.remind_every", "campaigns.remind_every"}
        ) == "campaigns.remind_every"
    );
}
