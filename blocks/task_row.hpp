// One task as a row of a list, with its Review button: the same in the Home tab and in the modal.
#pragma once

#include "blocks/home.hpp"

namespace blocks {

Block task_row(const HomeTask& task);
// Campaigns of which something waits; those beyond the first ten follow as these are done.
void add_campaign_tasks(std::vector<Block>& blocks, const std::vector<CampaignTaskLine>& lines);

// Throws if a page has more rows than its view was made for.
void require_rows(std::size_t rows, std::size_t most);

}  // namespace blocks
