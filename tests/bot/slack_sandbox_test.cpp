// SlackApi against the local Slack workspace, a program that shares nothing with us: what we send
// passes its rules, over TLS and at its limits.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <regex>

#include "slack_fixture.hpp"

using namespace slack_fixture;

namespace {

constexpr auto people = R"({
    "team": {"id": "T1", "domain": "acme", "name": "Acme"},
    "app": {"id": "A1", "bot_user_id": "UBOT", "bot_id": "B1", "name": "Latchkey",
            "scopes": ["chat:write", "im:write", "im:history", "users:read", "users:read.email", "team:read"]},
    "users": [
        {"id": "U1", "team_id": "T1", "name": "mia", "real_name": "Mia Novak", "tz": "Europe/Amsterdam",
         "tz_offset": 3600, "is_email_confirmed": true, "profile": {"email": "mia@example.com"}},
        {"id": "U2", "team_id": "T1", "name": "noah", "real_name": "Noah", "is_restricted": true,
         "is_email_confirmed": true, "profile": {"email": "noah@example.com"}},
        {"id": "U3", "team_id": "T1", "name": "gone", "deleted": true, "profile": {}}
    ]
})";

// The program, for the length of a test.
class Workspace {
 public:
    Workspace() {
        const certificates::Authority authority;
        const auto identity = authority.issue();
        write("ca.pem", authority.certificate());
        write("cert.pem", identity.certificate);
        write("key.pem", identity.key);
        write("people.json", people);
        start();
    }
    ~Workspace() {
        kill(process_, SIGTERM);
        int status = 0;
        waitpid(process_, &status, 0);
        std::filesystem::remove_all(folder_);
    }
    std::string file(const std::string& name) const { return folder_ / name; }
    const std::string& api_url() const { return api_url_; }
    const std::string& control_url() const { return control_url_; }

 private:
    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories(folder_);
        std::ofstream{file(name)} << text;
    }
    void start() {
        int out[2];
        REQUIRE(pipe(out) == 0);
        process_ = fork();
        REQUIRE(process_ >= 0);
        if (process_ == 0) {
            dup2(out[1], STDOUT_FILENO);
            setenv("SANDBOX_SIGNING_SECRET", "signing", 1);
            setenv("SANDBOX_BOT_TOKEN", token, 1);
            execl(
                LATCHKEY_SANDBOX,
                "latchkey-sandbox",
                "--workspace",
                file("people.json").c_str(),
                "--cert",
                file("cert.pem").c_str(),
                "--key",
                file("key.pem").c_str(),
                "--bot-url",
                "http://127.0.0.1:9",
                nullptr
            );
            _exit(127);
        }
        ::close(out[1]);
        std::string line;
        for (char c = 0; read(out[0], &c, 1) == 1 && c != '\n';)
            line += c;
        ::close(out[0]);
        std::smatch found;
        INFO(line);
        const std::regex ready{"web api (https://\\S+) control (http://\\S+)"};
        REQUIRE(std::regex_search(line, found, ready));
        // The certificate is good for the address as well as for the name.
        api_url_ = found[1];
        control_url_ = found[2];
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() /
        ("latchkey-workspace-" + std::to_string(std::random_device{}()));
    pid_t process_ = -1;
    std::string api_url_;
    std::string control_url_;
};

struct Sandboxed {
    Workspace workspace;
    asio::io_context io;
    HttpsClient client{io, {.ca_file = workspace.file("ca.pem")}};
    std::chrono::milliseconds ahead{0};
    RateGate gate{io, [this] {
                      const auto now = std::chrono::system_clock::now() + ahead;
                      return std::chrono::floor<std::chrono::milliseconds>(now);
                  }};
    SlackApi api{io, client, gate, {.base_url = workspace.api_url(), .token = token}};

    template <class T>
    auto get(store::Task<T> task) {
        auto result = await_on(io, std::move(task));
        if (result.has_error()) FAIL(result.error().code << ": " << result.error().sentence);
        return *std::move(result);
    }
    std::string control(const std::string& path, const std::string& body) {
        const HttpCall call{
            .url = workspace.control_url() + path,
            .content_type = "application/json",
            .body = body,
        };
        auto result = await_on(io, client.call(call));
        REQUIRE(result.has_value());
        INFO(result->body);
        REQUIRE(result->status == 200);
        return result->body;
    }
    // Moves the workspace's product clock and ours.
    void advance(std::chrono::seconds by) {
        control("/control/clock", R"({"advance_ms":)" + std::to_string(by.count() * 1000) + "}");
        ahead += by;
        gate.clock_shifted();
    }
};

const std::string blocks =
    R"([{"type":"section","block_id":"a","text":{"type":"mrkdwn","text":"*Hello* <@U1>"}}])";
const std::string home = R"({"type":"home","blocks":)" + blocks + "}";

}  // namespace

