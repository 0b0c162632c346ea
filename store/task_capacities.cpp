#include "store/task_capacities.hpp"

#include <algorithm>
#include <map>

#include "store/query.hpp"

namespace store {

void add_reviews_as(
    Tx& tx, policy::TaskId task, const std::vector<ItemRow>& items, policy::ReviewerKind as
) {
    add_reviews(tx, task, items);
    // In most tasks it is the one of all of them.
    if (find_task(tx, task).value().capacity == as) return;
    for (const auto& item : items) {
        change(
            tx,
            "UPDATE reviews SET capacity = ? WHERE task_id = ? AND item_id = ?",
            policy::word(as),
            task,
            item.id
        );
    }
}

void add_reviews_of(
    Tx& tx, policy::TaskId task, const std::vector<ItemRow>& items, policy::TaskId before
) {
    add_reviews(tx, task, items);
    change(
        tx,
        R"sql(UPDATE reviews SET capacity = COALESCE((SELECT b.capacity FROM reviews b
                WHERE b.task_id = ? AND b.item_id = reviews.item_id), '')
            WHERE task_id = ?)sql",
        before,
        task
    );
}

std::vector<TaskCapacity> capacities_of(
    Tx& tx, const TaskRow& task, const std::vector<ItemRow>& items
) {
    std::map<policy::ItemId, policy::ReviewerKind> by_item;
    Query rows(
        tx, "SELECT item_id, capacity FROM reviews WHERE task_id = ? AND capacity <> ''", task.id
    );
    while (rows.next()) {
        const auto as = policy::reviewer_kind(rows.get<std::string>(1)).value();
        by_item[rows.get<policy::ItemId>(0)] = as;
    }
    std::vector<TaskCapacity> all;
    for (const auto& item : items) {
        const auto own = by_item.find(item.id);
        const auto as = own == by_item.end() ? task.capacity : own->second;
        auto known = std::find_if(all.begin(), all.end(), [&](const TaskCapacity& one) {
            return one.as == as;
        });
        if (known == all.end()) known = all.insert(all.end(), TaskCapacity{as, {}});
        known->items.push_back(item);
    }
    return all;
}

std::string capacity_words(Tx& tx, const TaskRow& task, const std::vector<ItemRow>& items) {
    std::string words;
    for (const auto& one : capacities_of(tx, task, items))
        words += (words.empty() ? "" : ", ") + std::string(policy::word(one.as));
    return words.empty() ? std::string(policy::word(task.capacity)) : words;
}

}  // namespace store
