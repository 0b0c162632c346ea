#include "bot/models/questions.hpp"

#include <algorithm>

#include "bot/models/people.hpp"
#include "store/tasks.hpp"

namespace bot::models {

blocks::Question question(store::Tx& tx, const store::QuestionRow& row) {
    const auto request = store::find_request(tx, row.request).value();
    const auto items = store::items_of_request(tx, row.request);
    blocks::Question model;
    model.key = std::to_string(row.id.value);
    model.request_key = key_of(row.request);
    model.by = person(tx, row.asked_by, request.requester);
    model.beneficiary = person(tx, request.beneficiary, request.requester);
    // What the one who asks has to decide; what that was, once it is decided.
    auto asked_about = store::items_of_task(tx, row.task, true);
    if (asked_about.empty()) asked_about = store::items_of_task(tx, row.task, false);
    model.items = grant_names(asked_about);
    model.question = row.question;
    model.answer = row.answer;
    model.asked = row.asked_at;
    model.open = std::any_of(items.begin(), items.end(), [](const store::ItemRow& item) {
        return item.state == policy::ItemState::pending;
    });
    return model;
}

std::vector<blocks::CardQuestion> questions_of(
    store::Tx& tx, policy::RequestId request, policy::EmployeeId reader
) {
    std::vector<blocks::CardQuestion> shown;
    for (const auto& row : store::questions_of(tx, request)) {
        blocks::CardQuestion one;
        one.by = person(tx, row.asked_by, reader);
        one.question = row.question;
        if (row.answered_by) one.answered_by = person(tx, *row.answered_by, reader);
        one.answer = row.answer;
        shown.push_back(std::move(one));
    }
    return shown;
}

}  // namespace bot::models
