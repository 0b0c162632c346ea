// Page 1 of the request form as its view shows it, from the draft; and the search lists of both
// pages.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blocks/request_details.hpp"
#include "blocks/request_form.hpp"
#include "bot/workflow/act.hpp"
#include "store/catalogue.hpp"
#include "store/drafts.hpp"

namespace bot::models {

// Everything but the notice, with the page of the list that the draft is at.
blocks::RequestForm request_form(const workflow::Act& act, const store::DraftRow& draft);

// On which page of the chosen ones a grant stands.
int page_of(
    const workflow::Act& act, const store::DraftRow& draft, policy::ConnectionId connection
);

// A title as the value of an option, and back; nothing if nobody has it any more.
std::string title_key(const std::string& title);
std::optional<store::TitleCount> find_title(store::Tx& tx, std::string_view key);

blocks::PurposeChoice purpose_choice(const policy::Purpose& purpose);
// The purposes that the draft may ask for and that the query fits.
std::vector<blocks::Option> purpose_options(
    store::Tx& tx,
    const store::DraftRow& draft,
    std::string_view query,
    const workflow::FlowRules& rules
);

// The accounts that may get an application's grants and that the query fits, one more than Slack
// takes if there is more.
std::vector<blocks::Option> account_options(
    store::Tx& tx,
    const store::DraftRow& draft,
    policy::IntegrationId integration,
    std::string_view query,
    const workflow::FlowRules& rules
);

// What the search lists of page 1 find, one more than Slack takes if there is more.
std::vector<blocks::Option> title_options(store::Tx& tx, std::string_view query);
std::vector<blocks::Option> application_options(store::Tx& tx, std::string_view query);
std::vector<blocks::Option> grant_options(
    store::Tx& tx, const store::DraftRow& draft, std::string_view query
);

}  // namespace bot::models
