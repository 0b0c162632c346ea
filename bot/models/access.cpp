#include "bot/models/access.hpp"

#include "bot/models/people.hpp"
#include "store/endings.hpp"

namespace bot::models {

std::vector<blocks::EndingAccess> ending_access(
    store::Tx& tx, const std::vector<store::ItemRow>& items
) {
    std::vector<blocks::EndingAccess> all;
    for (const auto& item : items) {
        const auto key = key_of(item.request);
        if (all.empty() || all.back().key != key || all.back().ends != *item.ends) {
            all.push_back({key, {}, *item.ends, true});
            const auto request = store::find_request(tx, item.request);
            if (request && request->purpose) all.back().purpose = request->purpose->name;
        }
        all.back().items.push_back(grant_name(item));
        const bool asked = store::extension_pending(tx, item);
        all.back().extension_asked = all.back().extension_asked && asked;
    }
    return all;
}

blocks::AssignedPurpose assigned_purpose(const workflow::PurposeHeld& held) {
    blocks::AssignedPurpose model;
    model.key = key_of(held.request.id);
    model.purpose = purpose_of(held.request).value();
    for (const auto& item : held.items) {
        // What ended with it was part of it.
        const bool ended_before = item.state == policy::ItemState::expired &&
                                  held.standing != policy::PurposeStanding::over;
        const bool never = ended_before || item.state == policy::ItemState::denied ||
                           item.state == policy::ItemState::withdrawn;
        if (!never) model.items.push_back(grant_name(item));
    }
    model.standing = held.standing;
    model.until = held.request.purpose->until;
    model.active = held.active;
    model.start_by = held.start_by;
    return model;
}

}  // namespace bot::models
