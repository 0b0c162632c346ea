// Review items: a task decided one by one, page by page, with a word on all that is not marked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

// An item that waits, and what the reviewer has marked: true approves.
struct ReviewItem {
    std::string key;  // of the item
    GrantName grant;
    std::optional<bool> approve = {};
};

inline constexpr std::size_t item_review_rows = 25;

struct ItemReview {
    std::string key;  // private_metadata: the task
    Person requester = {};
    Person beneficiary = {};
    policy::Action action = policy::Action::grant;
    std::vector<ReviewItem> items = {};  // all that wait; the view pages them
    std::int64_t approved = 0;           // of the task, earlier
    std::int64_t denied = 0;
    std::size_t page = 0;
    bool needs_comment = false;  // the policy wants a word with an approval
};
View item_review(const ItemReview& model);
std::size_t item_review_pages(const ItemReview& model);

// The block of an item's radio buttons (action ids::item_choice), and back; nothing for another
// block.
std::string item_block(const std::string& item_key);
std::optional<std::string> item_of_block(std::string_view block_id);
// What happens to everything that is not marked; block and action share the name.
BlockId others_block();

// Values of the radio buttons.
inline constexpr std::string_view choice_approve = "approve";
inline constexpr std::string_view choice_deny = "deny";
inline constexpr std::string_view choice_later = "later";

}  // namespace blocks
