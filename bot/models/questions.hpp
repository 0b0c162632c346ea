// Questions of reviewers and their answers, from the rows.
#pragma once

#include <vector>

#include "blocks/question.hpp"
#include "blocks/review_card.hpp"
#include "store/questions.hpp"
#include "store/requests.hpp"

namespace bot::models {

// As its requester reads it.
blocks::Question question(store::Tx& tx, const store::QuestionRow& row);

// What was asked about a request, for the card of `reader`.
std::vector<blocks::CardQuestion> questions_of(
    store::Tx& tx, policy::RequestId request, policy::EmployeeId reader
);

}  // namespace bot::models
