// What several views speak of, as plain values. Strings are raw text of users and of imports: the
// views escape them. `key` is an id or id and version as text, returned as a button's value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "blocks/text.hpp"
#include "policy/ids.hpp"
#include "policy/item_state.hpp"
#include "policy/model.hpp"
#include "policy/route.hpp"

namespace blocks {

// Somebody: shown as a mention where the Slack user is known, else by name.
struct Person {
    std::string name;
    std::optional<policy::SlackUserId> slack = {};
    // The reader of the view: shown as "you" where a sentence allows it.
    bool is_reader = false;
};

// What can be granted: "GitHub · payments-api · write". The resource may be empty.
struct GrantName {
    std::string application;
    std::string resource = {};
    std::string privilege = {};
    bool privileged = false;
};

// A purpose that access is asked for: from Start until Stop, for so long at most.
struct PurposeAsked {
    std::string name;
    policy::Seconds lasts{0};  // from its first start
};

struct StateCount {
    policy::ItemState state = policy::ItemState::pending;
    std::int64_t items = 0;
};

// Who is asked at one level, and in which capacity; any one of `people` suffices unless `quorum`
// says more.
struct Decider {
    std::vector<Person> people;
    policy::ReviewerKind as = policy::ReviewerKind::manager;
    std::vector<std::string> applications = {};  // owners: of which, or of which resources
    bool fallback = false;                       // nobody of the regular levels was left
    std::vector<Decider> others = {};            // asked at the same level in other capacities
    int quorum = 1;                              // how many of all these must say yes
    int yeses = 0;                               // how many have said it
};

// Who was passed over, and why.
struct PassedOver {
    std::optional<Person> person = {};
    policy::ReviewerKind as = policy::ReviewerKind::manager;
    std::vector<std::string> applications = {};
    policy::SkipReason reason = policy::SkipReason::missing;
};

// One page of a longer list.
template <class T>
struct Paged {
    std::vector<T> items;
    std::size_t page = 0;  // from 0
    std::size_t pages = 1;
    std::int64_t total = 0;  // in all pages
};

// The sentences that views share.

// A mention, or the name.
Markdown named(const Person& person);
// "a, b or c"; of many, the first five and how many others.
Markdown named(const std::vector<Person>& people);
// The name for plain text; "someone" for an empty one.
std::string plain_name(const Person& person);
// "GitHub · payments-api · write", very long parts shortened.
std::string full_name(const GrantName& grant);
// "12 granted, 1 denied"; "nothing" for none.
std::string summary(const std::vector<StateCount>& states);
// "your manager", "Bob's manager", "owner of GitHub" …; `manager_of` is the beneficiary.
Markdown capacity(const Decider& decider, const Person& manager_of);
// "Carol – your manager", "Ann, Bob or Carol – risk manager (2 must say yes, 1 has)".
Markdown decider_line(const Decider& decider, const Person& manager_of);
// "Eve (owner of GitHub) is not asked: has left the company."
Markdown sentence(const PassedOver& passed_over, const Person& manager_of);
// The first `most` lines, then "and 7 more".
std::vector<Markdown> at_most(std::vector<Markdown> lines, std::size_t most);

}  // namespace blocks
