// A request that nobody decides in time: a word before it expires, and its end.
#pragma once

#include "bot/workflow/act.hpp"

namespace bot::workflow {

// Its expiry is near: each whom it concerns is to be told, in their own working hours.
void request_expiring(const Act& act, policy::RequestId id);
// One of them.
void request_expiring_for(const Act& act, policy::RequestId id, policy::EmployeeId person);

// What is still pending ends. Nothing if nothing is.
void expire_request(const Act& act, policy::RequestId id);

}  // namespace bot::workflow
