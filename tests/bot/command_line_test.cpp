// The exit statuses of the command line, and what doctor says of a machine in a given state.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "bot/command_line.hpp"
#include "bot/database_lock.hpp"
#include "bot/doctor.hpp"
#include "tests/bot/temp_folder.hpp"

namespace {

using bot::Health;

int run(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "latchkey");
    return bot::run_command_line(static_cast<int>(arguments.size()), arguments.data());
}

// A variable for the length of a test.
class Variable {
 public:
    Variable(const char* name, const std::string& value) : name_(name) {
        setenv(name, value.c_str(), 1);
    }
    ~Variable() { unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

 private:
    const char* name_;
};

void openssl(const std::string& arguments) {
    REQUIRE(std::system(("openssl " + arguments + " >/dev/null 2>&1").c_str()) == 0);
}

// A certificate for localhost, good for so many days, and its key.
void make_certificate(const TempFolder& folder, const std::string& name, int days) {
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -addext "
        "subjectAltName=DNS:localhost -days " +
        std::to_string(days) + " -keyout " + folder.at(name + ".key") + " -out " +
        folder.at(name + ".pem")
    );
}

bot::Settings with_certificate(const TempFolder& folder, const char* pem, const char* key) {
    bot::Settings settings;
    settings.tls_cert = folder.at(pem);
    settings.tls_key = folder.at(key);
    settings.public_url = "https://localhost:8443";
    return settings;
}

bool has(const bot::Findings& findings, Health health, const std::string& words) {
    return std::ranges::any_of(findings, [&](const bot::Finding& finding) {
        return finding.health == health && finding.found.find(words) != std::string::npos;
    });
}

bool all_well(const bot::Findings& findings) {
    return std::ranges::all_of(findings, [](const auto& f) { return f.health == Health::ok; });
}

}  // namespace

TEST_CASE("help and version end with 0, wrong usage with 2") {
    CHECK(run({"--help"}) == 0);
    CHECK(run({"import", "--help"}) == 0);
    CHECK(run({"audit", "verify", "--help"}) == 0);
    CHECK(run({"--version"}) == 0);
    CHECK(run({}) == 2);
    CHECK(run({"audit"}) == 2);
    CHECK(run({"serv"}) == 2);
    CHECK(run({"serve", "--port", "1"}) == 2);
    CHECK(run({"import"}) == 2);
    CHECK(run({"import", "cats", "x.csv"}) == 2);
    CHECK(run({"import", "users"}) == 2);
    CHECK(run({"import", "users", "/no/such.csv"}) == 2);
    CHECK(run({"request", "list", "--help"}) == 0);
    CHECK(run({"request"}) == 2);
    CHECK(run({"request", "withdraw"}) == 2);
    CHECK(run({"request", "show", "0"}) == 2);
    CHECK(run({"audit", "export", "--format", "xml"}) == 2);
    CHECK(run({"audit", "export", "--format", "report"}) == 2);
    CHECK(run({"audit", "export", "--format", "report", "--request", "1", "--last", "3"}) == 2);
    CHECK(run({"audit", "show", "--until", "soon"}) == 2);
    CHECK(run({"policy"}) == 2);
    CHECK(run({"policy", "check"}) == 2);
    CHECK(run({"policy", "check", "/no/such.toml"}) == 2);
    CHECK(run({"policy", "replay", "--help"}) == 0);
    CHECK(run({"manifest"}) == 2);
    CHECK(run({"manifest", "--public-url", "http://latchkey.example.com"}) == 2);
    CHECK(run({"manifest", "--public-url", "https://latchkey.example.com"}) == 0);
}

TEST_CASE("a command that finds a problem ends with 1") {
    const TempFolder folder;
    const Variable database("LATCHKEY_DATABASE", folder.at("a.db"));
    CHECK(run({"audit", "verify"}) == 1);
    CHECK(run({"audit", "show"}) == 1);
    CHECK(run({"request", "list"}) == 1);
    CHECK(run({"request", "withdraw", "1"}) == 1);
    CHECK(run({"serve"}) == 1);
    const auto broken = folder.write("latchkey.toml", "x = 1");
    CHECK(run({"--config", broken.c_str(), "audit", "verify"}) == 1);
    CHECK(run({"audit", "verify", "--config", broken.c_str()}) == 1);
    CHECK(run({"doctor", "--config", broken.c_str()}) == 1);
}

TEST_CASE("an import without a daemon is done under the lock, and refused files change nothing") {
    const TempFolder folder;
    const Variable database("LATCHKEY_DATABASE", folder.at("a.db"));
    const auto users =
        folder.write("users.csv", "Full Name,Work Email\nAda Example,ada@example.com\n");
    CHECK(run({"import", "users", users.c_str(), "--dry-run"}) == 0);
    CHECK(run({"import", "users", users.c_str(), "--json"}) == 0);
    CHECK(run({"audit", "verify"}) == 0);
    CHECK(run({"audit", "verify", "--json"}) == 0);
    CHECK(run({"audit", "verify", "--head", "nonsense"}) == 2);
    CHECK(run({"audit", "verify", "--head", "9:"}) == 2);
    const auto head = "9:" + std::string(64, 'a');
    CHECK(run({"audit", "verify", "--head", head.c_str()}) == 1);
    const auto bad = folder.write("bad.csv", "Full Name\nAda\n");
    CHECK(run({"import", "users", bad.c_str()}) == 1);
    CHECK(bot::DatabaseLock::take(folder.at("a.db")).has_value());
}

