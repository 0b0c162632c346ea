#include "store/tasks.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "store/item_rows.hpp"
#include "store/many_rows.hpp"
#include "store/query.hpp"

namespace store {
namespace {

constexpr std::array<std::pair<TaskOutcome, std::string_view>, 10> outcomes{{
    {TaskOutcome::approved, "approved"},
    {TaskOutcome::denied, "denied"},
    {TaskOutcome::done, "done"},
    {TaskOutcome::failed, "failed"},
    {TaskOutcome::superseded, "superseded"},
    {TaskOutcome::withdrawn, "withdrawn"},
    {TaskOutcome::expired, "expired"},
    {TaskOutcome::reassigned, "reassigned"},
    {TaskOutcome::escalated, "escalated"},
    {TaskOutcome::decided, "decided"},
}};

constexpr std::array<std::pair<policy::SkipReason, std::string_view>, 6> reasons{{
    {policy::SkipReason::missing, "missing"},
    {policy::SkipReason::terminated, "terminated"},
    {policy::SkipReason::deactivated, "deactivated"},
    {policy::SkipReason::not_admitted, "not_admitted"},
    {policy::SkipReason::is_requester, "is_requester"},
    {policy::SkipReason::is_beneficiary, "is_beneficiary"},
}};

// One line each: "manager 12 terminated"; 0 stands for nobody.
std::string write_skipped(const std::vector<policy::Skipped>& skipped) {
    std::string text;
    for (const auto& skip : skipped) {
        for (const auto& [reason, word_of] : reasons) {
            if (reason != skip.reason) continue;
            text += std::string(policy::word(skip.kind)) + ' ' +
                    std::to_string(skip.employee ? skip.employee->value : 0) + ' ' +
                    std::string(word_of) + '\n';
        }
    }
    return text;
}

std::vector<policy::Skipped> read_skipped(const std::string& text) {
    std::vector<policy::Skipped> skipped;
    std::istringstream lines(text);
    std::string kind;
    std::string reason;
    std::int64_t employee = 0;
    while (lines >> kind >> employee >> reason) {
        policy::Skipped skip;
        skip.kind = policy::reviewer_kind(kind).value();
        if (employee != 0) skip.employee = policy::EmployeeId{employee};
        for (const auto& [value, word_of] : reasons) {
            if (word_of == reason) skip.reason = value;
        }
        skipped.push_back(skip);
    }
    return skipped;
}

const std::string task_columns = R"sql(
    SELECT id, kind, request_id, level, capacity, fallback, skipped, integration_id, assignee_id, assigned_at,
        due_at, version, open_reviews, outcome, closed_by, closed_at, on_behalf_of, handed_from, note,
        paused_at, removes
    FROM tasks )sql";

TaskRow read_task(const Query& rows) {
    TaskRow task;
    task.id = rows.get<policy::TaskId>(0);
    task.kind = rows.get<std::string>(1) == "manual" ? TaskKind::manual : TaskKind::review;
    task.request = rows.get<policy::RequestId>(2);
    task.level = rows.get<int>(3);
    task.capacity = policy::reviewer_kind(rows.get<std::string>(4)).value();
    task.fallback = rows.get<bool>(5);
    task.skipped = read_skipped(rows.get<std::string>(6));
    task.integration = rows.get<std::optional<policy::IntegrationId>>(7);
    task.assignee = rows.get<policy::EmployeeId>(8);
    task.assigned_at = rows.get<policy::Instant>(9);
    task.due_at = rows.get<policy::Instant>(10);
    task.version = rows.get<std::int64_t>(11);
    task.open_reviews = rows.get<std::int64_t>(12);
    const auto outcome = rows.get<std::optional<std::string>>(13);
    if (outcome) task.outcome = task_outcome(*outcome);
    task.closed_by = rows.get<std::optional<policy::EmployeeId>>(14);
    task.closed_at = rows.get<std::optional<policy::Instant>>(15);
    task.on_behalf_of = rows.get<std::optional<policy::EmployeeId>>(16);
    task.handed_from = rows.get<std::optional<policy::TaskId>>(17);
    task.note = rows.get<std::string>(18);
    task.paused_at = rows.get<std::optional<policy::Instant>>(19);
    task.removes = rows.get<bool>(20);
    return task;
}

std::string_view kind_word(TaskKind kind) {
    return kind == TaskKind::manual ? "manual" : "review";
}

}  // namespace

std::string_view word(TaskOutcome outcome) {
    for (const auto& [value, text] : outcomes) {
        if (value == outcome) return text;
    }
    return "";
}

std::optional<TaskOutcome> task_outcome(std::string_view text) {
    for (const auto& [value, known] : outcomes) {
        if (known == text) return value;
    }
    return std::nullopt;
}

namespace {

// Who was passed over on another way to the same task is worth saying there, too.
void add_skipped(Tx& tx, policy::TaskId id, const std::vector<policy::Skipped>& skipped) {
    auto all = find_task(tx, id).value().skipped;
    const auto before = all.size();
    for (const auto& skip : skipped) {
        if (std::find(all.begin(), all.end(), skip) == all.end()) all.push_back(skip);
    }
    if (all.size() == before) return;
    change(tx, "UPDATE tasks SET skipped = ? WHERE id = ?", write_skipped(all), id);
}

}  // namespace

