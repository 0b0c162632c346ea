// What failed, why, and what happens next.
#include "blocks/not_carried_out.hpp"

#include "blocks/card_parts.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {
namespace {

Markdown headline(const NotCarriedOut& model) {
    const auto what = bold(what_text(model.items));
    const auto who = named(model.beneficiary);
    switch (model.what) {
        case NotCarriedOut::What::grant:
            return md("*Failed:* ", what, " for ", who, " could not be granted.");
        case NotCarriedOut::What::removal:
            if (model.in_doubt)
                return md(
                    "*Failed:* ",
                    what,
                    " of ",
                    who,
                    " may have been removed, but ",
                    bold(model.application),
                    " has not confirmed it."
                );
            return md("*Failed:* ", what, " of ", who, " could not be removed.");
        case NotCarriedOut::What::undo:
            return md(
                "*Please look:* ",
                who,
                " may hold ",
                what,
                ", although the request for it has ended. It could not be taken back."
            );
    }
    return {};
}

Markdown next(const NotCarriedOut& model) {
    if (model.is_back)
        return md(named(model.beneficiary), " is back in the company: this is not tried again.");
    if (!model.open) return md("This is settled, or tried again: see the request.");
    if (model.what == NotCarriedOut::What::removal && model.in_doubt)
        return md(
            "Look in ",
            bold(model.application),
            " whether it is still there, or press *Retry*: it is removed if it is."
        );
    if (model.what == NotCarriedOut::What::removal)
        return md(
            "The access stays until it is removed. Put the cause right in ",
            bold(model.application),
            ", then press *Retry*."
        );
    return md(
        "Nothing more happens by itself. Put the cause right in ",
        bold(model.application),
        ", then press *Retry*."
    );
}

}  // namespace

Message not_carried_out(const NotCarriedOut& model) {
    const auto line = headline(model);
    std::vector<Block> blocks{section(line)};
    if (model.items.size() > 1) add(blocks, paragraphs(grant_lines(model.items)));
    const auto problem = quoted(model.problem);
    if (!problem.empty()) blocks.push_back(section("*What happened:*\n", problem));
    blocks.push_back(section("*What happens next:* ", next(model)));
    blocks.push_back(context(date(model.at), " · requested by ", named(model.requester)));
    std::vector<ActionElement> buttons;
    if (model.open)
        buttons.push_back(button(ids::retry, "Retry", {.value = model.key, .style = Style::primary})
        );
    buttons.push_back(button(ids::view_request, "View request", {.value = model.request_key}));
    blocks.push_back(actions("not_carried_out", buttons));
    return message(line, blocks);
}

}  // namespace blocks
