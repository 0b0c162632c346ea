// Start stands only where it does something, and Stop only where something is held.
#include "blocks/purpose_row.hpp"

#include <stdexcept>

#include "blocks/card_parts.hpp"
#include "blocks/duration_text.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

using policy::PurposeStanding;

bool can_start(const AssignedPurpose& model) {
    return model.active && (model.standing == PurposeStanding::assigned ||
                            model.standing == PurposeStanding::stopped);
}

Markdown until(const AssignedPurpose& model) {
    return model.until ? date(*model.until) : md("its end");
}

// How it stands, in a sentence without its full stop.
Markdown standing(const AssignedPurpose& model) {
    switch (model.standing) {
        case PurposeStanding::undecided:
            return md("Not decided yet");
        case PurposeStanding::assigned:
            if (!model.active) return md("Not offered any more: it cannot be started");
            return md(
                "Not started. It ends ",
                duration_text(model.purpose.lasts),
                " after its first start",
                model.start_by ? md(", and on ", date(*model.start_by), " if it is not started")
                               : md("")
            );
        case PurposeStanding::starting:
            return md("Started, and being granted. Ends ", until(model));
        case PurposeStanding::started:
            return md("Started. Ends ", until(model));
        case PurposeStanding::stopping:
            return md("Stopped, and being removed");
        case PurposeStanding::stopped:
            if (!model.active)
                return md("Stopped, and not offered any more: it cannot be started again");
            return md("Stopped. It can be started again until ", until(model));
        case PurposeStanding::over:
            return md("This purpose has ended");
    }
    throw std::logic_error{"unknown standing"};
}

Button start_button(const AssignedPurpose& model) {
    return button(
        ids::start_purpose,
        "Start",
        {.value = model.key,
         .style = Style::primary,
         .accessibility_label = plain("Start ", what_text(model.items))}
    );
}

Block view_request(const AssignedPurpose& model) {
    return actions("request", {button(ids::view_request, "View request", {.value = model.key})});
}

}  // namespace

Button stop_button(const std::string& key, const std::vector<GrantName>& items) {
    return button(
        ids::stop_purpose,
        "Stop",
        {.value = key,
         .confirm = confirm(
             "Stop?",
             plain("You lose ", what_text(items), " now. Until its end you can start it again."),
             "Stop",
             "Keep it",
             Style::danger
         ),
         .accessibility_label = plain("Stop ", what_text(items))}
    );
}

std::vector<Block> purpose_row(const AssignedPurpose& model, const std::string& place) {
    std::vector<Block> blocks{section(
        purpose_name(model.purpose), " – ", what_text(model.items), "\n", standing(model), "."
    )};
    std::vector<ActionElement> buttons;
    if (can_start(model)) buttons.emplace_back(start_button(model));
    if (model.standing == PurposeStanding::started)
        buttons.emplace_back(stop_button(model.key, model.items));
    if (!buttons.empty()) blocks.push_back(actions("purpose:" + place, buttons));
    return blocks;
}

Message purpose_ended(const AssignedPurpose& model) {
    const auto line =
        md("*Ended:* the purpose ",
           purpose_name(model.purpose),
           " with ",
           bold(what_text(model.items)),
           " was not started in time, so nothing of it was granted. Ask for it again if you need "
           "it.");
    std::vector<Block> blocks{section(line), view_request(model)};
    return message(line, blocks);
}

Message purpose_assigned(const AssignedPurpose& model) {
    const auto line =
        md("*Approved:* the purpose ",
           purpose_name(model.purpose),
           " with ",
           bold(what_text(model.items)),
           ". Start it when you need it, and stop it when you are done, here or in the Home tab.");
    std::vector<Block> blocks{section(line)};
    if (model.items.size() > 1) add(blocks, paragraphs(grant_lines(model.items)));
    add(blocks, purpose_row(model, "message"));
    blocks.push_back(view_request(model));
    return message(line, blocks);
}

}  // namespace blocks
