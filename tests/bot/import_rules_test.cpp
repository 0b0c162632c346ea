// `latchkey import connections` and `purposes`: what can be asked for, by which rules, and what
// belongs together.
#include <catch2/catch.hpp>
#include <fstream>

#include "bot/import.hpp"
#include "store/catalogue.hpp"
#include "store/directory.hpp"
#include "store/purposes.hpp"
#include "store/query.hpp"
#include "tests/store/temp_database.hpp"

namespace {

using bot::ImportKind;
using bot::ImportOutcome;
using store::Tx;
using Names = std::vector<std::string>;

const std::string entitlements =
    "App,Privilege Name,Privilege Value,User ID,Resource,Resource Type\n"
    "GitHub,read,true,1,api,repository\nGitHub,write,true,1,api,repository\nPayroll,view,true,1,,"
    "\n";
const std::string connections =
    "App,Project,Resource Type,Resource,Privilege Name,Privileged,Requestable,Longest Duration,"
    "Reason Rule\n";
const std::string purposes =
    "Purpose Name,Description,Pre-Expiry Notification,Longest Duration,Department,Job Title,Team,"
    "Owner,Status,Entities\n";

struct Office {
    Office() : gate(io, {.path = file.path()}) {
        options.actor = "cli:test";
        options.now = policy::instant(1'717'200'000);  // 2024-06-01
    }

    bot::ImportReport import(ImportKind kind, const std::string& bytes) {
        const auto path = file.folder() / "in.csv";
        std::ofstream(path, std::ios::binary) << bytes;
        return bot::run_import(gate, kind, {path}, options);
    }
    std::string said(ImportKind kind, const std::string& bytes) {
        auto text = bot::render(import(kind, bytes));
        const auto folder = file.folder().string() + "/";
        for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder))
            text.erase(at, folder.size());
        return text;
    }
    template <class Work>
    auto look(Work work) {
        decltype(work(std::declval<Tx&>())) result{};
        gate.write_blocking([&](Tx& tx) { result = work(tx); });
        return result;
    }
    policy::Connection found(const std::string& application, const std::string& privilege) {
        return look([&](Tx& tx) {
            const auto id = store::first<policy::ConnectionId>(
                tx,
                R"sql(SELECT c.id FROM current_connections c JOIN integrations n ON n.id = c.integration_id
                    WHERE n.name = ? AND c.privilege = ?)sql",
                application,
                privilege
            );
            return store::find_connection(tx, id.value()).value();
        });
    }
    std::string rule(const std::string& privilege) {
        return look([&](Tx& tx) {
            return store::first<std::string>(
                       tx,
                       "SELECT COALESCE(reason_rule, 'inherited') FROM current_connections WHERE "
                       "privilege = ?",
                       privilege
            )
                .value();
        });
    }
    Names containing(const std::vector<policy::Connection>& wanted) {
        return look([&](Tx& tx) {
            std::vector<policy::ConnectionId> ids;
            for (const auto& connection : wanted)
                ids.push_back(connection.id);
            Names names;
            for (const auto& purpose : store::purposes_containing(tx, ids))
                names.push_back(purpose.name);
            return names;
        });
    }

    TempDatabase file;
    boost::asio::io_context io;
    store::Gate gate;
    bot::ImportOptions options;
};

TEST_CASE("a connections file says what may be asked for, how long, and with which reason") {
    Office office;
    office.import(ImportKind::entitlements, entitlements);
    const auto file = connections + "GitHub,,repository,api,write,true,yes,14d,text:20\n" +
                      "payroll,,,,view,,false,,pattern:^INC-[0-9]+$\n" +
                      "Wiki,,,,edit,,,36h,none\n";
    const auto report = office.import(ImportKind::connections, file);
    INFO(bot::render(report));
    REQUIRE(report.outcome == ImportOutcome::switched);
    CHECK(report.counts[store::Noun::connections] == store::ImportCount{1, 2, 0, 0});
    const auto write = office.found("GitHub", "write");
    CHECK(write.privileged);
    CHECK(write.requestable);
    CHECK(write.longest_duration == std::chrono::days{14});
    CHECK(office.rule("write") == "text:20");
    const auto view = office.found("Payroll", "view");
    CHECK_FALSE(view.requestable);
    CHECK_FALSE(view.longest_duration);
    CHECK(office.rule("view") == "pattern:^INC-[0-9]+$");
    CHECK(office.found("Wiki", "edit").longest_duration == std::chrono::hours{36});
    CHECK(office.rule("read") == "inherited");
    // Searches see it at once.
    CHECK(office.look([](Tx& tx) { return store::search_connections(tx, "payroll").total; }) == 0);
    CHECK(office.look([](Tx& tx) { return store::search_connections(tx, "wiki").total; }) == 1);
    CHECK(office.import(ImportKind::connections, file).outcome == ImportOutcome::unchanged);
}

