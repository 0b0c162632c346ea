#include "bot/handlers/task_views.hpp"

#include "blocks/manual_task.hpp"
#include "blocks/tasks.hpp"
#include "bot/models/campaigns.hpp"
#include "bot/models/cards.hpp"
#include "bot/models/home.hpp"
#include "bot/workflow/tell.hpp"

namespace bot::handlers {
namespace {

struct TaskOf {
    const store::TaskRow* operator()(const workflow::Decided& outcome) const {
        return &outcome.task;
    }
    const store::TaskRow* operator()(const workflow::AlreadyClosed& outcome) const {
        return &outcome.task;
    }
    const store::TaskRow* operator()(const workflow::NotYours& outcome) const {
        return &outcome.task;
    }
    const store::TaskRow* operator()(const workflow::ChangedMeanwhile& outcome) const {
        return &outcome.task;
    }
    const store::TaskRow* operator()(const workflow::CommentNeeded& outcome) const {
        return &outcome.task;
    }
    const store::TaskRow* operator()(const workflow::NoSuchTask&) const { return nullptr; }
};

}  // namespace

blocks::View task_modal(
    store::Tx& tx,
    const store::TaskRow& task,
    const std::string& tasks_url,
    policy::Instant now,
    std::size_t page
) {
    if (task.kind == store::TaskKind::manual) {
        return blocks::manual_view(models::manual_task(tx, task, tasks_url, now), page);
    }
    blocks::TaskView view;
    view.card = models::review_card(tx, task, tasks_url, now);
    view.page = page;
    return blocks::task_view(view);
}

blocks::View task_list_modal(
    store::Tx& tx,
    policy::EmployeeId employee,
    int page,
    policy::Instant now,
    const std::optional<blocks::Markdown>& notice
) {
    blocks::TaskList list;
    list.notice = notice;
    list.campaigns = models::campaign_lines(tx, employee, now);
    list.tasks =
        models::task_page(tx, employee, page, static_cast<int>(blocks::task_list_rows), now);
    list.key = std::to_string(list.tasks.page);
    return blocks::task_list(list);
}

void refresh_cards(const workflow::Act& act, const workflow::DecideOutcome& outcome) {
    if (const auto* task = std::visit(TaskOf{}, outcome)) workflow::refresh_card(act, *task);
}

}  // namespace bot::handlers
