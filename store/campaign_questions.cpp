#include "store/campaign_questions.hpp"

#include "store/query.hpp"

namespace store {
namespace {

const std::string columns =
    "SELECT id, item_id, task_id, asked_of, asked_at, question, answered_at, answer FROM "
    "campaign_questions ";

CampaignQuestionRow read_row(const Query& rows) {
    CampaignQuestionRow row;
    row.id = rows.get<CampaignQuestionId>(0);
    row.item = rows.get<policy::CampaignItemId>(1);
    row.task = rows.get<policy::CampaignTaskId>(2);
    row.asked_of = rows.get<policy::EmployeeId>(3);
    row.asked_at = rows.get<policy::Instant>(4);
    row.question = rows.get<std::string>(5);
    row.answered_at = rows.get<std::optional<policy::Instant>>(6);
    row.answer = rows.get<std::string>(7);
    return row;
}

}  // namespace

CampaignQuestionId ask_campaign_question(Tx& tx, const CampaignQuestionRow& question) {
    return insert<CampaignQuestionId>(
        tx,
        "INSERT INTO campaign_questions (item_id, task_id, asked_of, asked_at, question) VALUES "
        "(?, ?, ?, ?, ?) RETURNING id",
        question.item,
        question.task,
        question.asked_of,
        question.asked_at,
        question.question
    );
}

std::optional<CampaignQuestionRow> find_campaign_question(Tx& tx, CampaignQuestionId id) {
    Query rows(tx, columns + "WHERE id = ?", id);
    if (!rows.next()) return std::nullopt;
    return read_row(rows);
}

std::vector<CampaignQuestionRow> questions_about(Tx& tx, policy::CampaignItemId item) {
    std::vector<CampaignQuestionRow> all;
    Query rows(tx, columns + "WHERE item_id = ? ORDER BY id", item);
    while (rows.next())
        all.push_back(read_row(rows));
    return all;
}

CampaignQuestionCounts question_counts(Tx& tx, policy::CampaignTaskId task) {
    Query rows(
        tx,
        R"sql(SELECT COUNT(*) - COUNT(q.answered_at), COUNT(q.answered_at) FROM campaign_questions q
            JOIN campaign_reviews r ON r.task_id = ? AND r.item_id = q.item_id AND r.verdict <> 3
            WHERE q.task_id = ? OR q.task_id IN (SELECT from_task FROM campaign_moves WHERE to_task = ?))sql",
        task,
        task,
        task
    );
    rows.next();
    return {rows.get<std::int64_t>(0), rows.get<std::int64_t>(1)};
}

bool answer_campaign_question(
    Tx& tx, CampaignQuestionId id, const std::string& answer, policy::Instant now
) {
    return change(
               tx,
               "UPDATE campaign_questions SET answer = ?, answered_at = ? WHERE id = ? AND "
               "answered_at IS NULL",
               answer,
               now,
               id
           ) == 1;
}

}  // namespace store
