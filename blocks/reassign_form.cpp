// A search for the colleague, and the note.
#include "blocks/reassign_form.hpp"

#include <stdexcept>

#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"

namespace blocks {

namespace {

constexpr int longest_note = 1000;

}  // namespace

BlockId colleague_block() {
    return ids::colleague;
}

BlockId note_block() {
    return ids::note;
}

View reassign_form(const ReassignForm& model) {
    const auto whom = model.beneficiary.is_reader ? md("you") : named(model.beneficiary);
    return modal(
        ids::reassign_form,
        "Reassign",
        {section("Who should decide ", bold(what_text(model.items)), " for ", whom, " instead?"),
         input(
             colleague_block(),
             "Colleague",
             external_select(ids::colleague, {.placeholder = "Type a name or e-mail"}),
             {.hint = "Never the requester, the person who would get the access, or a delegate of "
                      "either."}
         ),
         input(
             note_block(),
             "Note",
             plain_text_input(ids::note, {.multiline = true, .max_length = longest_note}),
             {.hint = "Your colleague reads it.", .optional = true}
         )},
        {.private_metadata = model.key, .submit = "Reassign", .close = "Cancel"}
    );
}

std::string sentence(policy::TakeOverObjection why, const std::string& name) {
    switch (why) {
        case policy::TakeOverObjection::is_requester:
            return name + " is the requester and cannot decide this.";
        case policy::TakeOverObjection::is_beneficiary:
            return name + " would get the access and cannot decide this.";
        case policy::TakeOverObjection::is_their_delegate:
            return name +
                   " is the delegate of somebody whom this request concerns, and cannot "
                   "decide it.";
        case policy::TakeOverObjection::terminated:
            return name + " has left the company.";
        case policy::TakeOverObjection::deactivated:
            return "The Slack account of " + name + " is deactivated.";
        case policy::TakeOverObjection::not_admitted:
            return "The Slack account of " + name + " may not use Latchkey.";
        case policy::TakeOverObjection::is_asked_already:
            return name + " is asked about this already, or has said yes to it.";
    }
    throw std::logic_error{"unknown objection"};
}

}  // namespace blocks