TEST_CASE("the workspace and its people are as the sandbox has them") {
    Sandboxed slack;
    const auto who = slack.get(slack.api.auth_test());
    CHECK(who.team_id.value == "T1");
    CHECK(who.bot_user.value == "UBOT");
    CHECK(std::ranges::count(who.scopes, "chat:write") == 1);
    CHECK(slack.get(slack.api.team_info()).domain == "acme");

    std::vector<SlackUser> users;
    std::string cursor;
    do {
        auto page = slack.get(slack.api.users_list(cursor, 2));
        for (auto& user : page.users)
            users.push_back(std::move(user));
        cursor = page.next_cursor;
    } while (!cursor.empty());
    const auto find = [&](const std::string& id) {
        const auto found =
            std::ranges::find(users, id, [](const auto& one) { return one.id.value; });
        REQUIRE(found != users.end());
        return *found;
    };
    CHECK(find("U1").email == "mia@example.com");
    CHECK(find("U2").is_restricted);
    CHECK(find("U3").deleted);

    const policy::SlackUserId mia{"U1"};
    const policy::SlackUserId nobody{"U999"};
    const std::string email = "mia@example.com";
    const std::string no_email = "nobody@example.com";
    CHECK(slack.get(slack.api.users_info(mia))->tz == "Europe/Amsterdam");
    CHECK_FALSE(slack.get(slack.api.users_info(nobody)).has_value());
    CHECK(slack.get(slack.api.lookup_by_email(email))->id == mia);
    CHECK_FALSE(slack.get(slack.api.lookup_by_email(no_email)).has_value());
}

TEST_CASE("a message is posted, found by its metadata, edited and deleted") {
    Sandboxed slack;
    const PostMessage message{
        .channel = "U1",
        .text = "Hello",
        .blocks = blocks,
        .metadata = MessageMetadata{"latchkey_message", {{"key", "k1"}}},
    };
    const auto posted = slack.get(slack.api.post_message(message));
    CHECK(posted.channel.starts_with("D"));
    const policy::SlackUserId mia{"U1"};
    CHECK(slack.get(slack.api.conversations_open(mia)) == posted.channel);

    const UpdateMessage edit{.where = posted, .text = "Changed", .blocks = blocks};
    CHECK(slack.get(slack.api.update_message(edit)).ts == posted.ts);
    const History which{.channel = posted.channel, .oldest = posted.ts};
    const auto page = slack.get(slack.api.conversations_history(which));
    REQUIRE(page.messages.size() == 1);
    CHECK(page.messages[0].ts == posted.ts);
    CHECK(page.messages[0].text == "Changed");
    CHECK(page.messages[0].metadata->find("key") == "k1");

    CHECK(await_on(slack.io, slack.api.delete_message(posted)).has_value());
    CHECK(await_on(slack.io, slack.api.delete_message(posted)).has_value());
    CHECK(slack.get(slack.api.conversations_history(which)).messages.empty());
}

TEST_CASE("a Home view is published, and a stale hash is refused") {
    Sandboxed slack;
    const policy::SlackUserId mia{"U1"};
    const auto first = slack.get(slack.api.publish_view(mia, home));
    const auto second = slack.get(slack.api.publish_view(mia, home, first.hash));
    CHECK(second.hash != first.hash);
    const auto stale = await_on(slack.io, slack.api.publish_view(mia, home, first.hash));
    REQUIRE(stale.has_error());
    CHECK(stale.error().fault == SlackFault::stale_view);
}

TEST_CASE("refusals of the sandbox are understood") {
    Sandboxed slack;
    const PostMessage nowhere{.channel = "U999", .text = "x"};
    auto refusal = await_on(slack.io, slack.api.post_message(nowhere));
    CHECK(refusal.error().fault == SlackFault::recipient_gone);
    const PostMessage broken{.channel = "U1", .text = "x", .blocks = R"([{"type":"section"}])"};
    refusal = await_on(slack.io, slack.api.post_message(broken));
    CHECK(refusal.error().fault == SlackFault::caller_bug);
    CHECK_FALSE(refusal.error().messages.empty());
    const std::string trigger = "1.2.never";
    const auto view = await_on(slack.io, slack.api.open_view(trigger, home));
    CHECK(view.error().fault == SlackFault::expired_trigger);
}

TEST_CASE("the sandbox never has to limit our rate") {
    Sandboxed slack;
    int done = 0;
    const auto count = [&](std::exception_ptr, SlackResult<Posted> result) {
        CHECK(result.has_value());
        ++done;
    };
    std::vector<PostMessage> messages;
    for (int i = 0; i < 12; ++i)
        messages.push_back({.channel = "U1", .text = "x"});
    for (int i = 0; i < 60; ++i)
        messages.push_back({.channel = "U2", .text = "x"});
    for (const auto& message : messages)
        asio::co_spawn(slack.io, slack.api.post_message(message), count);
    const auto deadline = std::chrono::steady_clock::now() + 120s;
    while (done < 72) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        slack.io.restart();
        slack.io.run_one_for(5ms);
        while (slack.io.poll() > 0) {
        }
        // Whoever waits, waits on the product clock: time is moved instead of spent, but not while
        // a message is on its way.
        const bool nothing_on_the_way = slack.client.calls_under_way() == 0;
        if (nothing_on_the_way && slack.gate.waiting() > 0) slack.advance(1s);
    }
    CHECK(slack.api.counts().rate_limited == 0);
    CHECK(slack.api.counts().failed == 0);
}
