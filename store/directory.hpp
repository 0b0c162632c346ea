// The directory as readers see it: people, applications, what can be granted and who holds it.
// Everything is of one generation, so no caller sees a part of an import.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/model.hpp"
#include "store/gate.hpp"

namespace store {

// ---- People ----

// An employee, active or terminated; nothing for somebody of whom only the address is known.
std::optional<policy::Employee> find_employee(Tx& tx, policy::EmployeeId id);
// The same by e-mail, without regard to case.
std::optional<policy::Employee> find_employee(Tx& tx, std::string_view email);
// The employee that a Slack user is matched to, active or terminated; who_is in slack_users.hpp
// tells why there is none.
std::optional<policy::Employee> find_employee(
    Tx& tx, const policy::TeamId& team, const policy::SlackUserId& user
);

// Active employees whose name or e-mail has all words of `query` (policy/search.hpp; with a typing
// error only if nobody fits else): the whole query before its parts, beginnings before middles,
// then by name; case and accents do not count. An empty query lists from the start of the alphabet.
std::vector<policy::Employee> search_employees(Tx& tx, std::string_view query, int limit = 100);

// Active employees who hold a role, by name.
std::vector<policy::EmployeeId> employees_with_role(Tx& tx, policy::Role role);
// The roles of one person.
std::vector<policy::Role> roles_of(Tx& tx, policy::EmployeeId id);
// The manager of the versioned row: may be terminated, or not (yet) an employee of ours.
std::optional<policy::EmployeeId> manager_of(Tx& tx, policy::EmployeeId id);

// Marks active employees whose last day is over as terminated; returns them, at most `limit`.
// When the next employment ends; nothing if none has an end.
std::optional<policy::Instant> next_employment_end(Tx& tx);
std::vector<policy::EmployeeId> end_employments(Tx& tx, policy::Instant now, int limit = 500);

// ---- Applications and what can be granted ----

std::optional<policy::Integration> find_integration(Tx& tx, policy::IntegrationId id);
// By its external id, else by its name without regard to case.
std::optional<policy::Integration> find_integration(Tx& tx, std::string_view id_or_name);
// All, by name.
std::vector<policy::Integration> integrations(Tx& tx);

std::optional<policy::Connection> find_connection(Tx& tx, policy::ConnectionId id);

// Those who answer for an application, the primary first, then the secondaries in order; terminated
// ones too, people of whom only the address is known not.
std::vector<policy::EmployeeId> integration_owners(Tx& tx, policy::IntegrationId id);
// The first active one of them.
std::optional<policy::EmployeeId> integration_owner(Tx& tx, policy::IntegrationId id);
// The same for the resource of a connection; none where the resource has no owners of its own.
std::vector<policy::EmployeeId> resource_owners(Tx& tx, policy::ConnectionId connection);
std::optional<policy::EmployeeId> resource_owner(Tx& tx, policy::ConnectionId connection);

// ---- Who holds what ----

std::optional<policy::Identity> find_identity(Tx& tx, policy::IdentityId id);
// A person's own (`IS`) accounts in an application, by user name.
std::vector<policy::Identity> identities_of(
    Tx& tx, policy::EmployeeId employee, policy::IntegrationId integration
);

// The service accounts (`OWNS`) there that a person answers for, by user name.
std::vector<policy::Identity> service_accounts_of(
    Tx& tx, policy::EmployeeId employee, policy::IntegrationId integration
);

// What a person holds by `IS` identities, each once, by application, resource, privilege.
std::vector<policy::Connection> connections_of(Tx& tx, policy::EmployeeId employee);

// What `reference` holds and `beneficiary` lacks, by `IS` identities on either side, by
// application, resource, privilege; also what cannot be requested.
std::vector<policy::Connection> missing_grants(
    Tx& tx, policy::EmployeeId reference, policy::EmployeeId beneficiary
);

// What an identity holds now.
std::vector<policy::Grant> grants_of(Tx& tx, policy::IdentityId identity);
// One of these.
std::optional<policy::Grant> find_grant(
    Tx& tx, policy::IdentityId identity, policy::ConnectionId connection
);
bool holds(Tx& tx, policy::IdentityId identity, policy::ConnectionId connection);

// An identity holds a connection from now on; seen at once, and kept by an import on its way. If it
// is held already, only `expires_at` and `request` change. False if there is no such identity.
bool grant(
    Tx& tx,
    policy::IdentityId identity,
    policy::ConnectionId connection,
    policy::Instant granted_at,
    std::optional<policy::Instant> expires_at,
    std::optional<policy::RequestId> request
);
// It does not any more. False if it did not hold it.
bool revoke(Tx& tx, policy::IdentityId identity, policy::ConnectionId connection);

// A new account of a person's own, seen at once; the existing one if the user name is known there.
policy::IdentityId create_identity(
    Tx& tx,
    policy::IntegrationId integration,
    policy::EmployeeId employee,
    const std::string& username,
    const std::string& external_id = "",
    const std::string& email = ""
);

// How much there is, as readers see it.
struct DirectoryCounts {
    std::int64_t employees = 0;
    std::int64_t active_employees = 0;
    std::int64_t integrations = 0;
    std::int64_t connections = 0;
    std::int64_t identities = 0;
    std::int64_t grants = 0;
};
// Counts row by row: for the command line and the tests, not for every Home tab.
DirectoryCounts count_directory(Tx& tx);

}  // namespace store
