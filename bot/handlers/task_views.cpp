#include "bot/handlers/task_views.hpp"

#include <algorithm>

#include "blocks/ids.hpp"
#include "blocks/manual_task.hpp"
#include "blocks/tasks.hpp"
#include "bot/models/campaigns.hpp"
#include "bot/models/cards.hpp"
#include "bot/models/home.hpp"
#include "bot/models/people.hpp"
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

std::string key_of(const ListPlace& place) {
    auto key = std::to_string(place.page) + ":" + std::string(store::word(place.filter));
    for (std::size_t i = 0; i < place.selected.size(); ++i)
        key += (i == 0 ? ':' : ',') + place.selected[i];
    return key;
}

ListPlace list_place(std::string_view key) {
    const auto part = [&key] {
        const auto end = std::min(key.find(':'), key.size());
        const auto text = key.substr(0, end);
        key.remove_prefix(std::min(end + 1, key.size()));
        return text;
    };
    ListPlace place;
    place.page =
        static_cast<int>(std::min<std::int64_t>(models::id_of(part()).value_or(0), 1'000'000));
    place.filter = store::task_filter(part()).value_or(store::TaskFilter::all);
    while (!key.empty() && place.selected.size() < blocks::most_selected) {
        const auto end = std::min(key.find(','), key.size());
        place.selected.emplace_back(key.substr(0, end));
        key.remove_prefix(std::min(end + 1, key.size()));
    }
    return place;
}

std::vector<std::string> selected_tasks(const InboundView& view) {
    auto keys = list_place(view.private_metadata).selected;
    for (const auto& entry : view.state.entries()) {
        if (entry.action_id != blocks::ids::selected_tasks) continue;
        for (const auto& option : entry.value.options) {
            if (std::find(keys.begin(), keys.end(), option.value) == keys.end())
                keys.push_back(option.value);
        }
    }
    return keys;
}

blocks::Markdown too_many_selected() {
    return blocks::md(
        "At most ",
        blocks::number(static_cast<std::int64_t>(blocks::most_selected)),
        " can be decided at once. Untick some, decide, and go on with the rest."
    );
}

blocks::View task_list_modal(
    store::Tx& tx,
    policy::EmployeeId employee,
    ListPlace place,
    policy::Instant now,
    const std::optional<blocks::Markdown>& notice
) {
    blocks::TaskList list;
    list.notice = notice;
    list.reviews_only = place.filter == store::TaskFilter::reviews;
    if (!list.reviews_only) list.campaigns = models::campaign_lines(tx, employee, now);
    constexpr int rows = static_cast<int>(blocks::task_list_rows);
    list.tasks = models::task_page(tx, employee, place.page, rows, now, place.filter);
    place.page = static_cast<int>(list.tasks.page);
    list.selected = place.selected;
    for (const auto& task : list.tasks.items)
        std::erase(place.selected, task.key);
    list.key = key_of(place);
    return blocks::task_list(list);
}

void refresh_cards(const workflow::Act& act, const workflow::DecideOutcome& outcome) {
    if (const auto* task = std::visit(TaskOf{}, outcome)) workflow::refresh_card(act, *task);
}

}  // namespace bot::handlers
