// What became of a request in part: sentences that name both parts. Private to the views.
#pragma once

#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/tracker.hpp"

namespace blocks {

// "*Partly granted:* You have *a and b* now; *c* could not be granted."
Markdown partly_headline(const Outcome& model);
// Every one of several by its name, as far as a message holds them; of two parts each its own.
std::vector<Block> outcome_lists(const Outcome& model);
// "With this the request has ended: *removed:* a and b; *could not be removed:* c."
Markdown whole_sentence(const WholeRequest& whole, policy::Action action);
// What applications could not do so far and are asked again: why, and when.
std::vector<Block> retries(const std::vector<TryingAgain>& trying_again);
// When the first of them is asked again.
policy::Instant next_attempt(const std::vector<TryingAgain>& trying_again);

}  // namespace blocks
