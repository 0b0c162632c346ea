// Delegate: a person names who reviews in their place, or stops it.
#pragma once

#include <optional>

#include "bot/workflow/act.hpp"

namespace bot::workflow {

enum class DelegateProblem {
    yourself,
    not_here,  // terminated, deactivated or not admitted to Latchkey
    no_time,   // the end is not after the start
    over_already
};

// Sets `act.by`'s delegate, or says why not.
std::optional<DelegateProblem> set_delegate(
    const Act& act,
    policy::EmployeeId delegate,
    std::optional<policy::Instant> from,
    std::optional<policy::Instant> until
);
// False if there was none.
bool stop_delegating(const Act& act);

}  // namespace bot::workflow
