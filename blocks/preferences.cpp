// A ticked box is a notification that comes.
#include "blocks/preferences.hpp"

#include "blocks/ids.hpp"

namespace blocks {

BlockId notifications_block() {
    return ids::notifications;
}

View preferences(const Preferences& model) {
    std::vector<Block> blocks;
    const bool any = !model.choices.empty();
    if (any) {
        std::vector<Option> boxes;
        std::vector<std::string> ticked;
        for (const auto& choice : model.choices) {
            boxes.push_back({choice.name, choice.value, choice.explanation});
            if (choice.on) ticked.push_back(choice.value);
        }
        blocks.push_back(input(
            notifications_block(),
            "Tell me about",
            checkboxes(ids::notifications, boxes, ticked),
            {.optional = true}
        ));
    } else {
        blocks.push_back(section("Your company leaves no notification to your choice."));
    }
    std::vector<Markdown> always{md("What else concerns you always comes:")};
    for (const auto& name : model.always)
        always.push_back(md("• ", name.text()));
    blocks.push_back(context(joined(always, "\n")));
    return any ? modal(
                     ids::preferences, "Preferences", blocks, {.submit = "Save", .close = "Cancel"}
                 )
               : modal(ids::preferences, "Preferences", blocks);
}

}  // namespace blocks
