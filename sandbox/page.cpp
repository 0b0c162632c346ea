// Names are looked up here and sent along, so that a page never has to load a whole directory.
#include "sandbox/page.hpp"

#include <set>

#include "sandbox/control.hpp"
#include "sandbox/encoding.hpp"

namespace sandbox {

namespace {

constexpr std::int64_t usual_limit = 20;

Json person_json(const Workspace& workspace, const Person& person) {
    const Json user = workspace.user(person);
    const std::string name = display_name(workspace, person);
    const std::string& real = user.text("real_name");
    return Json::object(
        {{"id", person.id},
         {"name", name},
         {"real_name", real.empty() ? name : real},
         {"email", person.email},
         {"title", user.at("profile").text("title")},
         {"tz", user.has("tz") ? user.at("tz") : Json("UTC")},
         {"deleted", person.deleted}}
    );
}

// Users' ids as blocks and texts hold them: "<@U…>", "<@U…|name>" and "user_id":"U…", and what
// selects have chosen.
void add_ids(const std::string& text, const std::string& mark, std::set<std::string>& ids) {
    for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at)) {
        at += mark.size();
        const std::size_t end = text.find_first_not_of(id_letters, at);
        ids.insert(text.substr(at, end - at));
    }
}

void add_users(const Json& value, std::set<std::string>& ids) {
    for (const Json& item : value.items())
        add_users(item, ids);
    for (const Json::Member& member : value.members()) {
        const bool one = member.name == "selected_user" || member.name == "initial_user";
        if (one && member.value.is_string()) ids.insert(member.value.string());
        if (member.name == "selected_users" || member.name == "initial_users")
            for (const Json& id : member.value.items())
                ids.insert(id.string());
        add_users(member.value, ids);
    }
}

Json names_in(Workspace& workspace, const Json& shown) {
    const std::string text = write_json(shown);
    std::set<std::string> ids;
    add_ids(text, "<@", ids);
    add_ids(text, "\"user_id\":\"", ids);
    add_users(shown, ids);
    Json names = Json::object();
    for (const std::string& id : ids)
        if (const Person* person = workspace.person(id))
            names.set(id, display_name(workspace, *person));
    for (const Conversation& one : workspace.conversations)
        names.set(one.id, one.name);
    return names;
}

bool is_found(const Json& person, const std::string& query) {
    return contains_folded(person.text("name"), query) ||
           contains_folded(person.text("real_name"), query) ||
           contains_folded(person.text("email"), query) ||
           contains_folded(person.text("title"), query);
}

}  // namespace

Json page_json(Stage& stage, Person& person) {
    Json page = messages_json(stage, person);
    page.set("home", home_json(stage, person));
    page.set("modals", modals_json(stage, person).at("modals"));
    page.set("names", names_in(stage.workspace, page));
    page.set("person", person_json(stage.workspace, person));
    return page.set("version", static_cast<std::int64_t>(person.changed->count()));
}

Json people_json(Stage& stage, const Json& ask) {
    const Workspace& workspace = stage.workspace;
    const auto limit = static_cast<std::size_t>(ask.at("limit").integer(usual_limit));
    Json found = Json::array();
    if (ask.has("ids")) {
        for (const std::string& id : split(ask.text("ids"), ','))
            if (const Person* person = stage.workspace.person(id))
                found.add(person_json(workspace, *person));
        return Json::object({{"people", found}});
    }
    const std::string query = trimmed(ask.text("query"));
    for (const auto& person : workspace.people()) {
        if (found.size() >= limit) break;
        if (person->bot || person->hidden) continue;
        Json one = person_json(workspace, *person);
        if (is_found(one, query)) found.add(std::move(one));
    }
    return Json::object({{"people", found}});
}

Json conversations_json(Stage& stage, const Json& ask) {
    Json list = Json::array();
    const std::string& dm = stage.workspace.dm_of(person_of(stage, ask)).id;
    list.add(Json::object({{"id", dm}, {"name", stage.workspace.app.name}, {"kind", "im"}}));
    for (const Conversation& one : stage.workspace.conversations) {
        const char* kind = one.is_private ? "private" : "public";
        list.add(Json::object({{"id", one.id}, {"name", one.name}, {"kind", kind}}));
    }
    return Json::object({{"conversations", list}});
}

Json mark_read(Stage& stage, const Json& ask) {
    Person& person = person_of(stage, ask);
    Channel& channel = stage.workspace.dm_of(person);
    const std::string newest = channel.messages.empty() ? "" : channel.messages.back().ts;
    if (newest > channel.read_ts) {
        channel.read_ts = newest;
        person.changed->notify();
    }
    return Json::object({{"read_ts", channel.read_ts}});
}

}  // namespace sandbox
