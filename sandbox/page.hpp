// What the web page is told beyond what tests ask for: one person's whole screen in one piece, the
// names that stand on it, and finding people and conversations.
#pragma once

#include "sandbox/stage.hpp"

namespace sandbox {

// Home, modals and messages as the control interface tells them, with the person, the names of all
// who are mentioned, and `version`, which grows with every change.
Json page_json(Stage& stage, Person& person);

// {query, ids, limit}: people by a part of their name or e-mail, or by id; the app's and hidden
// ones are never found.
Json people_json(Stage& stage, const Json& ask);
// {user}: what conversation and channel selects can name.
Json conversations_json(Stage& stage, const Json& ask);

// {user}: the Messages tab is in front of this person.
Json mark_read(Stage& stage, const Json& ask);

// {home, messages, modal, answers}: puts views and messages in front of a person whom no bot
// serves; what that person does is recorded and answered from `answers`, by kind of payload.
Json show_gallery(Stage& stage, const Json& ask);
inline constexpr const char* gallery_user = "U0SBGALLERY";

}  // namespace sandbox
