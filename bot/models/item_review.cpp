#include "bot/models/item_review.hpp"

#include "bot/models/people.hpp"
#include "bot/workflow/decide.hpp"
#include "store/requests.hpp"
#include "store/reviews.hpp"

namespace bot::models {

blocks::ItemReview item_review(store::Tx& tx, const store::TaskRow& task, std::size_t page) {
    const auto request = store::find_request(tx, task.request).value();
    const auto choices = store::review_choices(tx, task.id);
    const auto counts = store::review_counts(tx, task.id);
    blocks::ItemReview model;
    model.key = key_of(task.id, task.version);
    model.requester = person(tx, request.requester, task.assignee);
    model.beneficiary = person(tx, request.beneficiary, task.assignee);
    model.action = request.action;
    model.needs_comment =
        workflow::needs_comment(tx, task.level, store::items_of_task(tx, task.id, true));
    for (const auto& item : store::items_of_task(tx, task.id, true)) {
        blocks::ReviewItem row{std::to_string(item.id.value), grant_name(item)};
        if (const auto chosen = choices.find(item.id); chosen != choices.end())
            row.approve = chosen->second;
        model.items.push_back(std::move(row));
    }
    model.approved = counts.approved;
    model.denied = counts.denied;
    model.page = page;
    return model;
}

}  // namespace bot::models
