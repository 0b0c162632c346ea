// The state of the imitated workspace: people, direct messages with the app, views, triggers and
// response URLs. All that a page would draw is here, and nothing about sockets. Memory only.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sandbox/clock.hpp"
#include "sandbox/json.hpp"
#include "sandbox/task.hpp"

namespace sandbox {

struct Message {
    std::string ts = {};
    std::string user = {};  // who wrote it: the bot's user id or a person's
    bool from_app = false;
    bool ephemeral = false;
    std::string text = {};  // as sent, escaped
    Json blocks = {};       // null without blocks
    Json metadata = {};
    Json state = Json::object();  // what its reader has chosen in it
    std::string thread_ts = {};
    std::string client_msg_id = {};
    int edits = 0;               // by chat.update or response_url
    std::string edited_ts = {};  // set where Slack shows "(edited)"
    std::string trouble = {};    // the last click in it failed, and how
};

// A direct message between the app and one person.
struct Channel {
    std::string id;
    std::string user;
    std::vector<Message> messages = {};  // oldest first
    std::string read_ts = {};            // the newest message that the person has seen

    Message* find(std::string_view ts);
    // Whether the app wrote it after the person last looked.
    bool is_unread(const Message& message) const;
};

// A place that conversation and channel selects can name; the sandbox has nothing in it.
struct Conversation {
    std::string id, name;
    bool is_private = false;
};

struct View {
    std::string id = {};
    std::string type = {};  // "modal" or "home"
    std::string user = {};  // whose it is
    Json content = {};      // the writable fields as the app sent them, ids filled in
    std::string hash = {};
    std::string root_id = {};
    std::string previous_id = {};  // empty for the first
    Json state = Json::object();   // state.values
    Json errors = Json::object();  // block_id -> what stands under the field
    bool loading = false;          // a submission waits for its answer
    std::string trouble = {};      // the last interaction failed, and how

    const Json& blocks() const { return content.at("blocks"); }
    std::string external_id() const { return content.text("external_id"); }
};

// A user of the workspace, the bot's own among them. `record` is the user object as text, because
// there may be hundreds of thousands.
struct Person {
    std::string id = {};
    std::string name = {};
    std::string email = {};  // lower case
    bool deleted = false;
    bool bot = false;
    bool hidden = false;  // not among the people that the app and the page are told of
    std::string record = {};
    std::string dm = {};                             // the channel with the app, once opened
    std::shared_ptr<View> home = {};                 // nullptr until the first publish
    std::vector<std::shared_ptr<View>> modals = {};  // the stack, root first
    std::shared_ptr<Signal> changed = {};            // anything that this person sees
    // What external selects have offered: the last list under "place/block_id/action_id".
    std::map<std::string, Json> offered = {};
};

// Whence an interaction came: what its trigger allows depends on it.
enum class TriggerSource { message, home, modal, submission, shortcut, command };

struct Trigger {
    std::string user;
    TriggerSource source;
    std::string view_id;  // of the modal it came from
    Millis sent_at;       // real clock
    bool used = false;
};

// Where a response_url leads to.
struct ResponseUrl {
    std::string channel;
    std::string user;
    std::string message_ts;  // empty for commands
    Millis made_at;          // product clock
    int uses = 0;
};

// The app as the workspace file describes it.
struct AppInfo {
    std::string id, bot_user_id, bot_id, name;
    std::vector<std::string> scopes;
    std::vector<std::string> events;  // subscribed; empty for all
    bool home_tab = true;
    bool messages_tab = true;

    bool may(std::string_view scope) const;
    bool subscribes(std::string_view event) const;
};

struct TeamInfo {
    std::string id, domain, name;
};

class Workspace {
 public:
    // Reads the workspace file's JSON; throws std::invalid_argument that names what is missing.
    Workspace(asio::io_context& io, Clock& clock, const Json& file);

    TeamInfo team;
    AppInfo app;
    std::vector<Conversation> conversations;

    // By id or by e-mail; nullptr if unknown.
    Person* person(std::string_view id_or_email);
    Person* person_by_email(std::string_view email);
    const std::vector<std::unique_ptr<Person>>& people() const { return people_; }
    // Adds or replaces by id; throws std::invalid_argument without an id.
    Person& put_user(const Json& user);
    Json user(const Person& person) const;
    // What the signal of a person wakes: web pages and waiting tests.
    void touch(std::string_view user);

    Channel& dm_of(Person& person);
    Channel* channel(std::string_view id);
    const std::unordered_map<std::string, Channel>& channels() const { return channels_; }

    // Registers the view under its id (and external_id) or forgets it.
    std::shared_ptr<View> make_view(std::string type, std::string user, Json content);
    // New content under the same id: new hash, typed values kept as Slack keeps them.
    void replace_content(View& view, Json content);
    std::shared_ptr<View> view(std::string_view id) const;
    std::shared_ptr<View> view_by_external_id(std::string_view external_id) const;
    void forget(const View& view);
    // Takes the stack above and including `position` away.
    void close_from(Person& person, std::size_t position);

    std::string issue_trigger(
        const std::string& user, TriggerSource source, const std::string& view_id
    );
    Trigger* trigger(std::string_view id);
    // The path of a fresh response URL.
    std::string issue_response_path(ResponseUrl url);
    ResponseUrl* response_url(std::string_view path);

    // "V0SB…": a prefix and ten characters, never twice.
    std::string next_id(std::string_view prefix);
    std::string next_hash();

 private:
    void release_external_id(const View& view);

    asio::io_context& io_;
    Clock& clock_;
    std::vector<std::unique_ptr<Person>> people_;
    std::unordered_map<std::string, Person*> by_id_;
    std::unordered_map<std::string, Person*> by_email_;
    std::unordered_map<std::string, Channel> channels_;
    std::unordered_map<std::string, std::shared_ptr<View>> views_;
    std::unordered_map<std::string, std::string> external_ids_;
    std::unordered_map<std::string, Trigger> triggers_;
    std::deque<std::string> trigger_order_;
    std::unordered_map<std::string, ResponseUrl> response_urls_;
    std::uint64_t next_id_ = 1;
};

}  // namespace sandbox
