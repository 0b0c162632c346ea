// What the bot can do, for somebody who asks it.
#include "blocks/direct_reply.hpp"

#include "blocks/card_parts.hpp"
#include "blocks/ids.hpp"

namespace blocks {

Message direct_reply(const DirectReply& model) {
    if (model.refused) {
        const auto sentence = refusal_sentence(*model.refused, model.ask);
        return message(sentence, {section(sentence)});
    }
    const auto name = shortened(cleaned(model.name), 80);
    const auto hello = name.empty() ? md("Hello!") : md("Hello ", name, "!");
    const auto can =
        md(hello,
           " I look after access. Press *Request Access* to ask for the access that a colleague "
           "has. I tell you "
           "here what is decided, and ask you here when your decision is needed. My Home tab shows "
           "it all.");
    auto waiting = md("Nothing waits for you.");
    if (model.tasks > 0) waiting = md(count(model.tasks, "task waits", "tasks wait"), " for you.");
    if (model.open_requests > 0) {
        waiting = md(waiting, " You have ", count(model.open_requests, "open request"), ".");
    }
    std::vector<ActionElement> buttons{
        button(ids::request_access, "Request Access", {.style = Style::primary})};
    if (model.tasks > 0) buttons.push_back(my_tasks_button(model.tasks_url));
    return message(
        md(can, " ", waiting), {section(can), section(waiting), actions("start", buttons)}
    );
}

}  // namespace blocks