TEST_CASE("an empty cell inherits again, a column that is not there changes nothing") {
    Office office;
    office.import(ImportKind::connections, connections + "GitHub,,,,admin,true,false,1h,none\n");
    office.import(ImportKind::connections, "App,Privilege Name,Longest Duration\nGitHub,admin,\n");
    auto admin = office.found("GitHub", "admin");
    CHECK_FALSE(admin.longest_duration);
    CHECK(admin.privileged);
    CHECK_FALSE(admin.requestable);
    CHECK(office.rule("admin") == "none");
    office.import(ImportKind::connections, connections + "GitHub,,,,admin,,,,\n");
    admin = office.found("GitHub", "admin");
    CHECK(admin.privileged);
    CHECK(admin.requestable);
    CHECK(office.rule("admin") == "inherited");
    // The entitlements tell of privilege only; the rules stay.
    office.import(ImportKind::connections, connections + "GitHub,,,,admin,true,false,1h,none\n");
    office.import(
        ImportKind::entitlements,
        "App,Privilege Name,Privilege Value,User ID,Privileged\nGitHub,admin,true,1,false\n"
    );
    admin = office.found("GitHub", "admin");
    CHECK_FALSE(admin.privileged);
    CHECK_FALSE(admin.requestable);
    CHECK(admin.longest_duration == std::chrono::hours{1});
}

TEST_CASE("a bad rule is named with file, line and column, and nothing changes") {
    Office office;
    CHECK(
        office.said(
            ImportKind::connections,
            connections + "GitHub,,,,a,maybe,,,\nGitHub,,,,b,,,4000d,\nGitHub,,,,c,,,soon,\n" +
                "GitHub,,,,d,,,,text:0\nGitHub,,,,e,,,,pattern:(\n,,,,f,,,,\nGitHub,,,,g,,,,\n"
        ) ==
        "in.csv:2:6 (Privileged): \"maybe\" is neither true nor false\n"
        "in.csv:3:8 (Longest Duration): \"4000d\" is out of range: from 1s to 3650d\n"
        "in.csv:4:8 (Longest Duration): \"soon\" is not a duration like \"90s\", \"15m\", \"36h\" "
        "or \"5d\"\n"
        "in.csv:5:9 (Reason Rule): \"text:0\" is not a reason rule: none, list, text:N (a number "
        "up "
        "to 500) or pattern:REGEX\n"
        "in.csv:6:9 (Reason Rule): the pattern cannot be used: missing ): (\n"
        "in.csv:7:1 (App): the cell is empty\n"
        "Nothing was imported: 6 problems.\n"
    );
    CHECK(office.look([](Tx& tx) { return store::count_directory(tx).connections; }) == 0);
}

TEST_CASE("two rows that say different things of one connection are refused") {
    Office office;
    CHECK(
        office.said(
            ImportKind::connections,
            connections + "GitHub,,,,admin,,,1h,\nGITHUB,,,,admin,,,1h,\nGitHub,,,,admin,,,2h,\n"
        ) ==
        "in.csv:4:5 (Privilege Name): GitHub > admin stands in in.csv:2 too, with other values\n"
        "Nothing was imported: 1 problem.\n"
    );
}

