// Page 1 of the request form: for whom, like whom, and which access grants. Everything that is
// offered can be reached, whatever the number: the pager never cuts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
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

// How rows fall on pages: indices into the arranged rows.
struct OfferPage {
    std::size_t first = 0;
    std::size_t last = 0;  // one behind
};

inline constexpr std::size_t rows_per_page = 40;

// The order in which the form shows rows: by application as given (first seen first), the
// privileged ones behind all others.
std::vector<OfferRow> arranged(std::vector<OfferRow> rows);
// Pages of arranged rows: at least one (maybe empty), each row on exactly one.
std::vector<OfferPage> offer_pages(const std::vector<OfferRow>& arranged_rows);
// The connections whose boxes stand on a page: what `policy::tick_page` calls shown. Empty for a
// page that is not there.
std::vector<policy::ConnectionId> shown_on(
    const std::vector<OfferRow>& arranged_rows, std::size_t page
);

// Somebody in a search list: value is the employee's id, text the name, detail e-mail or title.
struct PersonChoice {
    policy::EmployeeId employee;
    std::string name;
    std::string detail = {};
};
Option person_option(const PersonChoice& person);

struct RequestForm {
    std::string key;           // private_metadata: the draft
    std::uint64_t render = 0;  // counts renders: in the block ids, so that a re-render resets
    std::optional<Markdown> notice = {};
    PersonChoice beneficiary = {};
    std::optional<PersonChoice> reference = {};  // like whom
    bool all_ticked = false;
    std::vector<OfferRow> rows = {};  // all pages, in any order; empty: no difference
    std::size_t page = 0;             // the last one if behind it
};
View request_form(const RequestForm& model);

// Block ids of inputs, for `errors` and `state`. The first three keep their value over renders.
BlockId beneficiary_block();
BlockId access_like_block();
BlockId person_block();
BlockId select_all_block(std::uint64_t render);
// True for a block of grants' boxes of that render; its action_id is ids::grants.
bool is_grants_block(std::string_view block_id, std::uint64_t render);
// The one option of the Select all box.
inline constexpr std::string_view select_all_value = "all";
inline constexpr std::string_view access_like_person = "person";

}  // namespace blocks
