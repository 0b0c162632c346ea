// One look of paging for all views.
#include "blocks/pager.hpp"

#include "blocks/ids.hpp"

namespace blocks {

std::vector<Block> pager_blocks(const Pager& pager) {
    std::vector<ActionElement> buttons;
    if (pager.page > 0) {
        buttons.push_back(
            button(pager.previous_action, "Previous page", {.value = pager.previous_value})
        );
    }
    if (pager.page + 1 < pager.pages) {
        buttons.push_back(button(pager.next_action, "Next page", {.value = pager.next_value}));
    }
    if (buttons.empty()) return {};
    return {actions(BlockId{pager.block_id}, buttons)};
}

std::vector<Block> modal_pager(std::size_t page, std::size_t pages) {
    if (pages <= 1) return {};
    std::vector<Block> blocks{context(page_text(page, pages))};
    add(blocks,
        pager_blocks({
            .block_id = "pages",
            .page = page,
            .pages = pages,
            .previous_action = ids::page_previous,
            .next_action = ids::page_next,
            .previous_value = std::to_string(page - 1),
            .next_value = std::to_string(page + 1),
        }));
    return blocks;
}

std::string page_text(std::size_t page, std::size_t pages) {
    return "Page " + std::to_string(page + 1) + " of " + std::to_string(pages);
}

std::size_t pages_for(std::size_t rows, std::size_t rows_per_page) {
    return rows == 0 ? 1 : (rows + rows_per_page - 1) / rows_per_page;
}

}  // namespace blocks
