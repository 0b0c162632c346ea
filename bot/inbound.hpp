// What Slack sends us, parsed once into typed values: the only place that reads Slack's inbound
// JSON and forms. It never trusts, never throws on bad input, and drops the verification token.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/slack_user.hpp"
#include "policy/ids.hpp"

namespace bot {

// Why a body was refused; each has its sentence.
enum class ParseFault {
    content_type,  // neither JSON nor a form
    empty_body,
    json_syntax,  // also: truncated, or bytes after the end
    invalid_utf8,
    too_deep,       // more than 64 levels
    duplicate_key,  // two equal keys in one object
    not_an_object,
    form_syntax,      // bad percent-encoding
    duplicate_field,  // a form field twice
    too_many_fields,  // a form of more than 64 fields
    ambiguous,        // a form that is an interaction and a command at once
    missing_field,    // a field without which the payload means nothing, or of the wrong type
};

struct ParseError {
    ParseFault fault;
    std::string where;  // the field concerned, or empty; never a value

    bool operator==(const ParseError&) const = default;
};

// A fault in words, for the log.
std::string describe(const ParseError& error);
// What result::value() throws where a parse error is a bug of the caller (tests).
[[noreturn]] void throw_exception_from_error(
    const ParseError& error, const boost::source_location& where
);

// Who acted and for which installation, by the sheet's rules 2.3. If `is_enterprise_install`, the
// installation is found by `enterprise` and `team` is ignored; else by `team`.
struct Actor {
    policy::TeamId team;     // may be empty for org-wide events
    std::string enterprise;  // "E…" or empty
    bool is_enterprise_install = false;
    policy::SlackUserId user;  // never empty in interactions and commands
    std::string user_team;     // the user's own workspace or organisation, empty if not told
    std::string api_app_id;

    bool operator==(const Actor&) const = default;
};

struct UrlVerification {
    std::string challenge;
};

struct SslCheck {};

struct AppRateLimited {
    policy::TeamId team;
    policy::Instant minute;
};

// An event. Fields an event type does not have are empty.
struct EventCallback {
    Actor actor;  // actor.user: who the event is about
    std::string event_id;
    policy::Instant event_time;
    std::string type;
    std::string event_ts;  // opaque
    std::string ts;        // of the message
    std::string channel;
    std::string channel_type;
    std::string tab;   // app_home_opened: "home" or "messages"
    std::string text;  // as sent: & < > still escaped
    std::string subtype;
    std::string bot_id;
    std::optional<SlackUser> user = {};                   // team_join, user_change
    std::vector<policy::SlackUserId> revoked_oauth = {};  // tokens_revoked
    std::vector<policy::SlackUserId> revoked_bot = {};
    std::vector<policy::TeamId> teams = {};  // team_access_granted, _revoked

    // The keys under which this event was seen before, if any of them was: the event id and, since
    // Slack may send one message under several ids, what identifies the message itself.
    std::vector<std::string> dedupe_keys() const;
};

struct ChosenOption {
    std::string value;
    std::string text;
    std::string description;

    bool operator==(const ChosenOption&) const = default;
};

// What an element holds. A field that the element's type does not have, or that was cleared, is
// empty.
struct StateValue {
    std::string type;                              // "plain_text_input", "checkboxes" …
    std::optional<std::string> value = {};         // text inputs; a button's value
    std::optional<ChosenOption> option = {};       // selects, radio buttons, overflow
    std::vector<ChosenOption> options = {};        // check boxes, multi selects
    std::optional<policy::SlackUserId> user = {};  // users_select
    std::optional<std::string> date = {};          // "YYYY-MM-DD"
    std::optional<std::string> time = {};          // "HH:mm"
    std::optional<policy::Instant> date_time = {};

    bool operator==(const StateValue&) const = default;
};

struct StateEntry {
    std::string block_id;
    std::string action_id;
    StateValue value;
};

// state.values. An entry that is absent is unchanged since it was rendered; one that is there and
// empty was cleared.
class State {
 public:
    State() = default;
    explicit State(std::vector<StateEntry> entries) : entries_{std::move(entries)} {}

