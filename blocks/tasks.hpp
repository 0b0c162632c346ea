// My tasks as a modal, and one task with its items.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/home.hpp"
#include "blocks/kit.hpp"
#include "blocks/review_card.hpp"

namespace blocks {

inline constexpr std::size_t task_list_rows = 20;
inline constexpr std::size_t most_selected = 60;  // to decide at once, on all pages together

struct TaskList {
    std::string key = {};  // private_metadata
    Paged<HomeTask> tasks = {};
    std::optional<Markdown> notice = {};
    std::vector<CampaignTaskLine> campaigns = {};  // that wait for the reader
    bool reviews_only = false;
    std::vector<std::string> selected = {};  // keys that are ticked, on any page
};
View task_list(const TaskList& model);

inline constexpr std::size_t task_view_rows = 100;

// A review task with all its items, paged by the view itself.
struct TaskView {
    ReviewCard card = {};
    std::size_t page = 0;
    std::optional<Markdown> notice = {};
};
View task_view(const TaskView& model);
std::size_t task_view_pages(const TaskView& model);

}  // namespace blocks
