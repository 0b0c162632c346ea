// One colleague and two dates, either of which may stay empty.
#include "blocks/delegate_form.hpp"

#include "blocks/ids.hpp"
#include "blocks/reassign_form.hpp"

namespace blocks {

namespace {

// What Slack's picker can show: an instant of ten digits.
std::optional<policy::Instant> showable(std::optional<policy::Instant> at) {
    const auto seconds = at ? policy::seconds_since_epoch(*at) : 0;
    return seconds >= 1'000'000'000 && seconds <= 9'999'999'999 ? at : std::nullopt;
}

Block stop_button() {
    const auto sure = confirm(
        "Stop delegating?",
        "New reviews come to you again. Those that your delegate has already stay with them.",
        "Stop delegating",
        "Keep it"
    );
    return actions("stop", {button(ids::stop_delegating, "Stop delegating", {.confirm = sure})});
}

}  // namespace

BlockId from_block() {
    return ids::from;
}

BlockId until_block() {
    return ids::until;
}

View delegate_form(const DelegateForm& model) {
    ExternalSettings search{.placeholder = "Type a name or e-mail"};
    if (model.delegate) search.initial = person_option(*model.delegate);
    std::vector<Block> blocks{
        section("While you are away, a colleague can review in your place. They get your *new* "
                "reviews, and decide on your behalf."),
        input(
            colleague_block(),
            "Colleague",
            external_select(ids::colleague, search),
            {.hint = "A review that concerns them stays with you."}
        ),
        input(
            from_block(),
            "From",
            datetimepicker(ids::from, showable(model.from)),
            {.hint = "Empty: at once.", .optional = true}
        ),
        input(
            until_block(),
            "Until",
            datetimepicker(ids::until, showable(model.until)),
            {.hint = "Empty: until you stop it.", .optional = true}
        )};
    if (model.delegate) blocks.push_back(stop_button());
    return modal(ids::delegate_form, "Delegate", blocks, {.submit = "Save", .close = "Cancel"});
}

}  // namespace blocks
