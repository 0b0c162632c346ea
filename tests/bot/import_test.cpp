// `latchkey import` from the files to the directory: what is taken, what is refused, what is said.
#include "bot/import.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "store/audit.hpp"
#include "store/directory.hpp"
#include "store/import.hpp"
#include "store/query.hpp"
#include "tests/store/temp_database.hpp"

namespace {

using bot::ImportKind;
using bot::ImportOutcome;
using bot::ImportReport;
using store::Noun;
using store::Tx;

struct Office {
    Office() : gate(io, {.path = file.path()}) {
        options.actor = "cli:test";
        options.now = policy::instant(1'717'200'000);  // 2024-06-01
    }

    std::filesystem::path write(const std::string& name, const std::string& bytes) const {
        const auto path = file.folder() / name;
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    ImportReport import(ImportKind kind, const std::string& bytes) {
        return bot::run_import(gate, kind, {write("in.csv", bytes)}, options);
    }
    // The report without the folder of the test.
    std::string said(const ImportReport& report) const {
        auto text = bot::render(report);
        const auto folder = file.folder().string() + "/";
        for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder))
            text.erase(at, folder.size());
        return text;
    }
    store::DirectoryCounts counts() {
        store::DirectoryCounts counts;
        gate.write_blocking([&](Tx& tx) { counts = store::count_directory(tx); });
        return counts;
    }
    std::optional<policy::Employee> employee(const std::string& email) {
        std::optional<policy::Employee> found;
        gate.write_blocking([&](Tx& tx) { found = store::find_employee(tx, email); });
        return found;
    }
    std::size_t audit_entries(const std::string& subject) {
        std::size_t entries = 0;
        gate.write_blocking([&](Tx& tx) { entries = store::audit_trail(tx, subject).size(); });
        return entries;
    }

