// The JSON that Slack's side writes: views, messages, event envelopes and interaction payloads,
// field by field. Pure: workspace in, JSON out.
#pragma once

#include <string>

#include "sandbox/elements.hpp"
#include "sandbox/workspace.hpp"

namespace sandbox {

// A view as responses and payloads carry it, state and hash included. Inputs of a Home view's
// state are there as well; `with_state` false leaves state.values empty (view_closed).
Json view_json(const Workspace& workspace, const View& view, bool with_state = true);

// A message as history and payloads carry it; metadata only if asked for.
Json message_json(const Workspace& workspace, const Message& message, bool with_metadata);

// A user as the Web API gives it to an app with these scopes.
Json visible_user(const Workspace& workspace, const Person& person, bool with_locale);

// The outer envelope of the Events API around an inner event.
Json event_envelope(
    const Workspace& workspace, const Json& event, const std::string& event_id, Millis now
);

// What all interaction payloads share: type, user, team, app.
Json interaction_base(const Workspace& workspace, const std::string& type, const Person& person);

// The container (and channel, message) of an interaction in a message, or container and view.
void put_view_place(const Workspace& workspace, Json& payload, const View& view);
void put_message_place(
    const Workspace& workspace, Json& payload, const Channel& channel, const Message& message
);

// One entry of `actions`: the element as it was rendered, with `value` merged in.
Json action_json(const ElementRef& ref, const Json& state, const std::string& action_ts);

// Text of a person's message as Slack stores it: the three characters escaped.
std::string escaped(std::string_view text);
Json rich_text_of(std::string_view text, const std::string& block_id);

}  // namespace sandbox
