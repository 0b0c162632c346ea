// The reviews inside the tasks of tasks.hpp: an item taken out of them, what was said about it, and
// what people still owe.
#include "store/query.hpp"
#include "store/tasks.hpp"

namespace store {

std::vector<policy::TaskId> release_item(
    Tx& tx,
    policy::ItemId item,
    int level,
    TaskOutcome outcome,
    std::optional<policy::EmployeeId> by,
    policy::Instant now
) {
    std::vector<policy::TaskId> touched;
    {
        Query rows(
            tx,
            R"sql(SELECT t.id FROM reviews r JOIN tasks t ON t.id = r.task_id
                WHERE r.item_id = ? AND r.state = 'pending' AND (? = 0 OR t.level = ?) ORDER BY t.id)sql",
            item,
            level,
            level
        );
        while (rows.next())
            touched.push_back(rows.get<policy::TaskId>(0));
    }
    for (const auto task : touched)
        release_review(tx, task, item, outcome, by, now);
    return touched;
}

void release_review(
    Tx& tx,
    policy::TaskId task,
    policy::ItemId item,
    TaskOutcome outcome,
    std::optional<policy::EmployeeId> by,
    policy::Instant now
) {
    const int released = change(
        tx,
        R"sql(UPDATE reviews SET state = ?, decided_by = ?, decided_at = ?
            WHERE task_id = ? AND item_id = ? AND state = 'pending')sql",
        word(outcome),
        by,
        now,
        task,
        item
    );
    if (released == 0) return;
    change(
        tx,
        R"sql(UPDATE tasks SET open_reviews = open_reviews - 1, version = version + 1,
                outcome = CASE WHEN open_reviews = 1 THEN ? END,
                closed_by = CASE WHEN open_reviews = 1 THEN ? END,
                closed_at = CASE WHEN open_reviews = 1 THEN ? END
            WHERE id = ?)sql",
        word(outcome),
        by,
        now,
        task
    );
}

std::vector<ItemReview> reviews_of_item(Tx& tx, policy::ItemId item) {
    std::vector<ItemReview> reviews;
    Query rows(
        tx,
        R"sql(SELECT t.id, CASE r.capacity WHEN '' THEN t.capacity ELSE r.capacity END, t.level,
                t.assignee_id, r.state, r.decided_by
            FROM reviews r JOIN tasks t ON t.id = r.task_id
            WHERE r.item_id = ? AND t.kind = 'review' ORDER BY r.id)sql",
        item
    );
    while (rows.next()) {
        ItemReview review;
        review.task = rows.get<policy::TaskId>(0);
        review.as = policy::reviewer_kind(rows.get<std::string>(1)).value();
        review.level = rows.get<int>(2);
        review.assignee = rows.get<policy::EmployeeId>(3);
        const auto state = rows.get<std::string>(4);
        review.pending = state == "pending";
        if (state == word(TaskOutcome::approved)) review.yes = rows.get<policy::EmployeeId>(5);
        reviews.push_back(review);
    }
    return reviews;
}

bool was_asked_about(Tx& tx, policy::RequestId request) {
    return first<std::int64_t>(tx, "SELECT 1 FROM tasks WHERE request_id = ? LIMIT 1", request)
        .has_value();
}

std::vector<policy::EmployeeId> people_asked(Tx& tx) {
    // From one person to the next in the index, not over all of their tasks.
    std::vector<policy::EmployeeId> people;
    policy::EmployeeId last{0};
    while (true) {
        const auto next = first<policy::EmployeeId>(
            tx,
            R"sql(SELECT assignee_id FROM tasks WHERE closed_at IS NULL AND assignee_id > ?
                ORDER BY assignee_id LIMIT 1)sql",
            last
        );
        if (!next) return people;
        people.push_back(*next);
        last = *next;
    }
}

std::vector<policy::RequestId> requests_asked_of(Tx& tx, policy::EmployeeId assignee) {
    std::vector<policy::RequestId> requests;
    Query rows(
        tx,
        R"sql(SELECT DISTINCT request_id FROM tasks
            WHERE assignee_id = ? AND closed_at IS NULL ORDER BY request_id)sql",
        assignee
    );
    while (rows.next())
        requests.push_back(rows.get<policy::RequestId>(0));
    return requests;
}

std::string comment_of_task(Tx& tx, policy::TaskId task) {
    return first<std::string>(
               tx,
               "SELECT comment FROM reviews WHERE task_id = ? AND comment <> '' ORDER BY id LIMIT "
               "1",
               task
    )
        .value_or("");
}

std::vector<policy::Yes> yeses_of_item(Tx& tx, policy::ItemId item) {
    std::vector<policy::Yes> said;
    Query rows(
        tx,
        R"sql(SELECT CASE r.capacity WHEN '' THEN t.capacity ELSE r.capacity END, r.decided_by, t.level
            FROM reviews r JOIN tasks t ON t.id = r.task_id
            WHERE r.item_id = ? AND r.state = 'approved' ORDER BY r.id)sql",
        item
    );
    while (rows.next()) {
        said.push_back(
            {policy::reviewer_kind(rows.get<std::string>(0)).value(),
             rows.get<policy::EmployeeId>(1),
             rows.get<int>(2)}
        );
    }
    return said;
}

std::int64_t reviews_owed(Tx& tx, policy::RequestId request) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT COALESCE(SUM(open_reviews), 0) FROM tasks
                   WHERE request_id = ? AND kind = 'review' AND closed_at IS NULL)sql",
               request
    )
        .value_or(0);
}

std::int64_t reviews_owed_by(Tx& tx, policy::EmployeeId assignee) {
    return first<std::int64_t>(
               tx,
               R"sql(SELECT COALESCE(SUM(open_reviews), 0) FROM tasks
                   WHERE assignee_id = ? AND kind = 'review' AND closed_at IS NULL)sql",
               assignee
    )
        .value_or(0);
}

}  // namespace store
