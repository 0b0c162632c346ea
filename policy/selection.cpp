#include "policy/selection.hpp"

namespace policy {

Selection tick_all(Selection selection, bool ticked, const std::vector<Offer>& offers) {
    selection.all = ticked;
    selection.left_out.clear();
    for (const auto& offer : offers) {
        if (!offer.privileged) selection.chosen.erase(offer.connection);
    }
    return selection;
}

Selection tick_page(
    Selection selection,
    const std::vector<ConnectionId>& shown,
    const std::set<ConnectionId>& ticked
) {
    for (const auto connection : shown) {
        if (ticked.contains(connection)) {
            selection.chosen.insert(connection);
            selection.left_out.erase(connection);
        } else {
            selection.chosen.erase(connection);
            if (selection.all) selection.left_out.insert(connection);
        }
    }
    return selection;
}

bool is_chosen(const Selection& selection, const Offer& offer) {
    if (selection.chosen.contains(offer.connection)) return true;
    return selection.all && !offer.privileged && !selection.left_out.contains(offer.connection);
}

std::vector<ConnectionId> chosen_of(const Selection& selection, const std::vector<Offer>& offers) {
    std::vector<ConnectionId> chosen;
    for (const auto& offer : offers) {
        if (is_chosen(selection, offer)) chosen.push_back(offer.connection);
    }
    return chosen;
}

}  // namespace policy
