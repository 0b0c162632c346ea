// A row of radio buttons for each access grant; a page holds few, so that Slack's limits are far.
#include "blocks/item_review.hpp"

#include <algorithm>

#include "blocks/card_parts.hpp"
#include "blocks/comment_form.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

constexpr std::string_view item_prefix = "item:";
constexpr int longest_comment = 1000;

std::vector<Option> choices() {
    return {
        {"Approve", std::string{choice_approve}},
        {"Deny", std::string{choice_deny}},
        {"Decide later", std::string{choice_later}}};
}

std::string_view chosen(const ReviewItem& item) {
    if (!item.approve) return choice_later;
    return *item.approve ? choice_approve : choice_deny;
}

Block row(const ReviewItem& item) {
    // Said in the label too: a screen reader reads the field alone.
    const auto privileged = item.grant.privileged ? Plain{" (privileged)"} : Plain{};
    return input(
        item_block(item.key),
        plain(short_name(item.grant), privileged.text()),
        radio_buttons(ids::item_choice, choices(), chosen(item)),
        {.optional = true}
    );
}

Markdown totals(const ItemReview& model, std::size_t page, std::size_t pages) {
    const auto marked = [&](bool approve) {
        return std::count_if(model.items.begin(), model.items.end(), [&](const auto& item) {
            return item.approve == approve;
        });
    };
    const auto waiting = static_cast<std::int64_t>(model.items.size());
    auto text = md(count(waiting, "access grant waits", "access grants wait"));
    if (pages > 1) text = md(page_text(page, pages), " · ", text);
    if (const auto n = marked(true); n > 0) text = md(text, ", ", number(n), " marked to approve");
    if (const auto n = marked(false); n > 0) text = md(text, ", ", number(n), " marked to deny");
    if (model.approved > 0) text = md(text, " · ", number(model.approved), " approved before");
    if (model.denied > 0) text = md(text, " · ", number(model.denied), " denied before");
    return text;
}

std::vector<GrantName> grants_of(const ItemReview& model) {
    std::vector<GrantName> grants;
    for (const auto& item : model.items)
        grants.push_back(item.grant);
    return grants;
}

}  // namespace

std::string item_block(const std::string& item_key) {
    return std::string{item_prefix} + item_key;
}

std::optional<std::string> item_of_block(std::string_view block_id) {
    if (!block_id.starts_with(item_prefix)) return std::nullopt;
    return std::string{block_id.substr(item_prefix.size())};
}

BlockId others_block() {
    return ids::others_choice;
}

std::size_t item_review_pages(const ItemReview& model) {
    return pages_for(model.items.size(), item_review_rows);
}

View item_review(const ItemReview& model) {
    const auto pages = item_review_pages(model);
    const auto page = std::min(model.page, pages - 1);
    std::vector<Block> blocks{
        section(
            asks_sentence(model.requester, model.beneficiary, grants_of(model), model.action), "."
        ),
        context(totals(model, page, pages))};
    const auto last = std::min((page + 1) * item_review_rows, model.items.size());
    for (auto at = page * item_review_rows; at < last; ++at)
        blocks.push_back(row(model.items[at]));
    add(blocks,
        pager_blocks({
            .block_id = "pages",
            .page = page,
            .pages = pages,
            .previous_action = ids::page_previous,
            .next_action = ids::page_next,
            .previous_value = std::to_string(page - 1),
            .next_value = std::to_string(page + 1),
        }));
    blocks.push_back(divider());
    blocks.push_back(input(
        others_block(),
        "Everything not marked",
        radio_buttons(ids::others_choice, choices(), choice_later),
        {.hint = "On all pages.", .optional = true}
    ));
    blocks.push_back(input(
        comment_block(),
        "Comment",
        plain_text_input(ids::comment, {.multiline = true, .max_length = longest_comment}),
        {.hint =
             model.needs_comment
                 ? Plain{"The policy asks for one with an approval; denials need one, too. With "
                         "a denial the requester and the person who would get the access read "
                         "it."}
                 : Plain{"Needed for denials. The requester and the person who would get the "
                         "access read it."},
         .optional = true}
    ));
    return modal(
        ids::item_review,
        "Review items",
        blocks,
        {.private_metadata = model.key, .submit = "Decide", .close = "Cancel"}
    );
}

}  // namespace blocks
