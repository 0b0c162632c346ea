#include "policy/item_state.hpp"

namespace policy {

std::string_view word(ItemState state) {
    switch (state) {
        case ItemState::pending:
            return "pending";
        case ItemState::approved:
            return "approved";
        case ItemState::granting:
            return "granting";
        case ItemState::granted:
            return "granted";
        case ItemState::failed:
            return "failed";
        case ItemState::denied:
            return "denied";
        case ItemState::expired:
            return "expired";
        case ItemState::withdrawn:
            return "withdrawn";
        case ItemState::revoking:
            return "revoking";
        case ItemState::revoked:
            return "revoked";
    }
    return "";
}

std::optional<ItemState> item_state(std::string_view text) {
    for (const auto state : all_item_states) {
        if (word(state) == text) return state;
    }
    return std::nullopt;
}

bool is_open(ItemState state) {
    return state == ItemState::pending || state == ItemState::approved ||
           state == ItemState::granting || state == ItemState::revoking;
}

bool may_follow(ItemState from, ItemState to) {
    switch (from) {
        case ItemState::pending:
            return to == ItemState::approved || to == ItemState::denied ||
                   to == ItemState::expired || to == ItemState::withdrawn;
        case ItemState::approved:
            return to == ItemState::granting || to == ItemState::revoking ||
                   to == ItemState::withdrawn || to == ItemState::expired;
        case ItemState::granting:
            return to == ItemState::granted || to == ItemState::failed || to == ItemState::expired;
        case ItemState::failed:
            return to == ItemState::granting || to == ItemState::revoking;
        case ItemState::granted:
            return to == ItemState::revoking;
        case ItemState::revoking:
            return to == ItemState::revoked || to == ItemState::failed || to == ItemState::granted;
        case ItemState::revoked:
            return to == ItemState::granting;
        case ItemState::denied:
        case ItemState::expired:
        case ItemState::withdrawn:
            return false;
    }
    return false;
}

}  // namespace policy
