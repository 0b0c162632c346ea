// What a person sees, told as JSON, and waiting until they see something.
#include "sandbox/control.hpp"
#include "sandbox/encoding.hpp"
#include "sandbox/payloads.hpp"

namespace sandbox {

namespace {

constexpr std::int64_t default_patience = 10'000;

Json or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

Json seen_view(Stage& stage, const View& view) {
    return Json::object(
        {{"view", view_json(stage.workspace, view)},
         {"text", read_view(stage.workspace, view)},
         {"errors", view.errors},
         {"loading", view.loading},
         {"trouble", or_null(view.trouble)}}
    );
}

Json seen_message(Stage& stage, const Message& message) {
    return Json::object(
        {{"ts", message.ts},
         {"user", message.user},
         {"from_app", message.from_app},
         {"bot_id", message.from_app ? Json(stage.workspace.app.bot_id) : Json()},
         {"text", message.text},
         {"shown", read_message(stage.workspace, message)},
         {"blocks", message.blocks},
         {"state", message.state},
         {"metadata", message.metadata},
         {"thread_ts", or_null(message.thread_ts)},
         {"edited", message.edits > 0},
         {"edits", message.edits},
         {"edited_ts", or_null(message.edited_ts)},
         {"ephemeral", message.ephemeral},
         {"trouble", or_null(message.trouble)}}
    );
}

// One thing that may hold the text: what is read, and what to answer with.
struct Sight {
    std::string text;
    std::string sent;
    std::string ts = {};  // of a message
};

Sight sight_of(Workspace& workspace, const View& view) {
    return {read_view(workspace, view), read_view(workspace, view, Reading::sent)};
}

Sight sight_of(Workspace& workspace, const Message& message) {
    return {
        read_message(workspace, message),
        read_message(workspace, message, Reading::sent),
        message.ts};
}

std::vector<Sight> sights(Stage& stage, Person& person, const std::string& where) {
    std::vector<Sight> all;
    Workspace& workspace = stage.workspace;
    if (where == "home") {
        if (person.home) all.push_back(sight_of(workspace, *person.home));
    } else if (where == "modal") {
        if (!person.modals.empty()) all.push_back(sight_of(workspace, *person.modals.back()));
    } else if (where == "messages") {
        const Channel& channel = workspace.dm_of(person);
        for (auto it = channel.messages.rbegin(); it != channel.messages.rend(); ++it)
            all.push_back(sight_of(workspace, *it));
    } else {
        throw Refusal("in must be home, modal or messages");
    }
    return all;
}

const Sight* holding(const std::vector<Sight>& all, const std::string& text) {
    for (const Sight& sight : all)
        if (contains(sight.text, text) || contains(sight.sent, text)) return &sight;
    return nullptr;
}

Json found_json(Stage& stage, Person& person, const std::string& where, const Sight* sight) {
    if (where == "home") return home_json(stage, person);
    if (where == "modal") return modals_json(stage, person);
    Json out = Json::object();
    if (sight) {
        const Channel& channel = stage.workspace.dm_of(person);
        const Message* message = stage.workspace.channel(channel.id)->find(sight->ts);
        out.set("channel", channel.id).set("message", seen_message(stage, *message));
    }
    return out;
}

}  // namespace

Json home_json(Stage& stage, Person& person) {
    Json out = Json::object({{"user", person.id}, {"view", nullptr}});
    if (!person.home) return out;
    const Json seen = seen_view(stage, *person.home);
    for (const Json::Member& member : seen.members())
        out.set(member.name, member.value);
    return out;
}

Json modals_json(Stage& stage, Person& person) {
    Json stack = Json::array();
    for (const std::shared_ptr<View>& view : person.modals)
        stack.add(seen_view(stage, *view));
    return Json::object({{"user", person.id}, {"modals", stack}});
}

Json messages_json(Stage& stage, Person& person) {
    const Channel& channel = stage.workspace.dm_of(person);
    Json messages = Json::array();
    int unread = 0;
    for (const Message& message : channel.messages) {
        messages.add(seen_message(stage, message));
        unread += channel.is_unread(message) ? 1 : 0;
    }
    return Json::object(
        {{"user", person.id},
         {"channel", channel.id},
         {"messages", messages},
         {"unread", unread},
         {"read_ts", or_null(channel.read_ts)}}
    );
}

Json state_json(Stage& stage) {
    const Workspace& workspace = stage.workspace;
    Json people = Json::array();
    for (const auto& person : workspace.people()) {
        Json one = Json::object({{"id", person->id}, {"email", person->email}});
        one.set("name", display_name(workspace, *person)).set("deleted", person->deleted);
        if (!person->dm.empty()) one.set("dm", messages_json(stage, *person));
        if (person->home) one.set("home", home_json(stage, *person));
        if (!person->modals.empty()) one.set("modals", modals_json(stage, *person).at("modals"));
        people.add(std::move(one));
    }
    const TeamInfo& team = workspace.team;
    return Json::object(
        {{"team", Json::object({{"id", team.id}, {"domain", team.domain}, {"name", team.name}})},
         {"bot_url", stage.deliverer.bot_url()},
         {"clock_offset_ms", stage.clock.offset()},
         {"people", people}}
    );
}

Task<Json> wait_for(Stage& stage, const Json& ask) {
    Person& person = person_of(stage, ask);
    const std::string where = ask.text("in");
    const std::string text = ask.text("contains");
    const bool gone = ask.at("gone").boolean();
    const milliseconds patience(ask.at("timeout_ms").integer(default_patience));
    if (text.empty()) throw Refusal("contains is missing: the text to wait for");
    const std::function<bool()> so = [&] {
        return (holding(sights(stage, person, where), text) != nullptr) != gone;
    };
    const bool came = co_await person.changed->wait_until(so, patience);
    const std::vector<Sight> now = sights(stage, person, where);
    if (came) co_return found_json(stage, person, where, holding(now, text));
    std::string shown;
    for (const Sight& sight : now)
        shown += "\n---\n" + sight.text;
    throw Refusal(
        "\"" + text + "\" is " + (gone ? "still" : "not") + " in " + where + " of " + person.id +
            ", which shows:" + (shown.empty() ? " nothing" : shown),
        408
    );
}

}  // namespace sandbox
