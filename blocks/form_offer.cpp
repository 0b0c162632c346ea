// Continue or start over: asked before anything of the old form is lost.
#include "blocks/form_offer.hpp"

#include "blocks/ids.hpp"
#include "blocks/notice.hpp"

namespace blocks {

namespace {

constexpr std::size_t title_units = 150;

}  // namespace

View form_offer(const FormOffer& model) {
    auto what =
        md("It is for ", model.beneficiary.is_reader ? md("you") : named(model.beneficiary));
    if (!model.title.empty())
        what = md(what, ", like ", bold(shortened(cleaned(model.title), title_units)));
    if (model.like) what = md(what, ", like ", named(*model.like));
    if (model.custom) {
        const bool grant = *model.custom == policy::Action::grant;
        what = md(what, grant ? Literal{", Custom"} : Literal{", to remove access"});
        if (model.chosen > 0) what = md(what, ", with ", count(model.chosen, "access grant"));
    }
    return modal(
        ids::form_offer,
        "Request Access",
        {section("*You have a form that was not sent.*"),
         section(what, ", last changed on ", date(model.changed), "."),
         actions(
             "form_offer",
             {button(ids::form_continue, "Continue", {.style = Style::primary}),
              button(ids::form_start_over, "Start over")}
         )},
        {.private_metadata = model.key, .close = "Cancel"}
    );
}

View form_sent() {
    return notice_modal(
        "Sent already",
        {md("This form was sent already, from another window: nothing of this page was asked for. "
            "What "
            "was is in the Home tab, under *My requests*.")}
    );
}

View form_gone() {
    return notice_modal(
        "Form not found",
        {md("This form is not there any more. Please press *Request Access* again.")}
    );
}

}  // namespace blocks