TEST_CASE("a policy is checked and imported without a daemon, and a broken one changes nothing") {
    const TempFolder folder;
    const Variable database("LATCHKEY_DATABASE", folder.at("a.db"));
    const auto good = folder.write("good.toml", "[[clause]]\nname = \"a\"\napprove = true\n");
    CHECK(run({"policy", "check", good.c_str()}) == 0);
    CHECK(run({"policy", "replay", good.c_str()}) == 1);
    CHECK(run({"policy", "import", good.c_str()}) == 0);
    CHECK(run({"policy", "import", good.c_str()}) == 0);
    CHECK(run({"policy", "check", good.c_str(), "--json"}) == 0);
    CHECK(run({"policy", "replay", good.c_str(), "--last", "5", "--json"}) == 0);
    CHECK(run({"policy", "replay", good.c_str(), "--last", "0"}) == 2);
    const auto bad = folder.write("bad.toml", "[[clause]]\nname = \"a\"\n");
    CHECK(run({"policy", "check", bad.c_str()}) == 1);
    CHECK(run({"policy", "replay", bad.c_str()}) == 1);
    CHECK(run({"policy", "import", bad.c_str()}) == 1);
    const auto nobody = folder.write(
        "nobody.toml",
        "[[clause]]\nname = \"a\"\n[[clause.level]]\nask = [\"nobody@example.com\", \"manager\"]\n"
    );
    CHECK(run({"policy", "check", nobody.c_str()}) == 1);
    CHECK(run({"policy", "import", nobody.c_str()}) == 1);
    CHECK(run({"audit", "verify"}) == 0);
}

TEST_CASE("doctor finds a good certificate good") {
    const TempFolder folder;
    make_certificate(folder, "good", 90);
    CHECK(all_well(bot::examine_certificate(with_certificate(folder, "good.pem", "good.key"))));
}

TEST_CASE("doctor finds what is wrong with a certificate") {
    const TempFolder folder;
    make_certificate(folder, "one", 90);
    make_certificate(folder, "other", 5);
    const auto examine = [&](const char* pem, const char* key) {
        return bot::examine_certificate(with_certificate(folder, pem, key));
    };
    CHECK(has(examine("one.pem", "other.key"), Health::failure, "the key is not the certificate's")
    );
    CHECK(has(examine("other.pem", "other.key"), Health::warning, "valid for"));
    CHECK(has(examine("no.pem", "one.key"), Health::failure, "no certificate that can be read"));
    CHECK(has(examine("one.key", "one.key"), Health::failure, "no certificate that can be read"));
    CHECK(has(examine("one.pem", "one.pem"), Health::failure, "no key that can be read"));
    openssl(
        "ec -aes128 -passout pass:x -in " + folder.at("one.key") + " -out " +
        folder.at("locked.key")
    );
    CHECK(has(examine("one.pem", "locked.key"), Health::failure, "no key that can be read"));
    auto elsewhere = with_certificate(folder, "one.pem", "one.key");
    elsewhere.public_url = "https://latchkey.example.com";
    CHECK(has(bot::examine_certificate(elsewhere), Health::warning, "does not cover"));
}

TEST_CASE("doctor finds an expired certificate") {
    const TempFolder folder;
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout " +
        folder.at("old.key") + " -out " + folder.at("old.csr")
    );
    openssl(
        "x509 -req -in " + folder.at("old.csr") + " -signkey " + folder.at("old.key") +
        " -days -1 -out " + folder.at("old.pem")
    );
    const auto settings = with_certificate(folder, "old.pem", "old.key");
    CHECK(has(bot::examine_certificate(settings), Health::failure, "it has expired"));
}

TEST_CASE("doctor says how far the clock is off, and which way") {
    constexpr std::string_view date = "Thu, 01 Jan 1970 00:10:00 GMT";
    CHECK(bot::judge_clock(date, 610).health == Health::ok);
    CHECK(bot::judge_clock(date, 540).found == "this machine is 60 s behind the other side");
    CHECK(bot::judge_clock(date, 540).health == Health::warning);
    CHECK(bot::judge_clock(date, 900).found == "this machine is 300 s ahead of the other side");
    CHECK(bot::judge_clock(date, 900).health == Health::failure);
    CHECK(bot::judge_clock("", 900).health == Health::warning);
    CHECK(bot::judge_clock("yesterday", 900).health == Health::warning);
}

TEST_CASE("doctor finds what is wrong with the database") {
    const TempFolder folder;
    bot::Settings settings;
    settings.database = folder.at("no/a.db");
    CHECK(has(bot::examine_database(settings), Health::failure, "there is no folder"));
    settings.database = folder.at("a.db");
    CHECK(has(bot::examine_database(settings), Health::warning, "there is no file"));
    CHECK_FALSE(std::filesystem::exists(settings.database));
    folder.write("a.db", std::string(8192, 'x'));
    CHECK_THROWS_WITH(bot::examine_database(settings), Catch::Contains("not a database"));
}

TEST_CASE("doctor finds a database in use well, and changes nothing in it") {
    const TempFolder folder;
    const Variable database("LATCHKEY_DATABASE", folder.at("a.db"));
    const auto users = folder.write("users.csv", "Full Name,Work Email\nAda,ada@example.com\n");
    REQUIRE(run({"import", "users", users.c_str()}) == 0);
    bot::Settings settings;
    settings.database = folder.at("a.db");
    const auto found = bot::examine_database(settings);
    CHECK(all_well(found));
    CHECK(has(found, Health::ok, "no daemon runs on it"));
    const auto lock = bot::DatabaseLock::take(settings.database);
    CHECK(has(bot::examine_database(settings), Health::ok, "a daemon runs on it"));
}
