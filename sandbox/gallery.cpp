// The gallery's person: shows every block and element without a bot, and records what a bot would
// be sent. The blocks come from outside and are checked as Slack checks them.
#include "sandbox/block_kit.hpp"
#include "sandbox/elements.hpp"
#include "sandbox/page.hpp"

namespace sandbox {

namespace {

Person& gallery_person(Stage& stage) {
    if (Person* known = stage.workspace.person(gallery_user)) return *known;
    const Json profile =
        Json::object({{"real_name", "Gallery"}, {"display_name", ""}, {"title", "Every element"}});
    Person& person = stage.workspace.put_user(Json::object(
        {{"id", gallery_user},
         {"team_id", stage.workspace.team.id},
         {"name", "gallery"},
         {"real_name", "Gallery"},
         {"tz", "Europe/Amsterdam"},
         {"profile", profile}}
    ));
    person.hidden = true;
    return person;
}

void need_no_faults(const BlockFaults& faults) {
    if (!faults.empty()) throw Refusal(faults.front().text());
}

void put_gallery_message(Stage& stage, Channel& channel, const Json& one) {
    Message message{.ts = stage.clock.next_ts(), .user = stage.workspace.app.bot_user_id};
    message.from_app = true;
    message.text = one.text("text");
    message.ephemeral = one.at("ephemeral").boolean();
    if (one.at("in_thread").boolean() && !channel.messages.empty())
        message.thread_ts = channel.messages.front().ts;
    if (one.at("edited").boolean()) message.edited_ts = message.ts;
    if (one.has("blocks")) {
        need_no_faults(check_blocks(one.at("blocks"), Surface::message, "/blocks"));
        message.blocks = one.at("blocks");
        normalise_blocks(message.blocks);
        message.state = rendered_state(message.blocks);
    }
    channel.messages.push_back(std::move(message));
}

}  // namespace

Json show_gallery(Stage& stage, const Json& ask) {
    Workspace& workspace = stage.workspace;
    Person& person = gallery_person(stage);
    stage.deliverer.answer_for(person.id, ask.at("answers"));
    if (ask.has("home")) {
        need_no_faults(check_view(ask.at("home"), Surface::home, "/home"));
        if (person.home) workspace.forget(*person.home);
        person.home = workspace.make_view("home", person.id, ask.at("home"));
    }
    if (ask.has("messages")) {
        Channel& channel = workspace.dm_of(person);
        channel.messages.clear();
        for (const Json& one : ask.at("messages").items())
            put_gallery_message(stage, channel, one);
    }
    if (ask.has("modal")) {
        need_no_faults(check_view(ask.at("modal"), Surface::modal, "/modal"));
        workspace.close_from(person, 0);
        person.modals.push_back(workspace.make_view("modal", person.id, ask.at("modal")));
    }
    person.changed->notify();
    return Json::object({{"user", person.id}});
}

}  // namespace sandbox
