// A command and the running daemon over the socket beside the database, and the lock of both.
#include <sys/socket.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <future>
#include <stdexcept>
#include <thread>

#include "bot/control_address.hpp"
#include "bot/control_socket.hpp"
#include "bot/control_wire.hpp"
#include "bot/database_lock.hpp"
#include "bot/import_job.hpp"
#include "tests/bot/temp_folder.hpp"

namespace {

using bot::ControlRequest;
using bot::Said;
using bot::Say;

void ignore(Said, std::string_view) {}

// A connected socket that has sent nothing yet.
bot::FileDescriptor connected(const std::string& database) {
    bot::FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    const bot::ControlAddress address(database);
    REQUIRE(connect(socket.number(), address.address(), bot::ControlAddress::size()) == 0);
    return socket;
}

}  // namespace

TEST_CASE("a command is handed over with its arguments and told everything in order") {
    const TempFolder folder;
    const auto database = folder.at("a.db");
    ControlRequest seen;
    bot::ControlServer server(database, [&](const ControlRequest& request, const Say& say) {
        seen = request;
        say(Said::progress, "half");
        say(Said::output, "line 1\nline \"2\"");
        say(Said::problem, "ü");
        return 1;
    });
    std::string heard;
    const auto status = bot::ask_daemon(
        database,
        {"import", {"users", "--", "/a b\n.csv"}},
        [&](Said how, auto text) {
            heard += std::to_string(static_cast<int>(how)) + ":" + std::string(text) + ";";
        }
    );
    CHECK(status == 1);
    CHECK(heard == "0:half;1:line 1\nline \"2\";2:ü;");
    CHECK(seen.command == "import");
    CHECK(seen.arguments == std::vector<std::string>{"users", "--", "/a b\n.csv"});
    CHECK(seen.actor == bot::cli_actor());
}

TEST_CASE(
    "without a daemon there is nobody to hand over to, also where a killed one left its socket"
) {
    const TempFolder folder;
    const auto database = folder.at("a.db");
    CHECK_FALSE(bot::ask_daemon(database, {"import", {}}, ignore).has_value());
    {
        bot::FileDescriptor left(::socket(AF_UNIX, SOCK_STREAM, 0));
        const bot::ControlAddress address(database);
        REQUIRE(bind(left.number(), address.address(), bot::ControlAddress::size()) == 0);
    }
    CHECK_FALSE(bot::ask_daemon(database, {"import", {}}, ignore).has_value());
    bot::ControlServer server(database, [](const auto&, const auto&) { return 0; });
    CHECK(bot::ask_daemon(database, {"import", {}}, ignore) == 0);
}