    const std::vector<StateEntry>& entries() const { return entries_; }

    // nullptr if Slack did not send it.
    const StateValue* find(std::string_view block_id, std::string_view action_id) const;
    // The typed text, if any; not trimmed.
    std::optional<std::string_view> text(std::string_view block_id, std::string_view action_id)
        const;
    // The one chosen option; nullptr if none.
    const ChosenOption* option(std::string_view block_id, std::string_view action_id) const;
    // The ticked options; nullptr if Slack did not send the element, empty if all were unticked.
    const std::vector<ChosenOption>* options(std::string_view block_id, std::string_view action_id)
        const;

 private:
    std::vector<StateEntry> entries_;
};

struct ViewBlock {
    std::string block_id;
    bool is_input = false;                 // only such a block may stand in an `errors` answer
    std::vector<std::string> ticked = {};  // values of the boxes that were ticked when it was shown
};

struct InboundView {
    std::string id;
    std::string type;  // "modal" or "home"
    std::string callback_id;
    std::string private_metadata;  // a key to look up, never a fact
    std::string hash;
    std::string external_id;
    std::string root_view_id;
    std::string previous_view_id;
    std::vector<ViewBlock> blocks = {};
    State state = {};

    bool has_input(std::string_view block_id) const;
};

// One click or choice.
struct Action {
    std::string block_id;
    std::string action_id;
    std::string action_ts;
    StateValue chosen;  // `chosen.value` is a button's value
};

struct Container {
    std::string type;  // "message", "message_attachment" or "view"
    std::string view_id;
    std::string message_ts;
    std::string channel;
    bool is_ephemeral = false;
};

struct BlockActions {
    Actor actor;
    std::vector<Action> actions;  // at least one
    Container container;
    std::string trigger_id;
    std::string response_url;  // secret; empty for modal and Home
    std::optional<InboundView> view = {};
    State state = {};  // of a message's elements; a view's is in `view`

    // The same for a replay of the same click.
    std::string dedupe_key() const;
};

struct ViewSubmission {
    Actor actor;
    InboundView view;
    std::string trigger_id;

    std::string dedupe_key() const;
};

struct ViewClosed {
    Actor actor;
    InboundView view;
    bool is_cleared = false;  // the whole stack was closed
};

struct BlockSuggestion {
    Actor actor;
    std::string block_id;
    std::string action_id;
    std::string value;  // what is typed so far, may be empty
    Container container;
    std::optional<InboundView> view = {};
};

struct Shortcut {
    Actor actor;
    std::string callback_id;
    std::string trigger_id;
    std::string action_ts;

    std::string dedupe_key() const;
};

struct MessageAction {
    Actor actor;
    std::string callback_id;
    std::string trigger_id;
    std::string action_ts;
    std::string channel;
    std::string message_ts;
    std::string response_url;  // secret
};

struct SlashCommand {
    Actor actor;
    std::string command;  // with its slash
    std::string text;
    std::string channel;
    std::string channel_name;
    std::string trigger_id;
    std::string response_url;  // secret

    std::string dedupe_key() const;
};

// Well formed, but of a kind that we do not know: answered 200 and logged.
struct Unknown {
    std::string kind;
};

using Inbound = std::variant<
    UrlVerification,
    SslCheck,
    EventCallback,
    AppRateLimited,
    BlockActions,
    ViewSubmission,
    ViewClosed,
    BlockSuggestion,
    Shortcut,
    MessageAction,
    SlashCommand,
    Unknown>;

using InboundResult = boost::system::result<Inbound, ParseError>;

// Parses a body whose signature was verified. Buffers are kept per thread, so call it from few
// threads; bodies are bounded by the listener, not here.
[[nodiscard]] InboundResult parse_inbound(std::string_view content_type, std::string_view body);

}  // namespace bot