    TempDatabase file;
    boost::asio::io_context io;
    store::Gate gate;
    bot::ImportOptions options;
};

const std::string users_header =
    "User ID,Full Name,First Name,Last Name,Work Email,Department,Title,Start Date,End Date,"
    "Employment Type,Organization,Manager,Manager Work Email,BalkanID Roles,Metadata\n";

TEST_CASE("a users file with every column becomes people") {
    Office office;
    const auto report = office.import(
        ImportKind::users,
        users_header +
            "7,,Zoë,O'Brien,Zoe.OBrien@X.example,Platform,\"Engineer, "
            "Staff\",2020-01-01,,Full,Acme,Boss,"
            "boss@x.example,\"reviewer, Risk Manager\",\"{\"\"a\"\": 1}\"\n"
            "8,Old Hand,,,old@x.example,,,,2024-05-31,,,,,,\n"
            "9,Last Day,,,last@x.example,,,,2024-06-01,,,,,,\n"
    );
    CHECK(report.outcome == ImportOutcome::switched);
    CHECK(office.said(report) == "people: 3 added\nImported 3 rows.\n");
    const auto zoe = office.employee("zoe.obrien@x.example").value();
    CHECK(zoe.name == "Zoë O'Brien");
    CHECK(zoe.title == "Engineer, Staff");
    CHECK(zoe.active);
    office.gate.write_blocking([&](Tx& tx) {
        CHECK(store::roles_of(tx, zoe.id).size() == 2);
        CHECK(store::search_employees(tx, "zoe obri").size() == 1);
    });
    CHECK_FALSE(office.employee("old@x.example")->active);
    CHECK(office.employee("last@x.example")->active);
}

TEST_CASE("a second run of the same file changes nothing, says so and writes no audit entry") {
    Office office;
    const auto file = users_header + "7,Zoe,,,zoe@x.example,,,,,,,,boss@x.example,reviewer,\n";
    CHECK(office.import(ImportKind::users, file).outcome == ImportOutcome::switched);
    const auto again = office.import(ImportKind::users, file);
    CHECK(again.outcome == ImportOutcome::unchanged);
    CHECK(
        office.said(again) ==
        "people: 1 unchanged\nNothing changes: all of this is known already.\n"
    );
    CHECK(office.audit_entries("import:users") == 1);
}

TEST_CASE("an import that is told to stop changes nothing, and the next one works") {
    Office office;
    const std::string head = "Full Name,Work Email,Title\n";
    office.import(ImportKind::users, head + "Old Name,p2@x.example,Clerk\n");
    std::string rows = head;
    for (int i = 0; i < 5000; ++i)
        rows += "Person " + std::to_string(i) + ",p" + std::to_string(i) + "@x.example,Clerk\n";
    int asked = 0;
    office.options.stop_wanted = [&] { return ++asked > 1500; };
    CHECK_THROWS_AS(office.import(ImportKind::users, rows), store::ImportStopped);
    CHECK(office.counts().employees == 1);
    CHECK(office.employee("p2@x.example")->name == "Old Name");
    office.options.stop_wanted = {};
    CHECK(office.import(ImportKind::users, rows).outcome == ImportOutcome::switched);
    CHECK(office.counts().employees == 5000);
}

// Reading, comparing, the switch, the cleaning: each asks before each of its slices.
TEST_CASE("an import that is told to stop at any moment changed nothing, unless it was done") {
    Office office;
    const std::string header = "App,Privilege Name,Privilege Value,User ID\n";
    office.import(ImportKind::entitlements, header + "GitHub,read,true,1\n");
    const auto two = header + "GitHub,read,false,1\nGitHub,write,true,1\nGitHub,write,true,2\n";
    int stops = 0;
    for (bool done = false; !done; ++stops) {
        INFO("told at question " << stops + 1);
        REQUIRE(office.counts().grants == 1);
        int asked = 0;
        office.options.stop_wanted = [&] { return ++asked > stops; };
        office.options.allow_loss = true;
        try {
            done = office.import(ImportKind::entitlements, two).outcome == ImportOutcome::switched;
            REQUIRE(done);
        } catch (const store::ImportStopped&) {
        }
    }
    // One question for the cleaning before, one for each of three rows, four slices and the switch.
    CHECK(stops >= 7);
    CHECK(office.counts().grants == 2);
}

TEST_CASE("an import of nothing but bad rows can be stopped, too") {
    Office office;
    std::string rows = "Full Name,Work Email\n";
    for (int i = 0; i < 100; ++i)
        rows += "Nobody,not-an-address\n";
    int asked = 0;
    office.options.stop_wanted = [&] { return ++asked > 50; };
    CHECK_THROWS_AS(office.import(ImportKind::users, rows), store::ImportStopped);
}

TEST_CASE("what a stopped import left is cleaned at start, in parts if that is stopped, too") {
    Office office;
    std::string rows = "Full Name,Work Email\n";
    for (int i = 0; i < 2000; ++i)
        rows += "Person,p" + std::to_string(i) + "@x.example\n";
    int asked = 0;
    office.options.stop_wanted = [&] { return ++asked > 1900; };
    CHECK_THROWS_AS(office.import(ImportKind::users, rows), store::ImportStopped);
    const auto left = [&] {
        std::int64_t staged = 0;
        office.gate.write_blocking([&](Tx& tx) {
            staged = store::first<std::int64_t>(tx, "SELECT count(*) FROM staged_rows").value();
        });
        return staged;
    };
    const auto before = left();
    CHECK(before > 1000);
    bot::clean_up_imports(office.gate, [] { return true; });
    CHECK(left() == before);
    bot::clean_up_imports(office.gate);
    CHECK(left() == 0);
}

TEST_CASE("a bad row in line 5000 changes nothing and is named with file, line and column") {
    Office office;
    office.import(ImportKind::users, users_header + "1,Old Name,,,p2@x.example,,,,,,,,,,\n");
    std::ostringstream file;
    file << users_header;
    for (int line = 2; line <= 6000; ++line) {
        const auto* at = line == 5000 ? "" : "@x.example";
        file << line << ",P" << line << ",,,p" << line << at << ",,,,,,,,,,\n";
    }
    const auto report = office.import(ImportKind::users, file.str());
    CHECK(report.outcome == ImportOutcome::refused);
    CHECK(
        office.said(report) ==
        "in.csv:5000:5 (Work Email): \"p5000\" is not an e-mail address\n"
        "Nothing was imported: 1 problem.\n"
    );
    CHECK(office.counts().employees == 1);
    CHECK(office.employee("p2@x.example")->name == "Old Name");
    CHECK(office.audit_entries("import:users") == 1);
}

TEST_CASE("all bad rows are named up to 20, then counted") {
    Office office;
    std::string file = "Work Email,End Date,Roles,Shoe Size\n";
    for (int i = 0; i < 25; ++i)
        file += "nobody,31.12.2024,boss,44\n";
    const auto report = office.import(ImportKind::users, file);
    CHECK(report.problem_count == 75);
    REQUIRE(report.problems.size() == 20);
    CHECK(report.problems[1].message == "\"31.12.2024\" is not a date like 2024-05-31");
    CHECK(
        report.problems[2].message ==
        "\"boss\" is not a role: reviewer, risk manager or administrator"
    );
    const auto said = office.said(report);
    CHECK(said.find("... and 55 more\nin.csv: ignored columns: Shoe Size\n") != std::string::npos);
}

TEST_CASE("a dry run says what would change and changes nothing") {
    Office office;
    office.options.dry_run = true;
    const auto report =
        office.import(ImportKind::users, "Work Email,Full Name\na@x.example,A\nb@x.example,B\n");
    CHECK(
        office.said(report) == "people: 2 added\nDry run: this would change; nothing was changed.\n"
    );
    CHECK(office.counts().employees == 0);
    CHECK(office.audit_entries("import:users") == 0);
}

TEST_CASE("a name without an address is no manager, and that is said") {
    Office office;
    const auto report = office.import(
        ImportKind::users, "Work Email,Manager\na@x.example,Big Boss\nb@x.example,\n"
    );
    CHECK(
        office.said(report) ==
        "note: 1 rows name a manager without \"Manager Work Email\": nobody is guessed from a "
        "name\n"
        "people: 2 added\nImported 2 rows.\n"
    );
}

TEST_CASE("files in any order end in the same directory") {
    struct File {
        ImportKind kind;
        const char* bytes;
    };
    std::vector<File> files{
        {ImportKind::users,
         "Work Email,Full Name,Manager Work Email\na@x.example,A,b@x.example\nb@x.example,B,\n"},
        {ImportKind::identities,
         "Identity ID,Username,Identity name,App ID,App Name,Relation type,Employee email\n"
         "1,a,A,gh,GitHub,IS,a@x.example\n2,robot,R,gh,GitHub,OWNS,a@x.example\n"},
        {ImportKind::entitlements,
         "App,Privilege Name,Privilege Value,User ID,Username,Resource\n"
         "GitHub,read,true,1,a,repo\nGitHub,admin,true,2,robot,repo\n"},
        {ImportKind::owners,
         "Entity ID,Entity Name,Entity Type,Integration ID,Integration Name,Primary Owner Email,"
         "Secondary Owners Emails\n"
         "repo,repo,Resource,gh,,a@x.example,\n"
         "gh,,Integration,gh,,b@x.example,a@x.example\n"},
    };
    std::vector<std::size_t> order{0, 1, 2, 3};
    do {
        Office office;
        for (const auto at : order) {
            const auto report = office.import(files[at].kind, files[at].bytes);
            INFO(office.said(report));
            CHECK(report.outcome == ImportOutcome::switched);
        }
        const auto a = office.employee("a@x.example").value();
        const auto b = office.employee("b@x.example").value();
        CHECK(a.manager == b.id);
        office.gate.write_blocking([&](Tx& tx) {
            const auto held = store::connections_of(tx, a.id);
            REQUIRE(held.size() == 1);
            CHECK(held[0].privilege == "read");
            CHECK(held[0].integration_name == "GitHub");
            const auto app = store::find_integration(tx, "gh").value();
            CHECK(app.name == "GitHub");
            CHECK(store::integration_owner(tx, app.id) == b.id);
            CHECK(store::resource_owner(tx, held[0].id) == a.id);
        });
        const auto counts = office.counts();
        CHECK(counts.integrations == 1);
        CHECK(counts.identities == 2);
        CHECK(counts.grants == 2);
        for (const auto& file : files)
            CHECK(office.import(file.kind, file.bytes).outcome == ImportOutcome::unchanged);
    } while (std::next_permutation(order.begin(), order.end()));
}

const std::string grants_of_ten =
    "App,Privilege Name,Privilege Value,User ID\n"
    "GitHub,read,true,1\nGitHub,read,true,2\nGitHub,read,true,3\nGitHub,read,true,4\n"
    "GitHub,read,true,5\nGitHub,read,true,6\nGitHub,read,true,7\nGitHub,read,true,8\n"
    "GitHub,read,true,9\nGitHub,read,true,10\n";

TEST_CASE("an application that would lose too much is refused, unless it is allowed") {
    Office office;
    office.import(ImportKind::entitlements, grants_of_ten);
    const std::string seven = grants_of_ten.substr(0, grants_of_ten.find("GitHub,read,true,8"));
    const auto refused = office.import(ImportKind::entitlements, seven);
    CHECK(
        office.said(refused) ==
        "GitHub would lose 3 of its 10 grants (30 %), more than the 20 % it may lose at once: is "
        "the "
        "file complete? --allow-loss takes it as it is\nNothing was imported: 1 problem.\n"
    );
    CHECK(office.counts().grants == 10);
    SECTION("by the flag") {
        office.options.allow_loss = true;
    }
    SECTION("by the application's setting") {
        office.options.largest_loss = [](const std::string& app) {
            return app == "GitHub" ? 0.3 : 0.0;
        };
    }
    const auto taken = office.import(ImportKind::entitlements, seven);
    CHECK(office.said(taken).find("grants: 3 ended, 7 unchanged\n") != std::string::npos);
    CHECK(office.counts().grants == 7);
}

TEST_CASE("a fifth of an application's grants may go at once, and not one more") {
    Office office;
    const auto hundred_without = [](int gone) {
        std::string file = "App,Privilege Name,Privilege Value,User ID\n";
        for (int i = gone; i < 100; ++i)
            file += "GitHub,read,true," + std::to_string(i) + "\n";
        return file;
    };
    office.import(ImportKind::entitlements, hundred_without(0));
    CHECK(
        office.import(ImportKind::entitlements, hundred_without(21)).outcome ==
        ImportOutcome::refused
    );
    CHECK(office.counts().grants == 100);
    CHECK(
        office.import(ImportKind::entitlements, hundred_without(20)).outcome ==
        ImportOutcome::switched
    );
    CHECK(office.counts().grants == 80);
}

TEST_CASE("a file without rows ends everything of the application that --app names, if allowed") {
    Office office;
    office.import(ImportKind::entitlements, grants_of_ten);
    const std::string empty = "Privilege Name,Privilege Value,User ID\n";
    CHECK(office.import(ImportKind::entitlements, empty).outcome == ImportOutcome::unchanged);
    office.options.app_name = "Githob";
    CHECK(
        office.said(office.import(ImportKind::entitlements, empty)) ==
        "--app (App): there is no application \"Githob\" yet\nNothing was imported: 1 problem.\n"
    );
    office.options.app_name = "github";
    CHECK(office.import(ImportKind::entitlements, empty).outcome == ImportOutcome::refused);
    office.options.allow_loss = true;
    CHECK(office.import(ImportKind::entitlements, empty).outcome == ImportOutcome::switched);
    CHECK(office.counts().grants == 0);
}

TEST_CASE("rows without an application need --app, rows without a person are refused") {
    Office office;
    const std::string file = "Privilege Name,Privilege Value,User ID,App\nread,true,1,\n";
    CHECK(
        office.said(office.import(ImportKind::entitlements, file)) ==
        "in.csv:2:4 (App): no application is named here nor by --app\n"
        "Nothing was imported: 1 problem.\n"
    );
    office.options.app_name = "GitHub";
    CHECK(office.import(ImportKind::entitlements, file).outcome == ImportOutcome::switched);
    CHECK(
        office.said(office.import(
            ImportKind::entitlements, "Privilege Name,Privilege Value,Email\nread,true,\n"
        )) ==
        "in.csv:2:3 (Email): the row has neither Email nor User ID nor Username\n"
        "Nothing was imported: 1 problem.\n"
    );
}

TEST_CASE("a value of false is an explicit no, one yes for the same grant wins") {
    Office office;
    const auto report = office.import(
        ImportKind::entitlements,
        "App,Privilege Name,Privilege Value,User ID,Privileged,Last Used\n"
        "GitHub,admin,FALSE,1,true,\nGitHub,read,false,1,,2024-01-01\nGitHub,read,true,1,,\n"
        "GitHub,write,Maintainer,1,,2024-05-01T10:00:00Z\n"
    );
    CHECK(
        office.said(report) ==
        "applications: 1 added\nconnections: 3 added\naccounts: 1 added\ngrants: 2 added\n"
        "Imported 4 rows.\n"
    );
}

TEST_CASE("several files are one import") {
    Office office;
    const auto good = office.write("good.csv", "Work Email\na@x.example\n");
    const auto bad = office.write("bad.csv", "Work Email\nb\n");
    const auto missing = office.file.folder() / "missing.csv";
    const auto report =
        bot::run_import(office.gate, ImportKind::users, {good, bad, missing}, office.options);
    CHECK(
        office.said(report) ==
        "bad.csv:2:1 (Work Email): \"b\" is not an e-mail address\n"
        "missing.csv: cannot be read: No such file or directory\nNothing was imported: 2 "
        "problems.\n"
    );
    CHECK(office.counts().employees == 0);
}

TEST_CASE("an import is one audit entry with its counts and the files' digests") {
    Office office;
    office.import(ImportKind::users, "Work Email\na@x.example\n");
    office.gate.write_blocking([](Tx& tx) {
        const auto trail = store::audit_trail(tx, "import:users");
        REQUIRE(trail.size() == 1);
        const auto& entry = trail[0].entry;
        CHECK(entry.actor == "cli:test");
        CHECK(entry.act == "import.users");
        REQUIRE(entry.values.size() == 3);
        CHECK(entry.values[0].name == "sha256 of in.csv");
        CHECK(entry.values[0].value.size() == 64);
        CHECK(entry.values[2].name == "people added");
        CHECK(entry.values[2].value == "1");
        CHECK(store::verify_audit(tx).empty());
    });
}

TEST_CASE("a row that contradicts an earlier one is refused with both lines") {
    Office office;
    const auto report = office.import(
        ImportKind::users, "Title,Work Email\nx,a@x.example\nx,A@x.example\ny,a@x.example\n"
    );
    const auto said = office.said(report);
    CHECK(
        said ==
        "in.csv:4:2 (Work Email): a@x.example stands in in.csv:2 too, with other values\n"
        "Nothing was imported: 1 problem.\n"
    );
}

TEST_CASE("progress is told while rows are read") {
    Office office;
    std::vector<bot::ImportProgress> told;
    office.options.progress = [&](const bot::ImportProgress& now) { told.push_back(now); };
    std::string file = "Work Email\n";
    for (int i = 0; i < 1200; ++i)
        file += "p" + std::to_string(i) + "@x.example\n";
    office.import(ImportKind::users, file);
    REQUIRE(told.size() >= 4);
    CHECK(told.back().step == bot::ImportProgress::Step::finishing);
    CHECK(told[2].rows == 1200);
    CHECK(told[2].done == told[2].total);
}

}  // namespace