TEST_CASE("the socket is for its owner only") {
    const TempFolder folder;
    const auto old = umask(0);
    bot::ControlServer server(folder.at("a.db"), [](const auto&, const auto&) { return 0; });
    umask(old);
    struct stat about {};
    REQUIRE(stat(folder.at("a.db.sock").c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
}

TEST_CASE("what a command throws is told as a problem with status 1") {
    const TempFolder folder;
    bot::ControlServer server(folder.at("a.db"), [](const auto&, const auto&) -> int {
        throw std::runtime_error("the disk is full");
    });
    std::string heard;
    const auto status =
        bot::ask_daemon(folder.at("a.db"), {"import", {}}, [&](Said how, auto text) {
            CHECK(how == Said::problem);
            heard = text;
        });
    CHECK(status == 1);
    CHECK(heard == "the disk is full");
}

TEST_CASE("nonsense over the socket is refused and the next command works") {
    const TempFolder folder;
    const auto database = folder.at("a.db");
    bot::ControlServer server(database, [](const auto&, const auto&) { return 0; });
    for (const std::string nonsense :
         {"",
          "{}",
          "[1]",
          "nonsense",
          "{\"command\":1,\"arguments\":[]}",
          "{\"command\":\"x\",\"arguments\":[1]}",
          "{\"command\":\"x\",\"arguments\":[\"\xff\"]}"}) {
        INFO(nonsense);
        bot::LineSocket lines(connected(database));
        REQUIRE(lines.write_line(nonsense));
        const auto problem = lines.read_line();
        REQUIRE(problem.has_value());
        CHECK(problem->find("cannot read this command") != std::string::npos);
        CHECK(lines.read_line() == "{\"status\":2}");
    }
    CHECK(bot::ask_daemon(database, {"import", {}}, ignore) == 0);
}

TEST_CASE("somebody who connects and says nothing does not keep others waiting") {
    const TempFolder folder;
    const auto database = folder.at("a.db");
    bot::ControlServer server(database, [](const auto&, const auto&) { return 0; });
    const auto silent = connected(database);
    CHECK(bot::ask_daemon(database, {"import", {}}, ignore) == 0);
}

TEST_CASE("a command whose caller is gone gives up at its next word") {
    const TempFolder folder;
    const auto database = folder.at("a.db");
    std::promise<void> begun;
    std::promise<void> caller_gone;
    std::promise<bool> gave_up;
    bot::ControlServer server(database, [&](const ControlRequest&, const Say& say) {
        begun.set_value();
        caller_gone.get_future().wait();
        try {
            say(Said::output, "x");
        } catch (const bot::ControlGone&) {
            gave_up.set_value(true);
            throw;
        }
        gave_up.set_value(false);
        return 0;
    });
    {
        bot::LineSocket lines(connected(database));
        REQUIRE(lines.write_line(bot::encode(ControlRequest{"import", {}})));
        begun.get_future().wait();
    }
    caller_gone.set_value();
    CHECK(gave_up.get_future().get());
}

TEST_CASE("a daemon that stops makes commands give up and the caller is told") {
    const TempFolder folder;
    const auto database = folder.at("a.db");
    std::promise<void> begun;
    std::promise<void> stopped;
    auto server =
        std::make_unique<bot::ControlServer>(database, [&](const ControlRequest&, const Say& say) {
            begun.set_value();
            stopped.get_future().wait();
            say(Said::progress, "half");
            return 0;
        });
    std::string heard;
    auto asked = std::async(std::launch::async, [&] {
        return bot::ask_daemon(database, {"import", {}}, [&](Said, auto text) { heard = text; });
    });
    begun.get_future().wait();
    server->close();
    stopped.set_value();
    server.reset();
    CHECK(asked.get() == 1);
    CHECK(heard.find("the daemon is stopping") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(bot::control_path(database)));
}

TEST_CASE("what a command has done by the time of the stop is still told") {
    const TempFolder folder;
    const auto database = folder.at("a.db");
    std::promise<void> begun;
    std::promise<void> stopped;
    auto server =
        std::make_unique<bot::ControlServer>(database, [&](const ControlRequest&, const Say& say) {
            begun.set_value();
            stopped.get_future().wait();
            say(Said::output, "Imported 7 rows.");
            return 0;
        });
    std::string heard;
    auto asked = std::async(std::launch::async, [&] {
        return bot::ask_daemon(database, {"import", {}}, [&](Said, auto text) { heard = text; });
    });
    begun.get_future().wait();
    server->close();
    stopped.set_value();
    server.reset();
    CHECK(asked.get() == 0);
    CHECK(heard == "Imported 7 rows.");
}

TEST_CASE("a database with a path longer than a socket's name has a socket all the same") {
    const TempFolder folder;
    const auto deep = folder.at(std::string(120, 'x'));
    std::filesystem::create_directory(deep);
    const auto database = deep + "/a.db";
    bot::ControlServer server(database, [](const auto&, const auto&) { return 0; });
    CHECK(bot::ask_daemon(database, {"import", {}}, ignore) == 0);
}

TEST_CASE("one program at a time has the lock of a database") {
    const TempFolder folder;
    {
        const auto first = bot::DatabaseLock::take(folder.at("a.db"));
        REQUIRE(first.has_value());
        CHECK_FALSE(bot::DatabaseLock::take(folder.at("a.db")).has_value());
        CHECK(bot::DatabaseLock::take(folder.at("b.db")).has_value());
    }
    CHECK(bot::DatabaseLock::take(folder.at("a.db")).has_value());
    CHECK_THROWS_AS(bot::DatabaseLock::take(folder.at("no/a.db")), std::system_error);
}

TEST_CASE("an import that is handed over arrives as it was told") {
    bot::ImportJob job;
    job.kind = bot::ImportKind::entitlements;
    job.files = {"/a/--dry-run.csv", "--json", "/b c.csv"};
    job.app = "Jira = Cloud";
    job.allow_loss = true;
    job.json = true;
    CHECK(bot::import_job(bot::arguments_of(job)) == job);
    CHECK_FALSE(bot::import_job({}).has_value());
    CHECK_FALSE(bot::import_job({"users"}).has_value());
    CHECK_FALSE(bot::import_job({"users", "--"}).has_value());
    CHECK_FALSE(bot::import_job({"cats", "--", "/a.csv"}).has_value());
    CHECK_FALSE(bot::import_job({"users", "--force", "--", "/a.csv"}).has_value());
    CHECK_FALSE(bot::import_job({"--", "users", "/a.csv"}).has_value());
}
