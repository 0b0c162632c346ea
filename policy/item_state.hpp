// The life of one item of a request: its states, what may follow what, and the words for them.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace policy {

// product.md section 5. `granted`, `failed`, `denied`, `expired`, `withdrawn` and `revoked` end the
// item.
enum class ItemState {
    pending,
    approved,
    granting,
    granted,
    failed,
    denied,
    expired,
    withdrawn,
    revoking,
    revoked
};

inline constexpr std::array all_item_states{
    ItemState::pending,
    ItemState::approved,
    ItemState::granting,
    ItemState::granted,
    ItemState::failed,
    ItemState::denied,
    ItemState::expired,
    ItemState::withdrawn,
    ItemState::revoking,
    ItemState::revoked};

// The word in columns and messages ("pending" …), and back. An unknown word is nothing.
std::string_view word(ItemState state);
std::optional<ItemState> item_state(std::string_view word);

// True while somebody still has to act: the request stays open.
bool is_open(ItemState state);

// True if an item may go from one state to the other. A failed item may be tried again; what was
// revoked is granted again where a purpose is started again; what is still to be removed stays
// granted where it was extended before.
bool may_follow(ItemState from, ItemState to);

}  // namespace policy
