// What a reviewer asked the requester, and the answer. While a question of a task waits, the task's
// clock stands.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace store {

using QuestionId = policy::Id<struct QuestionTag>;

struct QuestionRow {
    QuestionId id;
    policy::RequestId request;
    policy::TaskId task;
    policy::EmployeeId asked_by;
    policy::Instant asked_at;
    std::string question;
    std::optional<policy::EmployeeId> answered_by;
    std::optional<policy::Instant> answered_at;
    std::string answer;
};

// Asks, and stops the clock of the task.
QuestionId ask_question(Tx& tx, const QuestionRow& question);
// Answers, and lets the task's clock go on: its due date moves by the time it stood, but not beyond
// `latest`. False if it was answered before.
bool answer_question(
    Tx& tx,
    QuestionId id,
    policy::EmployeeId by,
    const std::string& answer,
    std::optional<policy::Instant> latest,
    policy::Instant now
);

std::optional<QuestionRow> find_question(Tx& tx, QuestionId id);
// Of a request, the oldest first.
std::vector<QuestionRow> questions_of(Tx& tx, policy::RequestId request);

}  // namespace store
