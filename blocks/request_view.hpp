// View request: every item with its state, who was asked and what happened.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

struct RequestItem {
    GrantName grant;
    policy::ItemState state = policy::ItemState::pending;
    std::vector<Person> waits_for = {};        // whose yes is missing now
    std::string note = {};                     // a denial's comment, a failure's sentence
    std::optional<policy::Instant> ends = {};  // of this access, where not all end alike
};

// "Bob approved 3 access grants": who is empty for what the daemon did itself.
struct RequestEvent {
    policy::Instant at = {};
    std::optional<Person> who = {};
    std::string what;
};

struct RequestView {
    std::string key;  // private_metadata and the buttons' value
    Person requester = {};
    Person beneficiary = {};
    std::string reason = {};
    std::string details = {};
    policy::Instant submitted = {};
    std::vector<StateCount> states = {};
    std::vector<RequestItem> items = {};       // all; the view pages them
    std::vector<RequestEvent> events = {};     // oldest first; all, paged as well
    std::optional<policy::Instant> ends = {};  // of what lasts longest; none: permanent
    bool may_withdraw = false;
    bool may_repeat = false;  // closed: the same can be asked again
    std::size_t page = 0;
    policy::Action action = policy::Action::grant;
    std::optional<PurposeAsked> purpose = {};     // then `ends` is one that a reviewer has set
    bool ends_differ = false;                     // some of it ends before
    std::optional<policy::Instant> extends = {};  // more time for what is held, or was, until then
};
View request_view(const RequestView& model);
std::size_t request_view_pages(const RequestView& model);

}  // namespace blocks
