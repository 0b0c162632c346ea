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
        }
        all.back().items.push_back(grant_name(item));
        const bool asked = store::extension_pending(tx, item);
        all.back().extension_asked = all.back().extension_asked && asked;
    }
    return all;
}

}  // namespace bot::models
