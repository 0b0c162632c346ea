// One task as a row of a list, with its Review button: the same in the Home tab and in the modal.
#pragma once

#include "blocks/home.hpp"

namespace blocks {

Block task_row(const HomeTask& task);

// Throws if a page has more rows than its view was made for.
void require_rows(std::size_t rows, std::size_t most);

}  // namespace blocks
