// Every error code of the protocol sheet has its kind and its sentence, and no secret survives the
// mask.
#include "bot/slack_errors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace bot;

namespace {

// The codes that Slack's documentation names for what we call or may meet, from the protocol
// sheet's sections 2.4, 3.9, 3.10, 4.7, 5.1, 5.2, 6.3, 6.4, 7.1 and 7.2.
const std::set<std::string_view> documented{
    "access_denied",
    "accesslimited",
    "account_inactive",
    "bad_client_secret",
    "bad_redirect_uri",
    "block_mismatch",
    "cannot_install_an_org_installed_app",
    "cant_delete_message",
    "cant_update_message",
    "channel_not_found",
    "compliance_exports_prevent_deletion",
    "deprecated_endpoint",
    "duplicate_channel_not_found",
    "duplicate_external_id",
    "duplicate_message_not_found",
    "edit_window_closed",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "exchanged_trigger_id",
    "expired_trigger_id",
    "expired_url",
    "fatal_error",
    "forbidden_team",
    "hash_conflict",
    "insecure_request",
    "internal_error",
    "invalid_arg_name",
    "invalid_arguments",
    "invalid_array_arg",
    "invalid_auth",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_charset",
    "invalid_client_id",
    "invalid_code",
    "invalid_code_verifier",
    "invalid_cursor",
    "invalid_form_data",
    "invalid_grant_type",
    "invalid_json",
    "invalid_message",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "invalid_post_type",
    "invalid_refresh_token",
    "invalid_scope",
    "invalid_team_for_non_distributed_app",
    "invalid_trigger_id",
    "invalid_user_combination",
    "invalid_view",
    "is_archived",
    "is_inactive",
    "json_not_object",
    "limit_required",
    "markdown_text_conflict",
    "message_not_found",
    "messages_tab_disabled",
    "metadata_must_be_sent_from_app",
    "metadata_too_large",
    "method_deprecated",
    "method_not_supported_for_channel_type",
    "missing_args",
    "missing_argument",
    "missing_post_type",
    "missing_scope",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_permission",
    "no_scopes",
    "no_text",
    "not_allowed_token_type",
    "not_authed",
    "not_enabled",
    "not_enough_users",
    "not_found",
    "not_in_channel",
    "oauth_authorization_url_mismatch",
    "only_one_table_allowed",
    "org_login_required",
    "pkce_not_allowed",
    "push_limit_reached",
    "rate_limited",
    "ratelimited",
    "request_timeout",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_locked",
    "restricted_action_thread_only_channel",
    "scope_not_allowed_on_enterprise",
    "service_unavailable",
    "streaming_state_conflict",
    "team_access_not_granted",
    "team_added_to_org",
    "team_not_found",
    "thread_not_found",
    "token_expired",
    "token_revoked",
    "too_many_attachments",
    "too_many_users",
    "trigger_exchanged",
    "trigger_expired",
    "two_factor_setup_required",
    "unapproved_scope",
    "unknown_method",
    "update_failed",
    "upgrade_required",
    "used_url",
    "user_disabled",
    "user_email_unverified",
    "user_not_found",
    "user_not_in_channel",
    "user_not_visible",
    "users_list_not_supplied",
    "users_not_found",
    "view_too_large",
};

const std::string bug_advice = "please report it";

}  // namespace

TEST_CASE("every documented code is in the table") {
    std::set<std::string_view> listed;
    for (const auto& row : slack_error_table())
        listed.insert(row.code);
    for (const auto code : documented) {
        INFO(code);
        CHECK(listed.contains(code));
        CHECK(meaning_of(code).fault != SlackFault::unknown);
    }
    CHECK(listed == documented);
    CHECK(listed.size() == slack_error_table().size());
}

TEST_CASE("every code has a sentence that a person can act on") {
    for (const auto& row : slack_error_table()) {
        INFO(row.code);
        const auto sentence = row.sentence();
        CHECK(sentence.size() > 20);
        CHECK(sentence.ends_with("."));
        CHECK(sentence.front() >= 'A');
        CHECK(sentence.front() <= 'Z');
        CHECK(
            (sentence.find(bug_advice) != std::string::npos) ==
            (row.fault == SlackFault::caller_bug)
        );
    }
}

