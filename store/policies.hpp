// Policies, one row for each version that was ever imported: what judged an item can be read again.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/model.hpp"
#include "store/gate.hpp"

namespace store {

// Which policy applies now; version 0 while none was imported.
struct PolicyMark {
    std::int64_t version = 0;
    std::string digest;  // SHA-256 of its text
};
PolicyMark newest_policy(Tx& tx);
std::optional<PolicyMark> find_policy(Tx& tx, std::int64_t version);

// The text of a version as it was imported.
std::string policy_text(Tx& tx, std::int64_t version);

// A new version; it applies to what is judged from now on.
PolicyMark insert_policy(
    Tx& tx, const std::string& text, const std::string& by, policy::Instant now
);

// Which version judged a request; 0 also where nothing has yet.
std::int64_t policy_version_of(Tx& tx, policy::RequestId request);

// What judged an item, and whether it was privileged then.
struct VerdictNote {
    std::int64_t version = 0;
    std::string clause;
    bool privileged = false;
    auto operator<=>(const VerdictNote&) const = default;
};
void note_verdict(Tx& tx, policy::ItemId item, const VerdictNote& note);
// The same for all items of a request of which nothing is noted yet.
void note_other_verdicts(Tx& tx, policy::RequestId request, const VerdictNote& note);

// Somebody as they were when their request was judged.
struct JudgedPerson {
    policy::EmployeeId employee;
    std::string title;
    std::string department;
    std::vector<policy::Role> roles;
};
struct JudgedPeople {
    JudgedPerson requester;
    JudgedPerson beneficiary;
};
// Keeps the first note of a request.
void note_people(Tx& tx, policy::RequestId request, const JudgedPeople& people);
std::optional<JudgedPeople> people_judged(Tx& tx, policy::RequestId request);

// The last `most` requests, the newest first.
std::vector<policy::RequestId> last_requests(Tx& tx, int most);

}  // namespace store
