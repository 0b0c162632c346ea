#include "blocks/campaign_forms.hpp"

#include <stdexcept>

#include "blocks/comment_form.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/question.hpp"
#include "blocks/reassign_form.hpp"

namespace blocks {

namespace {

constexpr int longest_text = 1000;

// "*GitHub · code · write* of Ben", or how many.
Markdown what(const CampaignForm& model) {
    if (model.items != 1) return bold(count(model.items, "access grant"));
    auto text = bold(short_name(model.grant));
    return model.person ? md(text, " of ", named(*model.person)) : text;
}

Block text_input(const BlockId& id, const Plain& label, const Plain& hint, bool optional) {
    return input(
        id,
        label,
        plain_text_input(id.value(), {.multiline = true, .max_length = longest_text}),
        {.hint = hint, .optional = optional}
    );
}

}  // namespace

View campaign_remove(const CampaignForm& model) {
    return modal(
        ids::campaign_remove,
        "Remove access",
        {section(
             what(model),
             model.items == 1 ? Literal{" is removed when the review is completed."}
                              : Literal{" are removed when the review is completed."},
             " You can change it until then."
         ),
         text_input(comment_block(), "Reason", "Those whose access it is read it.", false)},
        {.private_metadata = model.key, .submit = "Remove", .close = "Cancel"}
    );
}

View campaign_reassign(const CampaignForm& model) {
    return modal(
        ids::campaign_reassign,
        "Reassign",
        {section("Who should review ", what(model), " instead?"),
         input(
             colleague_block(),
             "Colleague",
             external_select(ids::colleague, {.placeholder = "Type a name or e-mail"}),
             {.hint = "Nobody reviews their own access, or that of somebody whose delegate they "
                      "are."}
         ),
         text_input(note_block(), "Note", "Your colleague reads it.", true)},
        {.private_metadata = model.key, .submit = "Reassign", .close = "Cancel"}
    );
}

View campaign_ask(const CampaignForm& model) {
    return modal(
        ids::campaign_ask,
        "Ask",
        {section(
             "What do you need to know about ",
             what(model),
             "? The answer stands beside the access grant in your list."
         ),
         text_input(question_block(), "Question", "The person whose access it is gets it.", false)},
        {.private_metadata = model.key, .submit = "Ask", .close = "Cancel"}
    );
}

std::string campaign_sentence(policy::TakeOverObjection why, const std::string& name) {
    switch (why) {
        case policy::TakeOverObjection::is_requester:
        case policy::TakeOverObjection::is_beneficiary:
            return "It is the access of " + name + ", who cannot review it.";
        case policy::TakeOverObjection::is_their_delegate:
            return name + " is the delegate of the person whose access it is.";
        case policy::TakeOverObjection::terminated:
            return name + " has left the company.";
        case policy::TakeOverObjection::deactivated:
            return "The Slack account of " + name + " is deactivated.";
        case policy::TakeOverObjection::not_admitted:
            return "The Slack account of " + name + " may not use Latchkey.";
        case policy::TakeOverObjection::is_asked_already:
            return name + " has it already, or there is nothing left to hand over.";
    }
    throw std::logic_error{"unknown objection"};
}

Message campaign_question(const CampaignQuestionMessage& model) {
    const auto head =
        md(named(model.reviewer),
           " reviews your access ",
           bold(short_name(model.grant)),
           " (",
           shortened(cleaned(model.campaign), 100),
           ") and asks:");
    std::vector<Block> blocks{section(head), section(quoted(model.question))};
    if (model.answer) {
        blocks.push_back(section("*Your answer:*\n", quoted(*model.answer)));
    } else if (model.over) {
        blocks.push_back(context("The review has ended: no answer is needed any more."));
    } else {
        blocks.push_back(actions(
            "campaign_question",
            {button(
                ids::campaign_answer,
                "Answer",
                {.value = model.key,
                 .style = Style::primary,
                 .accessibility_label = plain("Answer about ", short_name(model.grant))}
            )}
        ));
    }
    return message(md(head, " ", shortened(cleaned(model.question), 500)), blocks);
}

View campaign_answer(const CampaignQuestionMessage& model) {
    return modal(
        ids::campaign_answer,
        "Answer",
        {section(named(model.reviewer), " asks about ", bold(short_name(model.grant)), ":"),
         section(quoted(model.question)),
         text_input(answer_block(), "Answer", "The reviewer reads it.", false)},
        {.private_metadata = model.key, .submit = "Send", .close = "Cancel"}
    );
}

}  // namespace blocks
