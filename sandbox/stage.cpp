// Finding is by what a person sees (a button's text, a field's label) or by ids; anything ambiguous
// is refused with the candidates, so that a test never clicks the wrong thing in silence.
#include "sandbox/stage.hpp"

#include "sandbox/encoding.hpp"

namespace sandbox {

namespace {

const Json no_blocks;
constexpr std::string_view trouble_connecting = "We had some trouble connecting. Try again?";

std::string described(const Found& found) {
    std::string text = found.ref.type + " \"" + found.ref.label() + "\" (block_id " +
                       found.ref.block_id + ", action_id " + found.ref.action_id;
    if (!found.place.ts.empty()) text += ", ts " + found.place.ts;
    return text + ")";
}

std::vector<Place> message_places(Stage& stage, Person& person, const Json& ask) {
    const Channel& channel = stage.workspace.dm_of(person);
    const std::string& ts = ask.text("ts");
    const std::string& part = ask.text("contains");
    std::vector<Place> places;
    for (auto message = channel.messages.rbegin(); message != channel.messages.rend(); ++message) {
        if (!ts.empty() && message->ts != ts) continue;
        if (!part.empty() && !contains(read_message(stage.workspace, *message), part)) continue;
        places.push_back({"message", {}, channel.id, message->ts});
    }
    if (places.empty()) throw Refusal("there is no such message in the DM of " + person.id, 404);
    return places;
}

}  // namespace

Person& person_of(Stage& stage, const Json& ask) {
    const std::string& user = ask.text("user");
    if (user.empty()) throw Refusal("user is missing (an id or an e-mail)");
    Person* person = stage.workspace.person(user);
    if (!person) throw Refusal("no such user: " + user, 404);
    return *person;
}

std::vector<Place> places_of(Stage& stage, Person& person, const Json& ask) {
    const std::string& surface = ask.text("surface");
    if (surface == "home") {
        if (!person.home) throw Refusal("nothing is published for " + person.id, 404);
        return {{"home", person.home}};
    }
    if (surface == "modal") {
        if (person.modals.empty()) throw Refusal("no modal is open for " + person.id, 404);
        if (person.modals.back()->loading)
            throw Refusal("the modal waits for the answer to its submission", 409);
        return {{"modal", person.modals.back()}};
    }
    if (surface == "message") return message_places(stage, person, ask);
    throw Refusal("surface must be home, modal or message");
}

Message* message_at(Stage& stage, const Place& place) {
    Channel* channel = stage.workspace.channel(place.channel);
    return channel ? channel->find(place.ts) : nullptr;
}

const Json& blocks_of(Stage& stage, const Place& place) {
    if (place.view) return place.view->blocks();
    const Message* message = message_at(stage, place);
    return message ? message->blocks : no_blocks;
}

Json& state_of(Stage& stage, const Place& place) {
    if (place.view) return place.view->state;
    Message* message = message_at(stage, place);
    if (!message) throw Refusal("the message is gone", 404);
    return message->state;
}

void mark_trouble(Stage& stage, const Place& place, const std::string& trouble) {
    const std::string text =
        trouble.empty() ? "" : std::string(trouble_connecting) + " (" + trouble + ")";
    if (place.view) {
        place.view->trouble = text;
        stage.workspace.touch(place.view->user);
    } else if (Message* message = message_at(stage, place)) {
        message->trouble = text;
        stage.workspace.touch(stage.workspace.channel(place.channel)->user);
    }
}

Found find_one(
    Stage& stage,
    const std::vector<Place>& places,
    const std::string& wanted,
    const std::function<bool(const ElementRef&)>& accepts
) {
    std::vector<Found> matches;
    std::string all;
    for (const Place& place : places) {
        for (const ElementRef& ref : elements_of(blocks_of(stage, place))) {
            const Found found{place, ref};
            if (accepts(ref)) matches.push_back(found);
            all += "\n  " + described(found);
        }
    }
    if (matches.size() == 1) return matches.front();
    if (matches.empty())
        throw Refusal(wanted + " is not there; these are:" + (all.empty() ? " none" : all), 404);
    std::string candidates;
    for (const Found& match : matches)
        candidates += "\n  " + described(match);
    throw Refusal(wanted + " is ambiguous:" + candidates, 409);
}

std::string display_name(const Workspace& workspace, const Person& person) {
    const Json user = workspace.user(person);
    const std::string& display = user.at("profile").text("display_name");
    if (!display.empty()) return display;
    const std::string& real = user.at("profile").text("real_name");
    if (!real.empty()) return real;
    return user.text("real_name").empty() ? person.id : user.text("real_name");
}

Names names_of(Workspace& workspace) {
    return [&workspace](std::string_view id) {
        const Person* person = workspace.person(id);
        return person ? display_name(workspace, *person) : std::string(id);
    };
}

std::string read_view(Workspace& workspace, const View& view, Reading reading) {
    const Names names = names_of(workspace);
    std::string text;
    if (view.type == "modal") text = shown(view.content.at("title")) + "\n";
    text += visible_text(view.blocks(), view.state, names, reading);
    for (const Json::Member& error : view.errors.members())
        text += error.value.string() + "\n";
    for (const char* button : {"submit", "close"})
        if (view.content.has(button)) text += shown(view.content.at(button)) + "\n";
    return text + view.trouble;
}

std::string read_message(Workspace& workspace, const Message& message, Reading reading) {
    const Names names = names_of(workspace);
    std::string text = message.text;
    if (!message.blocks.empty()) {
        text = visible_text(message.blocks, message.state, names, reading);
    } else if (reading == Reading::drawn) {
        text = read_mrkdwn(message.text, names);
    }
    return text + message.trouble;
}

}  // namespace sandbox
