// Previous and Next for whatever is shown in pages. Private to the views.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "blocks/kit.hpp"

namespace blocks {

struct Pager {
    std::string block_id;
    std::size_t page = 0;
    std::size_t pages = 1;
    std::string_view previous_action;
    std::string_view next_action;
    std::string previous_value;
    std::string next_value;
};
// The buttons that lead somewhere; nothing for a single page.
std::vector<Block> pager_blocks(const Pager& pager);

// A pager of a modal: the values are page numbers from 0.
std::vector<Block> modal_pager(std::size_t page, std::size_t pages);

// "Page 2 of 5".
std::string page_text(std::size_t page, std::size_t pages);

// How many pages `rows` rows take, at least one.
std::size_t pages_for(std::size_t rows, std::size_t rows_per_page);

// Appends.
inline void add(std::vector<Block>& blocks, std::vector<Block> more) {
    for (auto& block : more)
        blocks.push_back(std::move(block));
}

}  // namespace blocks
