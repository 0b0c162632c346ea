// The names that the scope of a campaign can hold, to search among.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/gate.hpp"

namespace store {

enum class ScopeKind { integration, resource, department, title };

// A name with the id of something that has it: of an application, a resource, or an employee.
struct ScopeName {
    std::string name;
    std::int64_t id = 0;
};
// Those in which `query` stands, whatever its case, by name.
std::vector<ScopeName> search_scope_names(
    Tx& tx, ScopeKind kind, std::string_view query, int limit
);
// The name again; nothing if there is no such thing.
std::optional<std::string> scope_name(Tx& tx, ScopeKind kind, std::int64_t id);

// Whether something has this name, whatever its case.
bool is_scope_name(Tx& tx, ScopeKind kind, std::string_view name);

}  // namespace store
