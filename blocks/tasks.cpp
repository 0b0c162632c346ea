// The task list, and one review with all its items.
#include "blocks/tasks.hpp"

#include <algorithm>
#include "blocks/card_parts.hpp"

#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"
#include "blocks/task_row.hpp"

namespace blocks {

View task_list(const TaskList& model) {
    require_rows(model.tasks.items.size(), task_list_rows);
    std::vector<Block> blocks;
    if (model.tasks.items.empty()) {
        blocks.push_back(section("Nothing waits for you."));
    } else {
        blocks.push_back(context(count(model.tasks.total, "task waits", "tasks wait"), " for you.")
        );
    }
    for (const auto& task : model.tasks.items)
        blocks.push_back(task_row(task));
    add(blocks, modal_pager(model.tasks.page, model.tasks.pages));
    return modal(ids::task_list, "My tasks", blocks, {.private_metadata = model.key});
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
    blocks.push_back(
        section(asks_sentence(card.requester, card.beneficiary, card.items, card.action), ".")
    );
    add(blocks, facts_of(card));
    if (const auto* decided = std::get_if<CardDecided>(&card.state)) {
        const auto comment = quoted(decided->comment);
        if (!comment.empty()) blocks.push_back(section("*Comment:*\n", comment));
    }
    if (end.empty()) {
        add(blocks, why_you(card));
        blocks.push_back(actions("decision", decision_buttons(card)));
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
