// Purposes and the connections that each contains, as readers see them.
#pragma once

#include <string_view>
#include <vector>

#include "policy/model.hpp"
#include "policy/purpose.hpp"
#include "store/gate.hpp"

namespace store {

std::optional<policy::Purpose> find_purpose(Tx& tx, policy::PurposeId id);
// By name, without regard to case.
std::optional<policy::Purpose> find_purpose(Tx& tx, std::string_view name);

// All active ones, by name.
std::vector<policy::Purpose> purposes(Tx& tx);

// What a purpose contains and the directory knows, each once, by application, resource, privilege;
// also what cannot be requested.
std::vector<policy::Connection> purpose_connections(Tx& tx, policy::PurposeId id);

// The active purposes that contain all of these connections: those with the fewest others first,
// then by name. None for no connections.
std::vector<policy::Purpose> purposes_containing(
    Tx& tx, const std::vector<policy::ConnectionId>& connections
);

}  // namespace store
