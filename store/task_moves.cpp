// The smaller parts of tasks.hpp: the filters' words, and a task that goes on to somebody else.
#include "store/query.hpp"
#include "store/tasks.hpp"

namespace store {

std::string_view word(TaskFilter filter) {
    switch (filter) {
        case TaskFilter::all:
            return "all";
        case TaskFilter::reviews:
            return "reviews";
        case TaskFilter::manual:
            return "manual";
        case TaskFilter::overdue:
            return "overdue";
    }
    return "";
}

std::optional<TaskFilter> task_filter(std::string_view text) {
    for (const auto filter :
         {TaskFilter::all, TaskFilter::reviews, TaskFilter::manual, TaskFilter::overdue}) {
        if (word(filter) == text) return filter;
    }
    return std::nullopt;
}

bool hand_on_task(
    Tx& tx,
    policy::TaskId id,
    std::int64_t seen_version,
    std::optional<policy::EmployeeId> by,
    TaskOutcome outcome,
    policy::Instant now
) {
    const int closed = change(
        tx,
        R"sql(UPDATE tasks SET outcome = ?, closed_by = ?, closed_at = ?, open_reviews = 0, version = version + 1
            WHERE id = ? AND closed_at IS NULL AND version = ?)sql",
        word(outcome),
        by,
        now,
        id,
        seen_version
    );
    if (closed == 0) return false;
    change(
        tx,
        R"sql(UPDATE reviews SET state = ?, decided_by = ?, decided_at = ?
            WHERE task_id = ? AND state = 'pending')sql",
        word(outcome),
        by,
        now,
        id
    );
    return true;
}

std::vector<policy::EmployeeId> involved_in(Tx& tx, policy::TaskId task) {
    std::vector<policy::EmployeeId> people;
    Query rows(
        tx,
        R"sql(SELECT DISTINCT CASE WHEN r.state = 'pending' THEN t.assignee_id ELSE r.decided_by END
            FROM reviews mine
            JOIN reviews r ON r.item_id = mine.item_id
            JOIN tasks t ON t.id = r.task_id
            WHERE mine.task_id = ? AND t.kind = 'review' AND r.state IN ('pending', 'approved'))sql",
        task
    );
    while (rows.next())
        people.push_back(rows.get<policy::EmployeeId>(0));
    return people;
}

std::optional<TaskRow> set_apart(Tx& tx, policy::TaskId task, policy::ItemId item) {
    const auto open = first<std::int64_t>(
        tx,
        R"sql(SELECT t.open_reviews FROM tasks t JOIN reviews r ON r.task_id = t.id
            WHERE t.id = ? AND t.closed_at IS NULL AND r.item_id = ? AND r.state = 'pending')sql",
        task,
        item
    );
    if (!open) return std::nullopt;
    if (*open == 1) return find_task(tx, task);
    const auto alone = insert<policy::TaskId>(
        tx,
        R"sql(INSERT INTO tasks (kind, request_id, level, capacity, fallback, skipped, integration_id, assignee_id,
                assigned_at, due_at, on_behalf_of, handed_from, note, paused_at, removes, version, open_reviews)
            SELECT kind, request_id, level, capacity, fallback, skipped, integration_id, assignee_id, assigned_at,
                due_at, on_behalf_of, handed_from, note, paused_at, removes, 1, 1 FROM tasks WHERE id = ? RETURNING id)sql",
        task
    );
    change(
        tx,
        "UPDATE reviews SET task_id = ? WHERE task_id = ? AND item_id = ? AND state = 'pending'",
        alone,
        task,
        item
    );
    change(
        tx,
        "UPDATE tasks SET open_reviews = open_reviews - 1, version = version + 1 WHERE id = ?",
        task
    );
    return find_task(tx, alone);
}

}  // namespace store
