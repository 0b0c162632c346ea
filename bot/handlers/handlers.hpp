// The handlers of Slack's payloads. Each answers within milliseconds: it records and never waits
// for a remote call. The tables that name them are in actions.cpp, submissions.cpp,
// suggestions.cpp, commands.cpp, events.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "bot/handlers/ack.hpp"

namespace bot::handlers {

// False if the event could not be kept (the queue is full): answer 503, Slack repeats it.
store::Task<bool> on_event(App& app, const EventCallback& event);
store::Task<Ack> on_actions(App& app, const BlockActions& click);
store::Task<Ack> on_submission(App& app, const ViewSubmission& form);
store::Task<Ack> on_suggestion(App& app, const BlockSuggestion& search);
store::Task<Ack> on_command(App& app, const SlashCommand& command);
store::Task<Ack> on_shortcut(App& app, const Shortcut& shortcut);

// What the tables route, for the test that compares them with the manifest and the views.
std::vector<std::string_view> routed_events();
std::vector<std::string_view> routed_actions();
std::vector<std::string_view> routed_submissions();
std::vector<std::string_view> routed_suggestions();
std::vector<std::string_view> routed_commands();
std::vector<std::string_view> routed_shortcuts();

}  // namespace bot::handlers
