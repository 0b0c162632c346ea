// The card of a reviewer, while it is open and after.
#include "blocks/review_card.hpp"

#include "blocks/card_parts.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

Markdown what_is_asked(const ReviewCard& card) {
    if (card.extends) {
        const auto what = bold(what_text(card.items));
        const auto until = card.ends ? md(" until ", date(*card.ends)) : md("");
        const auto asks =
            card.requester.is_reader ? md("You ask") : md(named(card.requester), " asks");
        return md(asks, " to keep ", what, " longer", until);
    }
    if (!card.departed)
        return asks_sentence(card.requester, card.beneficiary, card.items, card.action);
    return md(
        named(card.beneficiary),
        " has left the company and still holds ",
        bold(what_text(card.items)),
        ": *Approve* removes it, *Deny* keeps it"
    );
}

Message review_card(const ReviewCard& card) {
    const auto what = what_is_asked(card);
    const auto end = ending(card.state);
    const bool open = end.empty();
    const auto text =
        open ? md("Access review: ",
                  what,
                  ". ",
                  card.paused ? md("It waits for an answer") : due_text(card.due, card.overdue),
                  ".")
             : md(end, " ", what, ".");

    std::vector<Block> blocks;
    if (!open) blocks.push_back(section(end));
    blocks.push_back(section(what, "."));
    if (card.items.size() > 1) add(blocks, paragraphs(grant_lines(card.items)));
    add(blocks, facts_of(card));
    if (const auto* decided = std::get_if<CardDecided>(&card.state)) {
        const auto comment = quoted(decided->comment);
        if (!comment.empty()) blocks.push_back(section("*Comment:*\n", comment));
    }
    if (open) {
        add(blocks, why_you(card));
        auto buttons = decision_buttons(card);
        for (auto& other : other_buttons(card))
            buttons.push_back(std::move(other));
        buttons.push_back(my_tasks_button(card.tasks_url));
        blocks.push_back(actions("decision", buttons));
    }
    return message(text, blocks);
}

}  // namespace blocks
