// The access grants that page 1 of the request form shows, a page at a time. Every row stands on
// exactly one page, whatever their number: the pager never cuts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

// A row that the form offers. `pending` ones are asked for already: shown, not selectable.
struct OfferRow {
    policy::ConnectionId connection;
    GrantName grant;
    std::string description = {};
    bool chosen = false;
    bool pending = false;
};

inline constexpr std::size_t rows_per_page = 40;

// One page of rows, and what is said of all pages.
struct OfferList {
    std::vector<OfferRow> rows = {};  // of this page, in their order
    bool continued = false;           // the first row goes on with the page before
    std::size_t page = 0;
    std::size_t pages = 1;
    std::int64_t offered = 0;     // boxes on all pages
    std::int64_t chosen = 0;      // of them
    std::int64_t pending = 0;     // rows without a box, on all pages
    bool for_select_all = false;  // any that Select all takes, on any page
    std::int64_t left_out = 0;    // not on any page, because they cannot be requested

    bool empty() const { return offered + pending == 0; }
};

// The order in which the form shows rows: by application as given (first seen first), the
// privileged ones behind all others.
std::vector<OfferRow> arranged(std::vector<OfferRow> rows);

// A page of all rows, in any order; a page behind the last is the last.
OfferList offer_list(std::vector<OfferRow> rows, std::size_t page);

// "payments-api · write", as short as an option's text must be.
std::string option_text(const GrantName& grant);

// The connections whose boxes stand on the page: what `policy::tick_page` calls shown.
std::vector<policy::ConnectionId> shown_on(const OfferList& list);

// The page as blocks: boxes by application, the privileged ones under a header of their own.
std::vector<Block> offer_blocks(const OfferList& list, std::uint64_t render);

// How many boxes of the page were ticked when it was drawn.
std::int64_t chosen_here(const OfferList& list);

// "Page 2 of 5 · 120 access grants, 1 already requested · 3 chosen on other pages". Of the page
// itself the boxes say what is chosen: they are ticked without being drawn anew.
Markdown offer_totals(const OfferList& list);

// True for a block of boxes of that render; its action_id is ids::grants.
bool is_grants_block(std::string_view block_id, std::uint64_t render);

}  // namespace blocks
