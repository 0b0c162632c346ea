// A company of a handful of people for tests, written straight into the tables.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>

#include "store/gate.hpp"
#include "store/query.hpp"
#include "tests/store/temp_database.hpp"

// Ann and Ben report to Mia; Ben holds what Ann lacks: GitHub (owner Omar, second owner Olga) and
// Payroll (no owner). Rita is a risk manager, Adam an administrator. Everybody has an account in
// GitHub; in Payroll Ann has two.
class SmallCompany {
 public:
    static constexpr policy::EmployeeId ann{1}, ben{2}, mia{3}, omar{4}, olga{5}, rita{6}, adam{7};
    static constexpr policy::IntegrationId github{1}, payroll{2};
    static constexpr policy::ConnectionId code_read{1}, code_write{2}, code_admin{3}, pay_view{4};

    explicit SmallCompany(store::Gate& gate) {
        gate.write_blocking([](store::Tx& tx) { fill(tx); });
    }

 private:
    static void person(store::Tx& tx, policy::EmployeeId id, const std::string& name, int manager) {
        store::change(
            tx, "INSERT INTO employees (id, email) VALUES (?, ?)", id, name + "@example.com"
        );
        store::change(
            tx,
            R"sql(INSERT INTO employee_versions (employee_id, to_gen, from_gen, name, external_id, department, title,
                    organization, employment_type, metadata, manager_id, status)
                VALUES (?, 0, 1, ?, '', '', 'Engineer', '', '', '', ?, 'active'))sql",
            id,
            name,
            manager == 0 ? std::optional<int>() : std::optional<int>(manager)
        );
        store::change(
            tx,
            R"sql(INSERT INTO slack_users (team_id, user_id, email, employee_id, refused, name, tz, tz_offset, deleted,
                    bot, guest, stranger, email_confirmed, updated)
                VALUES ('T1', ?, ?, ?, '', ?, 'UTC', 0, 0, 0, 0, 0, 1, 0))sql",
            "U" + std::to_string(id.value),
            name + "@example.com",
            id,
            name
        );
    }

    static void connection(
        store::Tx& tx,
        policy::ConnectionId id,
        policy::IntegrationId application,
        int resource,
        const std::string& privilege,
        bool privileged
    ) {
        store::change(
            tx,
            R"sql(INSERT INTO connections (id, integration_id, resource_id, project, resource_type, privilege)
                VALUES (?, ?, ?, '', '', ?))sql",
            id,
            application,
            resource,
            privilege
        );
        store::change(
            tx,
            R"sql(INSERT INTO connection_versions (connection_id, to_gen, from_gen, privileged, requestable)
                VALUES (?, 0, 1, ?, 1))sql",
            id,
            privileged
        );
    }

    static void account(
        store::Tx& tx,
        int id,
        policy::IntegrationId application,
        const std::string& username,
        policy::EmployeeId whose
    ) {
        store::change(
            tx, "INSERT INTO identities (id, integration_id) VALUES (?, ?)", id, application
        );
        store::change(
            tx,
            R"sql(INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, external_id, username,
                    email, name, employee_id, relation)
                VALUES (?, 0, 1, ?, '', ?, '', '', ?, 'IS'))sql",
            id,
            application,
            username,
            whose
        );
    }

    static void holds(
        store::Tx& tx, policy::EmployeeId who, policy::ConnectionId what, int account
    ) {
        store::change(
            tx,
            R"sql(INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at)
                VALUES (?, ?, ?, 0, 1, 0))sql",
            who,
            what,
            account
        );
    }

    static void fill(store::Tx& tx) {
        person(tx, mia, "mia", 0);
        person(tx, ann, "ann", 3);
        person(tx, ben, "ben", 3);
        person(tx, omar, "omar", 3);
        person(tx, olga, "olga", 3);
        person(tx, rita, "rita", 0);
        person(tx, adam, "adam", 0);
        tx.db().exec(R"sql(
            INSERT INTO employee_roles (employee_id, role, to_gen, from_gen)
                VALUES (6, 'risk_manager', 0, 1), (7, 'administrator', 0, 1);
            INSERT INTO integrations (id, name, name_key, from_gen)
                VALUES (1, 'GitHub', 'github', 1), (2, 'Payroll', 'payroll', 1);
            INSERT INTO resources (id, integration_id, name) VALUES (1, 1, ''), (2, 1, 'code'), (3, 2, '');
            INSERT INTO owners (resource_id, position, to_gen, from_gen, employee_id) VALUES (1, 0, 0, 1, 4), (1, 1, 0, 1, 5);
        )sql");
        connection(tx, code_read, github, 2, "read", false);
        connection(tx, code_write, github, 2, "write", false);
        connection(tx, code_admin, github, 2, "admin", true);
        connection(tx, pay_view, payroll, 3, "view", false);
        account(tx, 1, github, "ann-gh", ann);
        account(tx, 2, github, "ben-gh", ben);
        account(tx, 3, payroll, "ann-pay", ann);
        account(tx, 4, payroll, "ann-pay-2", ann);
        account(tx, 5, payroll, "ben-pay", ben);
        for (const auto what : {code_read, code_write, code_admin})
            holds(tx, ben, what, 2);
        holds(tx, ben, pay_view, 5);
        holds(tx, ann, code_read, 1);
        tx.db().exec(R"sql(
            INSERT INTO titles (id, title) VALUES (1, 'Engineer');
            INSERT INTO title_counts (title_id, connection_id, to_gen, from_gen, holders)
                VALUES (1, 0, 0, 1, 7), (1, 1, 0, 1, 2), (1, 2, 0, 1, 1), (1, 3, 0, 1, 1), (1, 4, 0, 1, 1);
        )sql");
    }
};