TEST_CASE("purposes are found by what they contain, those with the least else first") {
    Office office;
    // Before what they contain is known: files may come in any order.
    const auto file = purposes +
                      "On-call,Watch payments,24h,7d,Payments,,On-call,ann@x.example,Active,"
                      "\"GitHub > api > write; github > api > read; Payroll > view\"\n" +
                      "Reading,Only look,,,,,,,,GitHub > api > read; Payroll > view\n" +
                      "Old,Over,,,,,,,Inactive,GitHub > api > read\n";
    const auto report = office.import(ImportKind::purposes, file);
    REQUIRE(report.outcome == ImportOutcome::switched);
    REQUIRE(report.notes.size() == 1);
    CHECK(
        report.notes[0] ==
        "purposes name access that no file has told of yet: GitHub > api > write; github > api > "
        "read; Payroll > view; GitHub > api > read; Payroll > view; and 1 more"
    );
    office.import(ImportKind::entitlements, entitlements);
    const auto read = office.found("GitHub", "read");
    const auto write = office.found("GitHub", "write");
    const auto view = office.found("Payroll", "view");
    CHECK(office.containing({read}) == Names{"Reading", "On-call"});
    CHECK(office.containing({view, read}) == Names{"Reading", "On-call"});
    CHECK(office.containing({read, write}) == Names{"On-call"});
    CHECK(office.containing({}).empty());
    office.gate.write_blocking([&](Tx& tx) {
        const auto on_call = store::find_purpose(tx, "ON-CALL").value();
        CHECK(on_call.description == "Watch payments");
        CHECK(on_call.pre_expiry_notice == std::chrono::hours{24});
        CHECK(on_call.longest_duration == std::chrono::days{7});
        CHECK(on_call.team == "On-call");
        CHECK(on_call.owner.has_value());
        CHECK(store::purpose_connections(tx, on_call.id) == std::vector{read, write, view});
        CHECK(store::purposes(tx).size() == 2);
        CHECK_FALSE(store::find_purpose(tx, "old")->active);
    });
    const auto again = office.import(ImportKind::purposes, file);
    CHECK(again.outcome == ImportOutcome::unchanged);
    CHECK(again.notes.empty());
}

TEST_CASE("a purpose that is told anew contains what the new row says, once it is switched") {
    Office office;
    office.import(ImportKind::entitlements, entitlements);
    office.import(ImportKind::purposes, purposes + "On-call,Watch,,7d,,,,,,GitHub > api > read\n");
    const auto read = office.found("GitHub", "read");
    const auto change = "Purpose Name,Description,Entities\non-call,Watch,GitHub > api > write\n";
    office.options.dry_run = true;
    CHECK(office.import(ImportKind::purposes, change).outcome == ImportOutcome::dry_run);
    CHECK(office.containing({read}) == Names{"On-call"});
    office.options.dry_run = false;
    CHECK(office.import(ImportKind::purposes, change).outcome == ImportOutcome::switched);
    CHECK(office.containing({read}).empty());
    CHECK(office.containing({office.found("GitHub", "write")}) == Names{"on-call"});
    CHECK(
        office.look([](Tx& tx) { return store::find_purpose(tx, "On-call"); })->longest_duration ==
        std::chrono::days{7}
    );
}

TEST_CASE("a bad purpose is named with file, line and column, and nothing changes") {
    Office office;
    CHECK(
        office.said(
            ImportKind::purposes,
            purposes +
                "A,x,,,,,,,,GitHub\nB,x,1w,,,,,,,GitHub > read\nC,x,,,,,,nobody,,GitHub > read\n" +
                "D,x,,,,,,,Paused,GitHub > read\nE,x,,,,,,,,\n"
        ) ==
        "in.csv:2:10 (Entities): \"GitHub\" is not Application > Resource > Privilege\n"
        "in.csv:3:3 (Pre-Expiry Notification): \"1w\" is not a duration like \"90s\", \"15m\", "
        "\"36h\" or \"5d\"\n"
        "in.csv:4:8 (Owner): \"nobody\" is not an e-mail address\n"
        "in.csv:5:9 (Status): \"Paused\" is neither active nor inactive\n"
        "in.csv:6:10 (Entities): the cell is empty\n"
        "Nothing was imported: 5 problems.\n"
    );
    CHECK(office.look([](Tx& tx) { return store::purposes(tx).size(); }) == 0);
}

}  // namespace
