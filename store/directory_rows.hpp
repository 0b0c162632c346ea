// How rows of the directory are selected and read, and which generation is seen: shared inside
// store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/model.hpp"
#include "store/query.hpp"

namespace store {

// "SELECT … FROM current_employees e": add a WHERE on `e`.
extern const std::string employee_columns;
policy::Employee read_employee(const Query& rows);

// The same for "SELECT … FROM current_connections c JOIN integrations n".
extern const std::string connection_columns;
policy::Connection read_connection(const Query& rows);

// Of a connection `c`: whether another one that readers see has all its names but the type of its
// resource.
inline constexpr std::string_view type_tells =
    "EXISTS (SELECT 1 FROM current_connections o WHERE o.resource_id = c.resource_id AND "
    "o.privilege = c.privilege AND o.project = c.project AND o.resource_type <> c.resource_type) ";

// The generation that readers see now.
std::int64_t current_generation(Tx& tx);
// True between an import's beginning and its switch (or its cleaning).
bool import_on_its_way(Tx& tx);

// In whose range of `grants` an account's grants stand: the employee of an `IS` identity, else
// minus the identity's id, so that a service account's grants are one short range too. As readers
// see it, and as it will be after the switch of an import on its way.
std::optional<std::int64_t> holder_now(Tx& tx, policy::IdentityId identity);
std::optional<std::int64_t> holder_then(Tx& tx, policy::IdentityId identity);

}  // namespace store
