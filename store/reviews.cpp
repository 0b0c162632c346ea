#include "store/reviews.hpp"

#include <stdexcept>

#include "store/item_rows.hpp"
#include "store/query.hpp"
#include "store/tasks.hpp"

namespace store {
namespace {

void decide_one(
    Tx& tx,
    policy::TaskId task,
    std::int64_t batch,
    policy::ItemId item,
    TaskOutcome outcome,
    policy::EmployeeId by,
    const std::string& comment,
    policy::Instant now
) {
    const int decided = change(
        tx,
        R"sql(UPDATE reviews SET state = ?, decided_by = ?, decided_at = ?, comment = ?, batch = ?
            WHERE task_id = ? AND item_id = ? AND state = 'pending')sql",
        word(outcome),
        by,
        now,
        comment,
        batch,
        task,
        item
    );
    if (decided != 1) throw std::logic_error("an item that is not pending in this task");
}

// How a task has ended of which the reviews are as counted.
TaskOutcome outcome_of(const ReviewCounts& counts) {
    if (counts.denied == 0) return TaskOutcome::approved;
    return counts.approved == 0 ? TaskOutcome::denied : TaskOutcome::decided;
}

}  // namespace

ReviewCounts review_counts(Tx& tx, policy::TaskId task) {
    ReviewCounts counts;
    Query rows(tx, "SELECT state, COUNT(*) FROM reviews WHERE task_id = ? GROUP BY state", task);
    while (rows.next()) {
        const auto state = rows.get<std::string>(0);
        const auto count = rows.get<std::int64_t>(1);
        if (state == "pending") counts.pending = count;
        if (state == word(TaskOutcome::approved)) counts.approved = count;
        if (state == word(TaskOutcome::denied)) counts.denied = count;
    }
    return counts;
}

ReviewChoices review_choices(Tx& tx, policy::TaskId task) {
    ReviewChoices choices;
    Query rows(tx, "SELECT item_id, approve FROM review_choices WHERE task_id = ?", task);
    while (rows.next())
        choices[rows.get<policy::ItemId>(0)] = rows.get<bool>(1);
    return choices;
}

void choose_review(Tx& tx, policy::TaskId task, policy::ItemId item, std::optional<bool> approve) {
    if (!approve) {
        change(tx, "DELETE FROM review_choices WHERE task_id = ? AND item_id = ?", task, item);
        return;
    }
    change(
        tx,
        R"sql(INSERT INTO review_choices (task_id, item_id, approve)
            SELECT task_id, item_id, ? FROM reviews WHERE task_id = ? AND item_id = ?
            ON CONFLICT (task_id, item_id) DO UPDATE SET approve = excluded.approve)sql",
        *approve,
        task,
        item
    );
}

bool decide_reviews(
    Tx& tx,
    policy::TaskId task,
    std::int64_t seen_version,
    policy::EmployeeId by,
    const std::vector<ItemRow>& approved,
    const std::vector<ItemRow>& denied,
    const std::string& comment,
    policy::Instant now
) {
    const auto decided = static_cast<std::int64_t>(approved.size() + denied.size());
    const int taken = change(
        tx,
        R"sql(UPDATE tasks SET open_reviews = open_reviews - ?, version = version + 1
            WHERE id = ? AND closed_at IS NULL AND assignee_id = ? AND version = ?)sql",
        decided,
        task,
        by,
        seen_version
    );
    if (taken == 0) return false;
    const auto batch = seen_version + 1;
    for (const auto& item : approved)
        decide_one(tx, task, batch, item.id, TaskOutcome::approved, by, "", now);
    for (const auto& item : denied)
        decide_one(tx, task, batch, item.id, TaskOutcome::denied, by, comment, now);
    change(tx, "DELETE FROM review_choices WHERE task_id = ?", task);
    const auto counts = review_counts(tx, task);
    if (counts.pending > 0) return true;
    change(
        tx,
        "UPDATE tasks SET outcome = ?, closed_by = ?, closed_at = ? WHERE id = ?",
        word(outcome_of(counts)),
        by,
        now,
        task
    );
    return true;
}

