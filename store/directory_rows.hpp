// How rows of the directory are selected and read, and which generation is seen: shared inside
// store.
#pragma once

#include <cstdint>
#include <string>

#include "policy/model.hpp"
#include "store/query.hpp"

namespace store {

// "SELECT … FROM current_employees e": add a WHERE on `e`.
extern const std::string employee_columns;
policy::Employee read_employee(const Query& rows);

// The same for "SELECT … FROM current_connections c JOIN integrations n".
extern const std::string connection_columns;
policy::Connection read_connection(const Query& rows);

// The generation that readers see now.
std::int64_t current_generation(Tx& tx);
// True between an import's beginning and its switch (or its cleaning).
bool import_on_its_way(Tx& tx);

// In whose range of `grants` an identity's grants stand: the employee of an `IS` identity, else
// minus the identity's id, so that a service account's grants are one short range too.
inline constexpr const char* holder_sql =
    "CASE WHEN relation = 'IS' AND employee_id IS NOT NULL THEN employee_id ELSE -identity_id END";

}  // namespace store
