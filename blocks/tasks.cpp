// The task list, and one review with all its items.
#include "blocks/tasks.hpp"

#include <algorithm>
#include "blocks/card_parts.hpp"
#include "blocks/comment_form.hpp"

#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"
#include "blocks/task_row.hpp"

namespace blocks {

namespace {

constexpr std::size_t box_units = 75;  // Slack's of an option

// What is to be decided, so that one box is not like the other; a privileged grant is named first.
Plain box_text(const HomeTask& task) {
    if (!task.first)
        return plain(count(task.items, "access grant"), " for ", plain_name(task.beneficiary));
    const auto more = task.items - 1;
    const bool privileged = task.first->privileged;
    // Room for " (privileged) and 1,234 more".
    const std::size_t room = box_units - (privileged ? 13 : 0) - (more > 0 ? 20 : 0);
    const auto name = shortened(cleaned(short_name(*task.first)), room);
    if (more <= 0) return privileged ? plain(name, " (privileged)") : plain(name);
    const auto rest = number(more);
    return privileged ? plain(name, " (privileged) and ", rest, " more")
                      : plain(name, " and ", rest, " more");
}

// Boxes for the reviews of this page, when there are several: what is ticked is decided together.
std::vector<Block> several_at_once(const TaskList& model) {
    std::vector<Block> blocks;
    std::vector<Option> options;
    std::vector<std::string> ticked;
    const auto is_selected = [&](const std::string& key) {
        return std::find(model.selected.begin(), model.selected.end(), key) != model.selected.end();
    };
    std::size_t elsewhere = model.selected.size();
    const auto flush = [&] {
        if (options.empty()) return;
        const auto group = std::to_string(blocks.size());
        blocks.push_back(input(
            "selected:" + std::to_string(model.tasks.page) + ":" + group,
            "Reviews",
            checkboxes(ids::selected_tasks, options, ticked),
            {.optional = true}
        ));
        options.clear();
        ticked.clear();
    };
    std::size_t reviews = 0;
    for (const auto& task : model.tasks.items) {
        if (task.kind != TaskKind::review) continue;
        ++reviews;
        options.push_back(
            {box_text(task),
             task.key,
             plain(
                 "for ",
                 plain_name(task.beneficiary),
                 ", asked by ",
                 plain_name(task.requester),
                 ", in ",
                 applications_text(task.applications)
             )}
        );
        if (is_selected(task.key)) {
            ticked.push_back(task.key);
            --elsewhere;
        }
        if (options.size() == most_boxes) flush();
    }
    flush();
    if (reviews < 2 && elsewhere == 0) return {};
    blocks.insert(blocks.begin(), {divider(), header("Decide several at once")});
    if (elsewhere > 0) {
        blocks.push_back(context(
            count(static_cast<std::int64_t>(elsewhere), "more is", "more are"),
            " selected on other pages."
        ));
    }
    blocks.push_back(input(
        comment_block(),
        "Comment",
        plain_text_input(ids::comment, {.multiline = true}),
        {.hint = "Needed to deny, and to approve where the policy asks for a comment; one for all "
                 "that are selected.",
         .optional = true}
    ));
    blocks.push_back(
        actions("several", {button(ids::deny_selected, "Deny selected", {.style = Style::danger})})
    );
    return blocks;
}

}  // namespace

View task_list(const TaskList& model) {
    require_rows(model.tasks.items.size(), task_list_rows);
    std::vector<Block> blocks;
    if (model.notice) blocks.push_back(section(*model.notice));
    add_campaign_tasks(blocks, model.campaigns);
    if (model.tasks.items.empty()) {
        if (model.campaigns.empty()) blocks.push_back(section("Nothing waits for you."));
    } else {
        const auto waiting = model.reviews_only
                                 ? count(model.tasks.total, "review waits", "reviews wait")
                                 : count(model.tasks.total, "task waits", "tasks wait");
        blocks.push_back(context(waiting, " for you."));
    }
    for (const auto& task : model.tasks.items)
        blocks.push_back(task_row(task));
    add(blocks, modal_pager(model.tasks.page, model.tasks.pages));
    auto several = several_at_once(model);
    ModalSettings settings{.private_metadata = model.key};
    if (!several.empty()) settings.submit = "Approve selected";
    add(blocks, std::move(several));
    return modal(ids::task_list, "My tasks", blocks, settings);
}

std::size_t task_view_pages(const TaskView& model) {
    return pages_for(model.card.items.size(), task_view_rows);
}

View task_view(const TaskView& model) {
    const auto& card = model.card;
    const auto pages = task_view_pages(model);
    const auto page = std::min(model.page, pages - 1);
    const auto end = ending(card.state);

    std::vector<Block> blocks;
    if (model.notice) blocks.push_back(section(*model.notice));
    if (!end.empty()) blocks.push_back(section(end));
    blocks.push_back(section(what_is_asked(card), "."));
    add(blocks, facts_of(card));
    if (const auto* decided = std::get_if<CardDecided>(&card.state)) {
        const auto comment = quoted(decided->comment);
        if (!comment.empty()) blocks.push_back(section("*Comment:*\n", comment));
    }
    if (end.empty()) {
        add(blocks, why_you(card));
        auto buttons = decision_buttons(card);
        for (auto& other : other_buttons(card))
            buttons.push_back(std::move(other));
        blocks.push_back(actions("decision", buttons));
    }
    std::vector<Markdown> lines;
    const auto last = std::min((page + 1) * task_view_rows, card.items.size());
    for (auto at = page * task_view_rows; at < last; ++at)
        lines.push_back(grant_line(card.items[at]));
    add(blocks, paragraphs(lines));
    add(blocks, modal_pager(page, pages));
    return modal(ids::task_view, "Access review", blocks, {.private_metadata = card.task_key});
}

}  // namespace blocks
