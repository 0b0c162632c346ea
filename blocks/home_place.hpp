// Where in the Home tab a person is, and the buttons that lead elsewhere. Private to the Home tab.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "blocks/home.hpp"

namespace blocks {

// The filter of My tasks, as people and as values call it.
struct ShownName {
    TasksShown shown;
    std::string_view word;
    Plain label;
};
const std::vector<ShownName>& shown_names();

// Previous and Next of one list: all others stay where they are. Nothing for a single page.
std::vector<Block> home_pager(
    const HomePlace& place,
    std::size_t HomePlace::*list,
    const std::string& block_id,
    std::size_t page,
    std::size_t pages
);

}  // namespace blocks
