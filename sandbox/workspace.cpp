// Bookkeeping only: who may do what and which rule was broken is decided by those who call.
#include "sandbox/workspace.hpp"

#include <algorithm>
#include <stdexcept>

#include "sandbox/elements.hpp"
#include "sandbox/encoding.hpp"

namespace sandbox {

namespace {

constexpr std::size_t most_triggers = 10'000;  // older ones are expired long since

std::string required(const Json& object, std::string_view name, std::string_view where) {
    const std::string& value = object.text(name);
    if (value.empty()) {
        throw std::invalid_argument(
            "workspace file: " + std::string(where) + " has no \"" + std::string(name) + "\""
        );
    }
    return value;
}

std::vector<std::string> texts(const Json& list) {
    std::vector<std::string> out;
    for (const Json& item : list.items())
        out.push_back(item.string());
    return out;
}

bool has(const std::vector<std::string>& list, std::string_view item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

AppInfo read_app(const Json& json) {
    AppInfo app;
    app.id = required(json, "id", "app");
    app.bot_user_id = required(json, "bot_user_id", "app");
    app.bot_id = required(json, "bot_id", "app");
    app.name = json.has("name") ? json.text("name") : "latchkey";
    app.scopes = texts(json.at("scopes"));
    app.events = texts(json.at("events"));
    app.home_tab = json.at("home_tab_enabled").boolean(true);
    app.messages_tab = json.at("messages_tab_enabled").boolean(true);
    return app;
}

Json bot_user(const TeamInfo& team, const AppInfo& app) {
    Json profile = Json::object(
        {{"real_name", app.name},
         {"display_name", ""},
         {"api_app_id", app.id},
         {"bot_id", app.bot_id}}
    );
    return Json::object(
        {{"id", app.bot_user_id},
         {"team_id", team.id},
         {"name", lower_case(app.name)},
         {"deleted", false},
         {"real_name", app.name},
         {"profile", profile},
         {"is_bot", true},
         {"is_app_user", false},
         {"updated", 0}}
    );
}

// Those of the file, or the two that every new workspace has.
std::vector<Conversation> read_conversations(const Json& list) {
    if (list.empty()) return {{"C0SBGENERAL", "general"}, {"C0SBRANDOM", "random"}};
    std::vector<Conversation> all;
    for (const Json& one : list.items()) {
        const std::string id = required(one, "id", "a conversation");
        all.push_back({id, one.text("name"), one.at("is_private").boolean()});
    }
    return all;
}

// In every workspace, and known not to call itself a bot.
Json slackbot(const TeamInfo& team) {
    const Json profile = Json::object({{"real_name", "Slackbot"}, {"display_name", "Slackbot"}});
    return Json::object(
        {{"id", "USLACKBOT"},
         {"team_id", team.id},
         {"name", "slackbot"},
         {"deleted", false},
         {"real_name", "Slackbot"},
         {"profile", profile},
         {"is_bot", false},
         {"updated", 0}}
    );
}

}  // namespace

Message* Channel::find(std::string_view ts) {
    // Newest first: what is edited or clicked is mostly recent.
    for (auto message = messages.rbegin(); message != messages.rend(); ++message)
        if (message->ts == ts) return &*message;
    return nullptr;
}

bool Channel::is_unread(const Message& message) const {
    return message.from_app && message.ts > read_ts;
}

bool AppInfo::may(std::string_view scope) const {
    return scope.empty() || has(scopes, scope);
}

bool AppInfo::subscribes(std::string_view event) const {
    return events.empty() || has(events, event);
}

Workspace::Workspace(asio::io_context& io, Clock& clock, const Json& file)
    : io_(io), clock_(clock) {
    const Json& team_json = file.at("team");
    team.id = required(team_json, "id", "team");
    team.domain = required(team_json, "domain", "team");
    team.name = required(team_json, "name", "team");
    app = read_app(file.at("app"));
    conversations = read_conversations(file.at("conversations"));
    for (const Json& one : file.at("users").items())
        put_user(one);
    if (!person(app.bot_user_id)) put_user(bot_user(team, app));
    if (!person("USLACKBOT")) put_user(slackbot(team));
}

Person* Workspace::person(std::string_view id_or_email) {
    const auto found = by_id_.find(std::string(id_or_email));
    return found == by_id_.end() ? person_by_email(id_or_email) : found->second;
}

Person* Workspace::person_by_email(std::string_view email) {
    const auto found = by_email_.find(lower_case(email));
    return found == by_email_.end() ? nullptr : found->second;
}

Person& Workspace::put_user(const Json& user) {
    const std::string id = required(user, "id", "a user");
    Person* person = this->person(id);
    if (!person) {
        people_.push_back(std::make_unique<Person>());
        person = people_.back().get();
        person->id = id;
        person->changed = std::make_shared<Signal>(io_);
        by_id_[id] = person;
    }
    const auto known = by_email_.find(person->email);
    if (known != by_email_.end() && known->second == person) by_email_.erase(known);
    person->name = user.text("name");
    person->email = lower_case(user.at("profile").text("email"));
    person->deleted = user.at("deleted").boolean();
    person->bot = user.at("is_bot").boolean() || id == "USLACKBOT";
    person->record = write_json(user);
    if (!person->email.empty()) by_email_.try_emplace(person->email, person);
    return *person;
}

Json Workspace::user(const Person& person) const {
    return parse_json(person.record).value_or(Json::object());
}

void Workspace::touch(std::string_view user) {
    if (Person* owner = person(user)) owner->changed->notify();
}

Channel& Workspace::dm_of(Person& person) {
    if (person.dm.empty()) {
        person.dm = next_id("D");
        channels_[person.dm] = Channel{.id = person.dm, .user = person.id};
    }
    return channels_.at(person.dm);
}

Channel* Workspace::channel(std::string_view id) {
    const auto found = channels_.find(std::string(id));
    return found == channels_.end() ? nullptr : &found->second;
}

std::shared_ptr<View> Workspace::make_view(std::string type, std::string user, Json content) {
    auto made = std::make_shared<View>();
    made->id = next_id("V");
    made->type = std::move(type);
    made->user = std::move(user);
    made->root_id = made->id;
    views_[made->id] = made;
    replace_content(*made, std::move(content));
    return made;
}

void Workspace::replace_content(View& view, Json content) {
    release_external_id(view);
    view.content = std::move(content);
    if (Json* blocks = view.content.find("blocks")) normalise_blocks(*blocks);
    for (const char* name : {"title", "submit", "close"})
        if (Json* text = view.content.find(name)) fill_text_defaults(*text);
    if (!view.external_id().empty()) external_ids_[view.external_id()] = view.id;
    view.state = rendered_state(view.blocks(), view.state);
    view.errors = Json::object();
    view.trouble.clear();
    view.hash = next_hash();
    touch(view.user);
}

std::shared_ptr<View> Workspace::view(std::string_view id) const {
    const auto found = views_.find(std::string(id));
    return found == views_.end() ? nullptr : found->second;
}

std::shared_ptr<View> Workspace::view_by_external_id(std::string_view external_id) const {
    const auto found = external_ids_.find(std::string(external_id));
    return found == external_ids_.end() ? nullptr : view(found->second);
}

// Another view may have taken the name since this one was closed.
void Workspace::release_external_id(const View& view) {
    const auto held = external_ids_.find(view.external_id());
    if (held != external_ids_.end() && held->second == view.id) external_ids_.erase(held);
}

void Workspace::forget(const View& view) {
    release_external_id(view);
    views_.erase(view.id);
}

void Workspace::close_from(Person& person, std::size_t position) {
    while (person.modals.size() > position) {
        forget(*person.modals.back());
        person.modals.pop_back();
    }
    person.changed->notify();
}

std::string Workspace::issue_trigger(
    const std::string& user, TriggerSource source, const std::string& view_id
) {
    std::string id = random_text(13, decimal_digits) + "." + random_text(12, decimal_digits) + "." +
                     random_text(32, hex_digits);
    triggers_[id] = Trigger{user, source, view_id, clock_.real()};
    trigger_order_.push_back(id);
    if (trigger_order_.size() > most_triggers) {
        triggers_.erase(trigger_order_.front());
        trigger_order_.pop_front();
    }
    return id;
}

Trigger* Workspace::trigger(std::string_view id) {
    const auto found = triggers_.find(std::string(id));
    return found == triggers_.end() ? nullptr : &found->second;
}

std::string Workspace::issue_response_path(ResponseUrl url) {
    std::string path =
        "/response/" + team.id + "/" + next_id("R") + "/" + random_text(24, all_letters);
    response_urls_[path] = std::move(url);
    return path;
}

ResponseUrl* Workspace::response_url(std::string_view path) {
    const auto found = response_urls_.find(std::string(path));
    return found == response_urls_.end() ? nullptr : &found->second;
}

std::string Workspace::next_id(std::string_view prefix) {
    std::string digits;
    for (std::uint64_t left = next_id_++; left > 0; left /= id_letters.size())
        digits.insert(digits.begin(), id_letters[left % id_letters.size()]);
    return std::string(prefix) + "0SB" +
           std::string(7 - std::min<std::size_t>(7, digits.size()), '0') + digits;
}

std::string Workspace::next_hash() {
    return std::to_string(clock_.product() / 1000) + "." + random_text(8, all_letters);
}

}  // namespace sandbox
