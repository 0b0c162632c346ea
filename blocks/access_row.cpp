// Giving back is asked about twice: it cannot be undone.
#include "blocks/access_row.hpp"

#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/purpose_row.hpp"

namespace blocks {

namespace {

constexpr std::size_t purpose_units = 100;

Button extend_button(const EndingAccess& access) {
    return button(
        ids::extend,
        "Extend",
        {.value = access.key, .accessibility_label = plain("Extend ", what_text(access.items))}
    );
}

Button give_back_button(const EndingAccess& access) {
    return button(
        ids::give_back,
        "Give back",
        {.value = access.key,
         .confirm = confirm(
             "Give back?",
             plain("You lose ", what_text(access.items), " now."),
             "Give back",
             "Keep it",
             Style::danger
         ),
         .accessibility_label = plain("Give back ", what_text(access.items))}
    );
}

}  // namespace

Markdown ending_what(const EndingAccess& access) {
    return bold(what_text(access.items));
}

std::vector<Block> access_row(
    const EndingAccess& access, const std::string& place, const Markdown& lead
) {
    auto text = md(lead, ending_what(access), "\nEnds ", date(access.ends));
    std::vector<ActionElement> buttons;
    if (!access.purpose.empty()) {
        text = md(text, " · purpose ", bold(shortened(cleaned(access.purpose), purpose_units)));
        buttons.emplace_back(stop_button(access.key, access.items));
        return {section(text), actions("access:" + place, buttons)};
    }
    if (access.extension_asked) text = md(text, " · an extension is asked for");
    if (!access.extension_asked) buttons.emplace_back(extend_button(access));
    buttons.emplace_back(give_back_button(access));
    return {section(text), actions("access:" + place, buttons)};
}

}  // namespace blocks
