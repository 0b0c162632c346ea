// What people do in Slack, and what the app hears of it: opening, clicking, choosing, typing,
// submitting, closing. Each takes a control call's JSON and answers with what the person then sees.
#pragma once

#include "sandbox/stage.hpp"

namespace sandbox {

// One action in a place, delivered as block_actions: {status, ms, outcome: "ok" | "trouble"}.
Task<Json> act(Stage& stage, Place place, std::string user, Json action);

// A button: by visible "text", or by "action_id" (with "block_id", "value").
Task<Json> click(Stage& stage, const Json& ask);
// Any other element: sets its state, and sends block_actions if it dispatches.
Task<Json> choose(Stage& stage, const Json& ask);
// What an external select would list for "query".
Task<Json> suggest(Stage& stage, const Json& ask);
// The top modal's submit button.
Task<Json> submit(Stage& stage, const Json& ask);
// Cancel, or with "all" the X.
Task<Json> close_modal(Stage& stage, const Json& ask);

Task<Json> open_app(Stage& stage, const Json& ask, const std::string& tab);
Task<Json> send_message(Stage& stage, const Json& ask);
Task<Json> slash_command(Stage& stage, const Json& ask);
Task<Json> global_shortcut(Stage& stage, const Json& ask);
// The handshake with which Slack checks a Request URL: {matched}.
Task<Json> verify_url(Stage& stage, const Json& ask);
// Changes a user and tells the app: {user, set:{…}}, and a whole new one: {user:{…}}.
Task<Json> change_user(Stage& stage, const Json& ask);
Task<Json> join(Stage& stage, const Json& ask);

// The options that an external select is given for a query: an array, or null with the reason in
// `why` where Slack would say "no result".
struct Suggestions {
    Json options = {};  // flat, groups taken apart
    std::string why = {};
    Delivery delivery = {};
};
Task<Suggestions> load_options(
    Stage& stage,
    Place place,
    std::string user,
    std::string block_id,
    std::string action_id,
    std::string query
);

}  // namespace sandbox
