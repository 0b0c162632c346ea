// The Home tab of a Slack user, from the rows as they are now.
#pragma once

#include "blocks/home.hpp"
#include "store/homes.hpp"

namespace bot::models {

// What to publish for this user: their Home, or why it is closed to them.
blocks::View home_of(store::Tx& tx, const store::HomeRow& home, policy::Instant now);

// A page of a person's open tasks, `rows` to a page; the last page if `page` is behind it.
blocks::Paged<blocks::HomeTask> task_page(
    store::Tx& tx,
    policy::EmployeeId employee,
    int page,
    int rows,
    policy::Instant now,
    store::TaskFilter filter = store::TaskFilter::all
);

// The Home's word for a filter, as the store keeps it.
store::TaskFilter tasks_filter(blocks::TasksShown shown);

}  // namespace bot::models
