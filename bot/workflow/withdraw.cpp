#include "bot/workflow/withdraw.hpp"

#include "bot/workflow/tell.hpp"
#include "store/requests.hpp"
#include "store/tasks.hpp"

namespace bot::workflow {

WithdrawOutcome withdraw(const Act& act, policy::RequestId id) {
    const auto request = store::find_request(act.tx, id);
    if (!request || request->requester != act.by) return WithdrawOutcome::not_yours;
    std::vector<store::ItemRow> ended;
    for (const auto& item : store::items_of_request(act.tx, id)) {
        if (item.state != policy::ItemState::pending) continue;
        if (!store::move_item(act.tx, item, policy::ItemState::withdrawn, act.by, "", act.now()))
            continue;
        store::release_item(act.tx, item.id, 0, store::TaskOutcome::withdrawn, act.by, act.now());
        ended.push_back(item);
    }
    if (ended.empty()) return WithdrawOutcome::nothing_pending;
    audit(
        act,
        "items.withdrawn",
        id,
        {{"items", id_list(ended)}, {"before", "pending"}, {"after", "withdrawn"}}
    );
    tell_changed(act, *request);
    return WithdrawOutcome::withdrawn;
}

}  // namespace bot::workflow
