// Page 1 of the request form: for whom, like whom or what, and which access grants.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"
#include "blocks/offer_list.hpp"
#include "policy/model.hpp"

namespace blocks {

// Somebody in a search list: value is the employee's id, text the name, detail e-mail or title.
struct PersonChoice {
    policy::EmployeeId employee;
    std::string name;
    std::string detail = {};
};
Option person_option(const PersonChoice& person);

// A job title in a search list, found again by its key.
struct TitleChoice {
    std::string key;
    std::string title;
    std::int64_t holders = 0;  // active
};
Option title_option(const TitleChoice& title);

// An application in the list to browse.
struct ApplicationChoice {
    policy::IntegrationId integration;
    std::string name;
};
Option application_option(const ApplicationChoice& application);

// A grant in the results of a search: "payments-api · write", the application below.
struct GrantChoice {
    policy::ConnectionId connection;
    GrantName grant;
    bool pending = false;
};
Option grant_option(const GrantChoice& choice);

// "held by 8 of 9".
std::string held_by(std::int64_t holders, std::int64_t of);

struct RequestForm {
    std::string key;           // private_metadata: the draft
    std::uint64_t render = 0;  // counts renders: in the block ids, so that a re-render resets
    std::optional<Markdown> notice = {};
    PersonChoice beneficiary = {};
    policy::AccessLike like = policy::AccessLike::person;
    std::optional<PersonChoice> reference = {};         // like which person
    std::optional<TitleChoice> title = {};              // like the holders of which title
    double title_share = 0.5;                           // that have what counts as the title's
    policy::Action action = policy::Action::grant;      // of Custom
    std::optional<ApplicationChoice> application = {};  // Custom grant: browsed; none: the chosen
    std::int64_t has = 0;  // what the reference, title or application has, before all else
    std::int64_t chosen_in_all = 0;  // Custom grant: chosen in all applications
    std::int64_t dropped = 0;        // chosen before, and not to be had any more
    bool all_ticked = false;
    OfferList list = {};
};
View request_form(const RequestForm& model);

// Block ids of inputs, for `errors` and `state`. Those without a render keep their value over
// renders.
BlockId beneficiary_block();
BlockId access_like_block();
BlockId person_block();
BlockId title_block();
BlockId custom_action_block();
BlockId select_all_block(std::uint64_t render);
BlockId find_access_block(std::uint64_t render);
BlockId browse_block(std::uint64_t render);
// The one option of the Select all box.
inline constexpr std::string_view select_all_value = "all";

}  // namespace blocks
