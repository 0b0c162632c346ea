// `latchkey policy check`, `import` and `replay`: the work, the same in the daemon and in a command
// that works alone.
#pragma once

#include <string>
#include <vector>

#include "bot/control_socket.hpp"
#include "policy/check.hpp"
#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace bot {

// A policy's text and the file it comes from, as the arguments of a control request.
struct PolicyJob {
    std::string file;
    std::string text;
};
std::vector<std::string> arguments_of(const PolicyJob& job);
std::optional<PolicyJob> policy_job(const std::vector<std::string>& arguments);

// One line for each thing that is wrong with the text, by its lines; `grave` ones must be mended
// before it can be imported. Without `tx` nothing is known of the company.
struct PolicyFaults {
    std::vector<std::string> grave;
    std::vector<std::string> others;
    bool none() const { return grave.empty() && others.empty(); }
};
PolicyFaults faults_of(const PolicyJob& job, store::Tx* tx);

// Checks, then stores a new version with its audit entry; the exit status.
int do_policy_import(
    store::Gate& gate,
    const PolicyJob& job,
    const std::string& actor,
    policy::Instant now,
    const Say& say
);

// What another policy would have made of an item.
struct ReplayedItem {
    policy::RequestId request;
    std::string what;  // "GitHub · payments-api · write for ann@example.com"
    std::string was;   // "by "Clause": manager, then integration-owner"
    std::string would_be;
};
struct Replay {
    std::size_t requests = 0;  // looked at
    std::vector<ReplayedItem> different;
};
// The last `most` requests, on the facts by which they were judged.
Replay replay(store::Tx& tx, const policy::Policy& policy, int most);

}  // namespace bot
