// What the requester and the beneficiary read: the one message that follows a request, a new one
// for each outcome that they wait for, and a word to whom access is asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

// An application has not done yet what was approved, and is asked again.
struct TryingAgain {
    std::string application;
    std::int64_t items = 0;
    std::string problem = {};  // a sentence: why not the last time
    policy::Instant next = {};
};

struct Tracker {
    std::string request_key;
    Person beneficiary = {};  // is_reader: for oneself
    std::vector<GrantName> items = {};
    std::vector<StateCount> states = {};
    std::string reason = {};
    std::optional<policy::Instant> ends = {};  // of the access; none: permanent
    std::vector<Decider> deciders = {};        // who is asked now and who comes next
    std::vector<PassedOver> passed_over = {};
    // A reviewer gives it for a shorter time than was asked.
    std::optional<policy::Instant> shorter_end = {};
    std::optional<Person> shortened_by = {};
    std::vector<TryingAgain> trying_again = {};
    policy::Instant submitted = {};
    std::optional<policy::Instant> due = {};  // of the open review
    bool overdue = false;
    policy::Action action = policy::Action::grant;
    std::optional<PurposeAsked> purpose = {};  // then `ends` is nothing
    bool ends_differ = false;                  // some of it ends before `ends`, or all else does
    bool extension = false;                    // of access that is held, or was
    std::string why_withdrawn = {};            // where not the requester withdrew it
};
Message tracker(const Tracker& model);

// `granted` is what was asked for, carried out: where that was to remove access, it is removed.
// `ended`: access for a time, or given back; `extended`: it lasts longer now; `partly`: some of it
// was carried out and some of it could not be.
enum class OutcomeKind { granted, denied, failed, expired, ended, extended, partly };

// How all of a request ended, where one message tells only the last of it.
struct WholeRequest {
    std::vector<GrantName> carried_out = {};
    std::vector<GrantName> failed = {};
    std::vector<GrantName> denied = {};
    std::vector<GrantName> other = {};  // withdrawn, or expired
};

struct Outcome {
    OutcomeKind kind = OutcomeKind::granted;
    std::string request_key;
    Person requester = {};                     // is_reader: the message goes to the requester
    Person beneficiary = {};                   // is_reader: to the beneficiary
    std::vector<GrantName> items = {};         // those of this outcome
    std::vector<GrantName> not_done = {};      // `partly`: those that could not be carried out
    std::optional<WholeRequest> whole = {};    // with this, all of the request has ended
    std::optional<Person> by = {};             // who denied
    bool in_doubt = false;                     // a removal that failed may have been made
    std::string comment = {};                  // of the denial, or the sentence of the failure
    std::string next = {};                     // what happens next, for a failure
    std::optional<policy::Instant> ends = {};  // of what was granted or extended
    policy::Instant at = {};
    policy::Action action = policy::Action::grant;
    std::string campaign = {};  // the access review that removes it: nobody has asked for this
    std::string reason = {};    // of its reviewers
};
Message outcome(const Outcome& model);

struct BeneficiaryNotice {
    std::string request_key;
    Person requester = {};
    std::vector<GrantName> items = {};
    std::string reason = {};
    std::vector<Decider> deciders = {};
    std::vector<StateCount> states = {};
    policy::Action action = policy::Action::grant;
    std::optional<policy::Instant> ends = {};  // of the access; none: permanent
    std::optional<PurposeAsked> purpose = {};
    bool ends_differ = false;
};
Message beneficiary_notice(const BeneficiaryNotice& model);

}  // namespace blocks
