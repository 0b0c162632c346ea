// Review items, from the rows.
#pragma once

#include "blocks/item_review.hpp"
#include "store/tasks.hpp"

namespace bot::models {

blocks::ItemReview item_review(store::Tx& tx, const store::TaskRow& task, std::size_t page);

}  // namespace bot::models
