// Sentences that cards, trackers and task modals have in common. Private to the views.
#pragma once

#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"
#include "blocks/review_card.hpp"

namespace blocks {

// "Alice asks for", "You ask for".
Markdown asks(const Person& requester);
// "themselves", "you" or the name, for "asks for … for WHOM".
Markdown whom(const Person& requester, const Person& beneficiary);
// "Alice asks for *12 access grants in GitHub* for Bob", "Alice asks to remove access from Bob –
// *…*".
Markdown asks_sentence(
    const Person& requester,
    const Person& beneficiary,
    const std::vector<GrantName>& items,
    policy::Action action
);
// "*12 access grants in GitHub* for Bob" in the middle of a sentence, or "*…* from Bob" to remove
// it.
Markdown what_for_whom(const Markdown& what, const Markdown& whom, policy::Action action);
// "Due today at 9:00" or "*Overdue* since …".
Markdown due_text(policy::Instant due, bool overdue);
// "Permanent", or "until" when; of a purpose, how long it may be started, and an end that somebody
// has set before.
Markdown duration_of(std::optional<policy::Instant> ends);
// `some_shorter`: not all of it lasts until `ends`.
Markdown duration_of(
    const std::optional<PurposeAsked>& purpose,
    std::optional<policy::Instant> ends,
    bool some_shorter = false
);
Markdown purpose_name(const PurposeAsked& purpose);
// Reason, duration, since when and until when, as fields; details as a quotation below.
std::vector<Block> facts_of(const ReviewCard& card);
// Why the reader is asked, and who was passed over.
std::vector<Block> why_you(const ReviewCard& card);
// Approve and Deny, with labels that carry their context.
std::vector<ActionElement> decision_buttons(const ReviewCard& card);
// What else a reviewer may do than decide.
std::vector<ActionElement> other_buttons(const ReviewCard& card);
// My tasks: a link where there is a page for it, else a button.
Button my_tasks_button(const std::string& tasks_url);
// How a card ended; empty while it is open.
Markdown ending(const CardState& state);

}  // namespace blocks
