// Every `ok:false` code that Slack's documentation names, what kind of trouble it is, and a plain
// sentence of what it means and what to do. Also keeps secrets out of everything that is logged.
#pragma once

#include <boost/system/result.hpp>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bot {

enum class SlackFault {
    rate_limited,     // told to wait; certainly not done
    token_dead,       // the installation is broken: stop sending, tell the administrator
    rights,           // a setting of the app or the workspace is in the way: tell the administrator
    transient,        // Slack has trouble: later it may work
    caller_bug,       // we sent something wrong: never repeat
    recipient_gone,   // permanent for that user or channel: never repeat to them
    stale_view,       // the view was closed or changed meanwhile: render anew or let it be
    stale_message,    // the message is gone or may not be edited or deleted any more
    stale_cursor,     // a list's place expired: read it again from its start
    expired_trigger,  // three seconds passed, or the trigger was used: the person clicks again
    push_limit,       // three modals are stacked already
    retired,          // the method is gone: the product must be updated
    unknown,          // a code nobody told us of: permanent
    transport,        // no answer of Slack's: `may_have_happened` says what is certain
    stopped,          // we are shutting down; not sent unless `may_have_happened`
};

// One word for a log or a metric's label.
std::string_view word(SlackFault fault);

struct SlackErrorMeaning {
    std::string_view code;
    SlackFault fault;
    std::string_view meaning;
    // Slack says that a part may have been carried out all the same.
    bool may_have_happened = false;

    // What it means and what to do.
    std::string sentence() const;
};

// The whole table, sorted by code.
std::span<const SlackErrorMeaning> slack_error_table();
// The meaning of a code; an unlisted one is `unknown`.
const SlackErrorMeaning& meaning_of(std::string_view code);
// The same, with the messages beside it: an expired trigger may come as `invalid_arguments`.
const SlackErrorMeaning& meaning_of(std::string_view code, std::span<const std::string> messages);

struct SlackError {
    SlackFault fault;
    std::string code;                   // Slack's, or "transport", "http_503" …
    std::vector<std::string> messages;  // Slack's response_metadata.messages, secrets masked
    std::optional<std::chrono::seconds> retry_after = {};
    bool may_have_happened = false;  // look before you repeat
    std::string sentence;
};

// What result::value() throws where an error is a bug of the caller (tests).
[[noreturn]] void throw_exception_from_error(
    const SlackError& error, const boost::source_location& where
);

template <class T>
using SlackResult = boost::system::result<T, SlackError>;

// `text` with every Slack token (xox…, xapp-…, xwfp-…) and hooks.slack.com address blotted out.
std::string mask_secrets(std::string_view text);

}  // namespace bot