policy::TaskId open_task(Tx& tx, const NewTask& task) {
    const auto existing = first<policy::TaskId>(
        tx,
        R"sql(SELECT id FROM tasks
            WHERE request_id = ? AND assignee_id = ? AND kind = ? AND level = ?
                AND (kind = 'review' OR (capacity = ? AND integration_id = ?)) AND closed_at IS NULL
                AND COALESCE(on_behalf_of, 0) = ? AND COALESCE(handed_from, 0) = ? AND removes = ?)sql",
        task.request,
        task.assignee,
        kind_word(task.kind),
        task.level,
        policy::word(task.capacity),
        task.integration,
        task.on_behalf_of.value_or(policy::EmployeeId{}),
        task.handed_from.value_or(policy::TaskId{}),
        task.removes
    );
    if (existing) {
        add_skipped(tx, *existing, task.skipped);
        return *existing;
    }
    return insert<policy::TaskId>(
        tx,
        R"sql(INSERT INTO tasks (kind, request_id, level, capacity, fallback, skipped, integration_id, assignee_id,
                assigned_at, due_at, on_behalf_of, handed_from, note, removes, version, open_reviews)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0) RETURNING id)sql",
        kind_word(task.kind),
        task.request,
        task.level,
        policy::word(task.capacity),
        task.fallback,
        write_skipped(task.skipped),
        task.integration,
        task.assignee,
        task.assigned_at,
        task.due_at,
        task.on_behalf_of,
        task.handed_from,
        task.note,
        task.removes
    );
}

void add_reviews(Tx& tx, policy::TaskId task, const std::vector<ItemRow>& items) {
    const ManyRows rows{
        "INSERT INTO reviews (task_id, state, item_id) VALUES",
        "(?1, 'pending', #)",
        "ON CONFLICT (task_id, item_id) DO UPDATE SET state = 'pending', decided_by = NULL, "
        "decided_at = NULL",
        1,
        1};
    std::vector<std::int64_t> ids;
    ids.reserve(items.size());
    for (const auto& item : items)
        ids.push_back(item.id.value);
    insert_rows(tx, rows, ids, [&](SQLite::Statement& statement) {
        statement.bind(1, task.value);
    });
    // Counted, for one of them may have been waiting already.
    change(
        tx,
        R"sql(UPDATE tasks SET version = version + 1, open_reviews =
                (SELECT COUNT(*) FROM reviews r WHERE r.task_id = tasks.id AND r.state = 'pending')
            WHERE id = ?)sql",
        task
    );
}

std::optional<TaskRow> find_task(Tx& tx, policy::TaskId id) {
    Query rows(tx, task_columns + "WHERE id = ?", id);
    if (!rows.next()) return std::nullopt;
    return read_task(rows);
}

std::vector<TaskRow> tasks_of_request(Tx& tx, policy::RequestId request) {
    std::vector<TaskRow> tasks;
    Query rows(tx, task_columns + "WHERE request_id = ? ORDER BY id", request);
    while (rows.next())
        tasks.push_back(read_task(rows));
    return tasks;
}

std::vector<ItemRow> items_of_task(Tx& tx, policy::TaskId task, bool only_pending) {
    std::vector<ItemRow> items;
    const std::string which = only_pending ? "AND r.state = 'pending' " : "";
    Query rows(
        tx,
        item_select() + "JOIN reviews r ON r.item_id = i.id WHERE r.task_id = ? " + which +
            "ORDER BY n.name, c.resource, c.privilege, i.id",
        task
    );
    while (rows.next())
        items.push_back(read_item(rows));
    return items;
}

TaskPage open_tasks_of(Tx& tx, policy::EmployeeId assignee, int offset, int limit) {
    return open_tasks_of(tx, assignee, TaskFilter::all, {}, offset, limit);
}

TaskPage open_tasks_of(
    Tx& tx,
    policy::EmployeeId assignee,
    TaskFilter filter,
    policy::Instant now,
    int offset,
    int limit
) {
    const std::string which =
        R"sql(WHERE assignee_id = ? AND closed_at IS NULL
            AND (? = 'all' OR (? = 'reviews' AND kind = 'review') OR (? = 'manual' AND kind = 'manual')
                OR (? = 'overdue' AND due_at <= ? AND paused_at IS NULL)) )sql";
    const auto name = word(filter);
    TaskPage page;
    Query rows(
        tx,
        task_columns + which + "ORDER BY due_at, id LIMIT ? OFFSET ?",
        assignee,
        name,
        name,
        name,
        name,
        now,
        limit,
        offset
    );
    while (rows.next())
        page.rows.push_back(read_task(rows));
    page.total =
        first<std::int64_t>(
            tx, "SELECT COUNT(*) FROM tasks " + which, assignee, name, name, name, name, now
        )
            .value_or(0);
    return page;
}

bool decide_task(
    Tx& tx,
    policy::TaskId id,
    std::int64_t seen_version,
    policy::EmployeeId by,
    TaskOutcome outcome,
    const std::string& comment,
    policy::Instant now
) {
    const int closed = change(
        tx,
        R"sql(UPDATE tasks SET outcome = ?, closed_by = ?, closed_at = ?, open_reviews = 0, version = version + 1
            WHERE id = ? AND closed_at IS NULL AND assignee_id = ? AND version = ?)sql",
        word(outcome),
        by,
        now,
        id,
        by,
        seen_version
    );
    if (closed == 0) return false;
    change(
        tx,
        R"sql(UPDATE reviews SET state = ?, decided_by = ?, decided_at = ?, comment = ?
            WHERE task_id = ? AND state = 'pending')sql",
        word(outcome),
        by,
        now,
        comment,
        id
    );
    return true;
}

std::vector<TaskRow> successors_of(Tx& tx, policy::TaskId id) {
    std::vector<TaskRow> tasks;
    Query rows(tx, task_columns + "WHERE handed_from = ? ORDER BY id", id);
    while (rows.next())
        tasks.push_back(read_task(rows));
    return tasks;
}

}  // namespace store