std::optional<policy::ReviewId> first_denied(Tx& tx, policy::TaskId task, std::int64_t batch) {
    return first<policy::ReviewId>(
        tx,
        R"sql(SELECT id FROM reviews WHERE task_id = ? AND batch = ? AND state = 'denied'
            ORDER BY id LIMIT 1)sql",
        task,
        batch
    );
}

std::optional<Denial> find_denial(Tx& tx, policy::ReviewId first_one) {
    Denial denial;
    std::int64_t batch = 0;
    {
        Query rows(
            tx,
            R"sql(SELECT task_id, batch, decided_by, decided_at, comment FROM reviews
                WHERE id = ? AND state = 'denied')sql",
            first_one
        );
        if (!rows.next()) return std::nullopt;
        denial.review = first_one;
        denial.task = rows.get<policy::TaskId>(0);
        batch = rows.get<std::int64_t>(1);
        denial.by = rows.get<policy::EmployeeId>(2);
        denial.at = rows.get<policy::Instant>(3);
        denial.comment = rows.get<std::string>(4);
    }
    Query rows(
        tx,
        item_select() + R"sql(JOIN reviews r ON r.item_id = i.id
            WHERE r.task_id = ? AND r.batch = ? AND r.state = 'denied'
            ORDER BY n.name, c.resource, c.privilege, i.id)sql",
        denial.task,
        batch
    );
    while (rows.next())
        denial.items.push_back(read_item(rows));
    return denial;
}

std::vector<ItemRow> items_ended_with(Tx& tx, const TaskRow& task) {
    std::vector<ItemRow> items;
    if (!task.outcome) return items;
    Query rows(
        tx,
        item_select() + R"sql(JOIN reviews r ON r.item_id = i.id
            WHERE r.task_id = ? AND r.state = ? AND r.batch = 0
            ORDER BY n.name, c.resource, c.privilege, i.id)sql",
        task.id,
        word(*task.outcome)
    );
    while (rows.next())
        items.push_back(read_item(rows));
    return items;
}

std::vector<policy::Reviewer> asked_about(Tx& tx, policy::ItemId item) {
    std::vector<policy::Reviewer> people;
    Query rows(
        tx,
        R"sql(SELECT t.assignee_id, CASE r.capacity WHEN '' THEN t.capacity ELSE r.capacity END, t.fallback
            FROM reviews r JOIN tasks t ON t.id = r.task_id
            WHERE r.item_id = ? AND r.state = 'pending' AND t.kind = 'review' ORDER BY t.id)sql",
        item
    );
    while (rows.next()) {
        people.push_back(
            {rows.get<policy::EmployeeId>(0),
             policy::reviewer_kind(rows.get<std::string>(1)).value(),
             rows.get<bool>(2)}
        );
    }
    return people;
}

bool shorten_item(Tx& tx, policy::ItemId item, policy::Instant ends) {
    return change(
               tx,
               R"sql(UPDATE request_items SET ends_at = ?
                   WHERE id = ? AND action = 'GRANT' AND state = 'pending'
                       AND (ends_at IS NULL OR ends_at > ?))sql",
               ends,
               item,
               ends
           ) == 1;
}

void item_held_until(Tx& tx, policy::ItemId item, policy::Instant ends) {
    change(tx, "UPDATE request_items SET ends_at = ? WHERE id = ?", ends, item);
}

void note_shorter(Tx& tx, policy::TaskId task, policy::Instant ends) {
    change(
        tx,
        "UPDATE reviews SET ends_at = ? WHERE task_id = ? AND state = 'approved' AND batch = 0",
        ends,
        task
    );
}

std::optional<policy::Instant> shorter_end_of(Tx& tx, policy::TaskId task) {
    return first<policy::Instant>(
        tx, "SELECT ends_at FROM reviews WHERE task_id = ? AND ends_at IS NOT NULL LIMIT 1", task
    );
}

}  // namespace store
