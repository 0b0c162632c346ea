// A directory file of its own and short ways to import typed rows into it, step by step or whole.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <string>
#include <vector>

#include "store/directory.hpp"
#include "store/import_rows.hpp"
#include "tests/store/temp_database.hpp"

struct Directory {
    Directory() : gate(io, {.path = file.path()}) {}

    // Runs a unit of work and returns what it returns.
    template <class Work>
    auto look(Work work) {
        decltype(work(std::declval<store::Tx&>())) result{};
        gate.write_blocking([&](store::Tx& tx) { result = work(tx); });
        return result;
    }
    std::vector<std::vector<std::string>> rows(const std::string& sql);
    std::int64_t number(const std::string& sql) { return std::stoll(rows(sql).at(0).at(0)); }

    // Stages rows one by one; the first problem as "column: sentence", or "".
    template <class Row>
    std::string stage_all(store::Staging& staging, const std::vector<Row>& rows) {
        std::string problem;
        for (auto row : rows) {
            give_source(row);
            gate.write_blocking([&](store::Tx& tx) {
                store::require_staging(tx, staging);
                const auto found = store::stage(tx, staging, row);
                if (found && problem.empty()) problem = found->column + ": " + found->message;
            });
        }
        return problem;
    }

    void settle(store::Staging& staging, const std::vector<store::UserRow>&) {
        store::settle_users(gate, staging);
    }
    void settle(store::Staging& staging, const std::vector<store::OwnerRow>&) { (void)staging; }
    void settle(store::Staging& staging, const std::vector<store::IdentityRow>&) {
        store::settle_identities(gate, staging);
    }
    void settle(store::Staging& staging, const std::vector<store::EntitlementRow>&) {
        store::settle_entitlements(gate, staging);
    }
    void finish(store::Staging& staging) {
        store::switch_import(gate, staging, {now, "cli:test", "import.test", "import:test"});
        store::clean_imports(gate);
    }

    // A whole import; what it counted. Fails the test on a problem.
    template <class Row>
    store::ImportCounts import(const std::vector<Row>& rows);

    policy::EmployeeId employee(const std::string& email) {
        return look([&](store::Tx& tx) { return store::find_employee(tx, email).value().id; });
    }
    policy::IdentityId identity(const std::string& username);
    policy::ConnectionId connection(const std::string& privilege);

    TempDatabase file;
    boost::asio::io_context io;
    store::Gate gate;
    policy::Instant now = policy::instant(1'700'000'000);

 private:
    // Every row is another line; rows with equal fields have equal digests.
    template <class Row>
    void give_source(Row& row) {
        row.source.place = "test.csv:" + std::to_string(++line_);
        if (row.source.digest.empty()) row.source.digest = std::to_string(line_);
    }
    int line_ = 1;
};

template <class Row>
store::ImportCounts Directory::import(const std::vector<Row>& given) {
    auto staging = store::begin_import(gate, now);
    const auto problem = stage_all(staging, given);
    if (!problem.empty()) throw std::runtime_error(problem);
    settle(staging, given);
    finish(staging);
    return staging.counts;
}

// Rows with what most tests need.
inline store::UserRow user(const std::string& email, const std::string& name) {
    store::UserRow row;
    row.email = email;
    row.name = name;
    return row;
}

inline store::IdentityRow account(
    const std::string& app,
    const std::string& id,
    const std::string& username,
    const std::string& employee_email
) {
    store::IdentityRow row;
    row.external_id = id;
    row.username = username;
    row.name = username;
    row.app_id = app;
    row.app_name = app;
    row.employee_email = employee_email;
    return row;
}

inline store::EntitlementRow holds(
    const std::string& app, const std::string& user_id, const std::string& privilege
) {
    store::EntitlementRow row;
    row.app = app;
    row.user_id = user_id;
    row.privilege = privilege;
    return row;
}

inline store::OwnerRow owned(const std::string& app, std::vector<std::string> emails) {
    store::OwnerRow row;
    row.integration_id = app;
    row.integration_name = app;
    row.emails = std::move(emails);
    return row;
}
