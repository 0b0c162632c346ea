// The words of /access, for when no form is opened.
#include "blocks/command_answer.hpp"

#include "blocks/json.hpp"

namespace blocks {

namespace {

constexpr std::size_t typed_units = 100;
constexpr std::size_t most_names = 20;

}  // namespace

std::string ephemeral_answer(const Markdown& text) {
    json::Object out;
    out.text("response_type", "ephemeral")
        .text("text", shortened(text.source(), message_text_units));
    return out.done();
}

Markdown command_help(const std::string& command) {
    return md(
        "`",
        command,
        "` opens the form in which you ask for access.\n`",
        command,
        " github` opens it for one application.\n`",
        command,
        " help` shows this.\nWhat you asked for, and what waits for you, is in my Home tab."
    );
}

Markdown no_such_application(
    const std::string& command, const std::string& typed, const std::string& meant
) {
    auto text =
        md("There is no application called ", bold(shortened(cleaned(typed), typed_units)), ".");
    if (!meant.empty())
        text = md(text, " Did you mean ", bold(shortened(cleaned(meant), typed_units)), "?");
    return md(text, " `", command, "` alone opens the form for all of them.");
}

Markdown several_applications(
    const std::string& command, const std::string& typed, const std::vector<std::string>& names
) {
    std::vector<Markdown> lines;
    for (const auto& name : names)
        lines.push_back(md("• ", bold(shortened(cleaned(name), typed_units))));
    return md(
        "Several applications have ",
        bold(shortened(cleaned(typed), typed_units)),
        " in their names:\n",
        joined(at_most(std::move(lines), most_names), "\n"),
        "\nType more of the name. `",
        command,
        "` alone opens the form for all of them."
    );
}

Markdown command_refused(Refusal refusal, const std::vector<Person>& ask) {
    const auto sentence = refusal_sentence(refusal, ask);
    if (refusal != Refusal::unknown) return sentence;
    return md(sentence, " If you are new here, please try again in a minute.");
}

}  // namespace blocks