TEST_CASE("codes that demand an act are of the right kind") {
    const std::pair<const char*, SlackFault> cases[] = {
        {"invalid_auth", SlackFault::token_dead},
        {"account_inactive", SlackFault::token_dead},
        {"token_expired", SlackFault::token_dead},
        {"missing_scope", SlackFault::rights},
        {"messages_tab_disabled", SlackFault::rights},
        {"not_enabled", SlackFault::rights},
        {"ratelimited", SlackFault::rate_limited},
        {"rate_limited", SlackFault::rate_limited},
        {"internal_error", SlackFault::transient},
        {"team_added_to_org", SlackFault::transient},
        {"invalid_blocks", SlackFault::caller_bug},
        {"user_disabled", SlackFault::recipient_gone},
        {"channel_not_found", SlackFault::recipient_gone},
        {"hash_conflict", SlackFault::stale_view},
        {"not_found", SlackFault::stale_view},
        {"message_not_found", SlackFault::stale_message},
        {"invalid_cursor", SlackFault::stale_cursor},
        {"push_limit_reached", SlackFault::push_limit},
        {"method_deprecated", SlackFault::retired},
    };
    for (const auto& [code, fault] : cases) {
        INFO(code);
        CHECK(meaning_of(code).fault == fault);
    }
}

TEST_CASE("only codes of which Slack says so may have happened") {
    std::set<std::string_view> ambiguous;
    for (const auto& row : slack_error_table()) {
        if (row.may_have_happened) ambiguous.insert(row.code);
    }
    CHECK(
        ambiguous == std::set<std::string_view>{"fatal_error", "internal_error", "update_failed"}
    );
}

TEST_CASE("an expired trigger is known in all its forms") {
    const std::vector<std::string> none;
    for (const auto* code :
         {"trigger_expired",
          "trigger_exchanged",
          "expired_trigger_id",
          "exchanged_trigger_id",
          "invalid_trigger_id"}) {
        INFO(code);
        CHECK(meaning_of(code, none).fault == SlackFault::expired_trigger);
    }
    const std::vector<std::string> told{"[ERROR] `trigger_id` expired [json-pointer:/trigger_id]"};
    CHECK(meaning_of("invalid_arguments", told).fault == SlackFault::expired_trigger);
    const std::vector<std::string> other{"[ERROR] must be less than 76 characters"};
    CHECK(meaning_of("invalid_arguments", other).fault == SlackFault::caller_bug);
    CHECK(meaning_of("invalid_arguments", none).fault == SlackFault::caller_bug);
}

TEST_CASE("an unlisted code is permanent, and a restriction whatever its suffix") {
    CHECK(meaning_of("brand_new_error").fault == SlackFault::unknown);
    CHECK(meaning_of("").fault == SlackFault::unknown);
    CHECK_FALSE(meaning_of("brand_new_error").sentence().empty());
    CHECK(meaning_of("restricted_action_some_day").fault == SlackFault::rights);
}

TEST_CASE("secrets are blotted out wherever they stand") {
    const std::pair<std::string, std::string> cases[] = {
        {"token xoxb-123-abc is bad", "token xoxb-*** is bad"},
        {"xoxp-1 xoxe.xoxb-1-abc xoxe-1-zz", "xoxp-*** xoxe.*** xoxe-***"},
        {"\"xapp-1-A1-2-abc\",x", "\"xapp-***\",x"},
        {"XOXB-ABC", "XOXB-***"},
        {"xwfp-abc", "xwfp-***"},
        {"Authorization: Bearer abc.def-ghi;", "Authorization: Bearer ***;"},
        {"see https://hooks.slack.com/actions/T1/2/abc now", "see https://hooks.slack.com*** now"},
        {"https:\\/\\/hooks.slack.com\\/app\\/T1\"", "https:\\/\\/hooks.slack.com***\""},
        {"https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1&x=1",
         "https%3A%2F%2Fhooks.slack.com***&x=1"},
        {"HOOKS.slack.COM/x", "HOOKS.slack.COM***"},
        {"a foxtrot, xox, xoxo and xoxb", "a foxtrot, xox, xoxo and xoxb"},
        {"", ""},
        {"nothing secret", "nothing secret"},
    };
    for (const auto& [text, masked] : cases)
        CHECK(mask_secrets(text) == masked);
}
