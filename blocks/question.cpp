// A question about a request, and its answer.
#include "blocks/question.hpp"

#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"

namespace blocks {

namespace {

constexpr int longest_text = 1000;

Markdown for_whom(const Person& beneficiary) {
    return beneficiary.is_reader ? md("you") : named(beneficiary);
}

TextInput long_text(std::string_view action) {
    return plain_text_input(action, {.multiline = true, .max_length = longest_text});
}

}  // namespace

BlockId question_block() {
    return ids::question;
}

BlockId answer_block() {
    return ids::answer;
}

View ask_form(const AskForm& model) {
    return modal(
        ids::ask_form,
        "Ask",
        {section(
             "What do you need to know about ",
             bold(what_text(model.items)),
             " for ",
             for_whom(model.beneficiary),
             "?"
         ),
         input(
             question_block(),
             "Question",
             long_text(ids::question),
             {.hint = "The requester gets it as a message. Your due date waits for the answer."}
         )},
        {.private_metadata = model.key, .submit = "Ask", .close = "Cancel"}
    );
}

Message question(const Question& model) {
    const auto what = md(bold(what_text(model.items)), " for ", for_whom(model.beneficiary));
    const auto asks = md(named(model.by), " asks for more information about ", what);
    std::vector<Block> blocks{section(asks, "."), section("*Question:*\n", quoted(model.question))};
    std::vector<ActionElement> buttons;
    auto text = asks;
    if (!model.answer.empty()) {
        blocks.push_back(section("*Your answer:*\n", quoted(model.answer)));
        text = md("You have answered: ", asks);
    } else if (model.open) {
        buttons.push_back(
            button(ids::answer_question, "Answer", {.value = model.key, .style = Style::primary})
        );
    } else {
        blocks.push_back(section("*Closed:* it need not be answered any more."));
    }
    buttons.push_back(button(ids::view_request, "View request", {.value = model.request_key}));
    blocks.push_back(context("Asked ", date(model.asked)));
    blocks.push_back(actions("question", buttons));
    return message(md(text, "."), blocks);
}

View answer_form(const Question& model) {
    return modal(
        ids::answer_form,
        "Answer",
        {section(
             named(model.by),
             " asks about ",
             bold(what_text(model.items)),
             " for ",
             for_whom(model.beneficiary),
             ":"
         ),
         section(quoted(model.question)),
         input(
             answer_block(),
             "Answer",
             long_text(ids::answer),
             {.hint = "Whoever decides about this request reads it."}
         )},
        {.private_metadata = model.key, .submit = "Answer", .close = "Cancel"}
    );
}

}  // namespace blocks
