#include "store/questions.hpp"

#include "store/query.hpp"

namespace store {
namespace {

const std::string question_columns = R"sql(
    SELECT id, request_id, task_id, asked_by, asked_at, question, answered_by, answered_at, answer
    FROM questions )sql";

QuestionRow read_question(const Query& rows) {
    QuestionRow question;
    question.id = rows.get<QuestionId>(0);
    question.request = rows.get<policy::RequestId>(1);
    question.task = rows.get<policy::TaskId>(2);
    question.asked_by = rows.get<policy::EmployeeId>(3);
    question.asked_at = rows.get<policy::Instant>(4);
    question.question = rows.get<std::string>(5);
    question.answered_by = rows.get<std::optional<policy::EmployeeId>>(6);
    question.answered_at = rows.get<std::optional<policy::Instant>>(7);
    question.answer = rows.get<std::string>(8);
    return question;
}

}  // namespace

QuestionId ask_question(Tx& tx, const QuestionRow& question) {
    const auto id = insert<QuestionId>(
        tx,
        R"sql(INSERT INTO questions (request_id, task_id, asked_by, asked_at, question)
            VALUES (?, ?, ?, ?, ?) RETURNING id)sql",
        question.request,
        question.task,
        question.asked_by,
        question.asked_at,
        question.question
    );
    change(
        tx,
        "UPDATE tasks SET paused_at = ? WHERE id = ? AND closed_at IS NULL AND paused_at IS NULL",
        question.asked_at,
        question.task
    );
    return id;
}

bool answer_question(
    Tx& tx,
    QuestionId id,
    policy::EmployeeId by,
    const std::string& answer,
    std::optional<policy::Instant> latest,
    policy::Instant now
) {
    const int answered = change(
        tx,
        R"sql(UPDATE questions SET answered_by = ?, answered_at = ?, answer = ?
            WHERE id = ? AND answered_at IS NULL)sql",
        by,
        now,
        answer,
        id
    );
    if (answered == 0) return false;
    change(
        tx,
        R"sql(UPDATE tasks SET
                due_at = CASE WHEN due_at + (? - paused_at) > ? THEN ? ELSE due_at + (? - paused_at) END,
                paused_at = NULL
            WHERE id = (SELECT task_id FROM questions WHERE id = ?)
                AND closed_at IS NULL AND paused_at IS NOT NULL)sql",
        now,
        latest.value_or(policy::instant(std::int64_t{1} << 40)),
        latest.value_or(policy::instant(std::int64_t{1} << 40)),
        now,
        id
    );
    return true;
}

std::optional<QuestionRow> find_question(Tx& tx, QuestionId id) {
    Query rows(tx, question_columns + "WHERE id = ?", id);
    if (!rows.next()) return std::nullopt;
    return read_question(rows);
}

std::vector<QuestionRow> questions_of(Tx& tx, policy::RequestId request) {
    std::vector<QuestionRow> questions;
    Query rows(tx, question_columns + "WHERE request_id = ? ORDER BY id", request);
    while (rows.next())
        questions.push_back(read_question(rows));
    return questions;
}

}  // namespace store
