// What is ticked in the request form, over all its pages: pure rules for Select all, single boxes
// and page turns.
#pragma once

#include <set>
#include <vector>

#include "policy/ids.hpp"

namespace policy {

// A connection that the form offers. Privileged ones are never part of Select all.
struct Offer {
    ConnectionId connection;
    bool privileged = false;
};

// The person's choice. With `all`, every offer that is not privileged and not in `left_out`;
// `chosen` ones in any case.
struct Selection {
    bool all = false;
    std::set<ConnectionId> chosen;
    std::set<ConnectionId> left_out;
};

// Select all was ticked or unticked: privileged choices stay, the rest follows the box.
Selection tick_all(Selection selection, bool ticked, const std::vector<Offer>& offers);

// The state of one page's boxes: `shown` were on it, `ticked` of them are on.
Selection tick_page(
    Selection selection,
    const std::vector<ConnectionId>& shown,
    const std::set<ConnectionId>& ticked
);

// Whether an offer is on.
bool is_chosen(const Selection& selection, const Offer& offer);

// The connections of `offers` that are on, in their order. Nothing that is not offered can be
// chosen.
std::vector<ConnectionId> chosen_of(const Selection& selection, const std::vector<Offer>& offers);

}  // namespace policy
