// What somebody holds, and what they lack of an application: where the request form's lists come
// from. Everything is by `IS` identities; service accounts that one owns do not count.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "policy/model.hpp"
#include "store/gate.hpp"

namespace store {

// The connections that a person holds, by id.
std::vector<policy::ConnectionId> held_connections(Tx& tx, policy::EmployeeId employee);

// A connection that a person holds, and by which of their accounts.
struct Holding {
    policy::Connection connection;
    std::vector<policy::IdentityId> accounts;
};
// By application, resource, privilege.
std::vector<Holding> holdings_of(Tx& tx, policy::EmployeeId employee);

// How many requestable connections an application has, and how many of them a person lacks.
struct LackingCount {
    std::int64_t requestable = 0;
    std::int64_t lacking = 0;
};
LackingCount count_lacking(Tx& tx, policy::IntegrationId application, policy::EmployeeId employee);

// A part of those: privileged ones last, then by resource and privilege.
std::vector<policy::Connection> lacking_of(
    Tx& tx,
    policy::IntegrationId application,
    policy::EmployeeId employee,
    std::int64_t offset,
    std::int64_t limit
);

// Applications whose name fits all words of `query` (policy/search.hpp), the best first, then by
// name; no words fit all.
std::vector<policy::Integration> search_integrations(Tx& tx, std::string_view query, int limit);

}  // namespace store
