#include "store/directory_people.hpp"

#include "store/departures.hpp"
#include "store/directory.hpp"
#include "store/directory_rows.hpp"
#include "store/directory_search.hpp"
#include "store/directory_words.hpp"
#include "store/query.hpp"
#include "store/title_counts.hpp"

namespace store {

const std::string employee_columns =
    "SELECT e.id, e.email, e.name, e.department, e.title, e.manager_id, e.status "
    "FROM current_employees e ";

policy::Employee read_employee(const Query& rows) {
    policy::Employee employee;
    employee.id = rows.get<policy::EmployeeId>(0);
    employee.email = rows.get<std::string>(1);
    employee.name = rows.get<std::string>(2);
    employee.department = rows.get<std::string>(3);
    employee.title = rows.get<std::string>(4);
    employee.manager = rows.get<std::optional<policy::EmployeeId>>(5);
    employee.active = rows.get<std::string>(6) == "active";
    return employee;
}

std::int64_t current_generation(Tx& tx) {
    return first<std::int64_t>(tx, "SELECT generation FROM directory").value();
}

bool import_on_its_way(Tx& tx) {
    return first<bool>(tx, "SELECT staging IS NOT NULL FROM directory").value();
}

namespace {

std::optional<policy::Employee> only_employee(const Query& rows, bool found) {
    if (!found) return std::nullopt;
    return read_employee(rows);
}

}  // namespace

std::optional<policy::Employee> find_employee(Tx& tx, policy::EmployeeId id) {
    Query rows(tx, employee_columns + "WHERE e.id = ?", id);
    const bool found = rows.next();
    return only_employee(rows, found);
}

std::optional<policy::Employee> find_employee(Tx& tx, std::string_view email) {
    Query rows(tx, employee_columns + "WHERE e.email = ?", lower(email));
    const bool found = rows.next();
    return only_employee(rows, found);
}

std::optional<policy::Employee> find_employee(
    Tx& tx, const policy::TeamId& team, const policy::SlackUserId& user
) {
    Query rows(
        tx,
        employee_columns +
            "JOIN slack_users s ON s.employee_id = e.id WHERE s.team_id = ? AND s.user_id = ?",
        team,
        user
    );
    const bool found = rows.next();
    return only_employee(rows, found);
}

policy::EmployeeId employee_by_address(Tx& tx, const std::string& email) {
    const auto known =
        first<policy::EmployeeId>(tx, "SELECT id FROM employees WHERE email = ?", email);
    if (known) return *known;
    return insert<policy::EmployeeId>(
        tx, "INSERT INTO employees (email) VALUES (?) RETURNING id", email
    );
}

std::vector<policy::EmployeeId> employees_with_role(Tx& tx, policy::Role role) {
    std::vector<policy::EmployeeId> people;
    Query rows(
        tx,
        R"sql(SELECT e.id FROM current_roles r JOIN current_employees e ON e.id = r.employee_id
            WHERE r.role = ? AND e.status = 'active' ORDER BY e.name, e.id)sql",
        policy::word(role)
    );
    while (rows.next())
        people.push_back(rows.get<policy::EmployeeId>(0));
    return people;
}

std::vector<policy::Role> roles_of(Tx& tx, policy::EmployeeId id) {
    std::vector<policy::Role> roles;
    Query rows(tx, "SELECT role FROM current_roles WHERE employee_id = ? ORDER BY role", id);
    while (rows.next())
        roles.push_back(policy::role(rows.get<std::string>(0)).value());
    return roles;
}

std::optional<policy::EmployeeId> manager_of(Tx& tx, policy::EmployeeId id) {
    return first<std::optional<policy::EmployeeId>>(
               tx, "SELECT manager_id FROM current_employees WHERE id = ?", id
    )
        .value_or(std::nullopt);
}

std::optional<policy::Instant> next_employment_end(Tx& tx) {
    return first<std::optional<policy::Instant>>(
               tx,
               "SELECT MIN(ends_at) FROM current_employees WHERE ends_at IS NOT NULL AND status = "
               "'active'"
    )
        .value_or(std::nullopt);
}

std::vector<policy::EmployeeId> end_employments(Tx& tx, policy::Instant now, int limit) {
    std::vector<policy::EmployeeId> ended;
    {
        Query rows(
            tx,
            R"sql(SELECT id FROM current_employees
                WHERE ends_at IS NOT NULL AND status = 'active' AND ends_at <= ? ORDER BY ends_at, id LIMIT ?)sql",
            now,
            limit
        );
        while (rows.next())
            ended.push_back(rows.get<policy::EmployeeId>(0));
    }
    // What a unit of work may count anew; one person is always taken.
    constexpr int most_steps = 500;
    int steps = 0;
    std::vector<policy::EmployeeId> done;
    for (const auto id : ended) {
        if (steps > most_steps) break;
        PersonChange count(tx, id);
        // Every version by its own date: what an import on its way says about the person stands.
        change(
            tx,
            R"sql(UPDATE employee_versions SET status = 'terminated'
                WHERE employee_id = ? AND status = 'active' AND ends_at <= ?)sql",
            id,
            now
        );
        refresh_search(tx, id);
        steps += count.done();
        note_departure(tx, id, current_generation(tx));
        done.push_back(id);
    }
    return done;
}

}  // namespace store
