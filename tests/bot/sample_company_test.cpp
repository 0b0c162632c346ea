// The sample company of scripts/ imports as it stands and makes the stories that people try first.
#include <catch2/catch.hpp>

#include "bot/import.hpp"
#include "store/directory.hpp"
#include "store/purposes.hpp"
#include "tests/store/temp_database.hpp"

namespace {

using bot::ImportKind;
using bot::ImportOutcome;
using store::Tx;

struct Company {
    Company() : gate(io, {.path = file.path()}) {
        options.actor = "cli:test";
        options.now = policy::instant(1'717'200'000);  // 2024-06-01
    }

    bot::ImportReport import(ImportKind kind) {
        std::vector<std::filesystem::path> files;
        for (const auto& entry :
             std::filesystem::directory_iterator(LATCHKEY_TESTS "/../scripts/sample_company")) {
            const auto name = entry.path().filename().string();
            if (name.starts_with(bot::word(kind)) && name.ends_with(".csv")) {
                files.push_back(entry.path());
            }
        }
        return bot::run_import(gate, kind, files, options);
    }

    TempDatabase file;
    boost::asio::io_context io;
    store::Gate gate;
    bot::ImportOptions options;
};

constexpr ImportKind kinds[] = {
    ImportKind::users,
    ImportKind::identities,
    ImportKind::entitlements,
    ImportKind::owners,
    ImportKind::connections,
    ImportKind::purposes};

TEST_CASE("the sample company imports, and a second time changes nothing") {
    Company company;
    for (const auto kind : kinds) {
        const auto report = company.import(kind);
        INFO(bot::render(report));
        CHECK(report.outcome == ImportOutcome::switched);
        CHECK(report.ignored_columns.empty());
        CHECK(report.notes.empty());
    }
    for (const auto kind : kinds)
        CHECK(company.import(kind).outcome == ImportOutcome::unchanged);
    company.gate.write_blocking([](Tx& tx) {
        const auto counts = store::count_directory(tx);
        CHECK(counts.employees == 63);
        CHECK(counts.active_employees == 62);
        CHECK(counts.integrations == 8);
        CHECK(counts.connections == 150);
        CHECK(store::purposes(tx).size() == 4);
    });
}

TEST_CASE("the sample company's newcomer lacks what her colleague has") {
    Company company;
    for (const auto kind : kinds)
        REQUIRE(company.import(kind).ok());
    company.gate.write_blocking([](Tx& tx) {
        const auto found = store::search_employees(tx, "priya nat");
        REQUIRE(found.size() == 1);
        const auto& priya = found.front();
        const auto tomas = store::find_employee(tx, "tomas.ferreira@fernhill.example").value();
        CHECK(store::find_employee(tx, *priya.manager)->name == "Siobhán O’Reilly");
        const auto missing = store::missing_grants(tx, tomas.id, priya.id);
        CHECK(missing.size() >= 12);
        int privileged = 0;
        bool without_account = false;
        for (const auto& connection : missing) {
            privileged += connection.privileged ? 1 : 0;
            const auto accounts = store::identities_of(tx, priya.id, connection.integration);
            without_account = without_account || accounts.empty();
            CHECK(store::integration_owner(tx, connection.integration).has_value());
        }
        CHECK(privileged >= 1);
        CHECK(without_account);
        const auto aws = store::find_integration(tx, "AWS").value();
        CHECK(store::identities_of(tx, tomas.id, aws.id).size() == 2);
        const auto workday = store::find_integration(tx, "workday").value();
        const auto owner = store::integration_owner(tx, workday.id).value();
        CHECK(store::find_employee(tx, owner)->name == "Rosa Jiménez");
    });
}

}  // namespace
