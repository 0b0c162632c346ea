#include "bot/models/offers.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "blocks/request_details.hpp"
#include "blocks/search_answer.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/offers.hpp"
#include "policy/word_index.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"
#include "store/offers.hpp"

namespace bot::models {
namespace {

using policy::AccessLike;

constexpr int most_options = static_cast<int>(blocks::most_found);
constexpr auto rows_per_page = static_cast<std::int64_t>(blocks::rows_per_page);

// Longest text that is its own key; Slack takes no longer values.
constexpr std::size_t longest_key = 70;

blocks::OfferRow row_of(const store::DraftRow& draft, const workflow::OfferedGrant& grant) {
    blocks::OfferRow row;
    row.connection = grant.connection.id;
    row.grant = grant_name(grant.connection);
    row.pending = grant.pending;
    row.chosen =
        !grant.pending &&
        policy::is_chosen(draft.selection, {grant.connection.id, grant.connection.privileged});
    return row;
}

std::vector<blocks::OfferRow> rows_of(
    const store::DraftRow& draft, const workflow::Offered& offered
) {
    std::vector<blocks::OfferRow> rows;
    rows.reserve(offered.grants.size());
    for (const auto& grant : offered.grants) {
        rows.push_back(row_of(draft, grant));
        if (draft.like == AccessLike::title)
            rows.back().description = blocks::held_by(grant.holders, offered.title_holders);
    }
    return rows;
}

// One page of an application's part of the catalogue. The store sorts and counts: the rest of it is
// never read.
blocks::OfferList catalogue_list(
    const store::DraftRow& draft, const workflow::CataloguePage& found
) {
    blocks::OfferList list;
    for (const auto& grant : found.grants)
        list.rows.push_back(row_of(draft, grant));
    list.continued = found.continued;
    list.page = static_cast<std::size_t>(found.page);
    list.pages = static_cast<std::size_t>(found.pages);
    list.offered = found.total - found.pending;
    list.pending = found.pending;
    return list;
}

// Whether the application makes an account for whoever has none.
bool makes_accounts(store::Tx& tx, policy::IntegrationId id, const workflow::FlowRules& rules) {
    const auto integration = store::find_integration(tx, id);
    if (!integration) return false;
    const auto application = rules.applications.find(store::lower(integration->name));
    return application != rules.applications.end() && application->second.create_identities;
}

void fill_reference(store::Tx& tx, const store::DraftRow& draft, blocks::RequestForm& form) {
    if (draft.reference) {
        if (const auto employee = store::find_employee(tx, *draft.reference))
            form.reference = person_choice(*employee);
    }
    if (!draft.title.empty()) {
        const auto found = store::find_title(tx, draft.title);
        form.title =
            blocks::TitleChoice{title_key(draft.title), draft.title, found ? found->holders : 0};
    }
    if (draft.application) {
        if (const auto integration = store::find_integration(tx, *draft.application))
            form.application = blocks::ApplicationChoice{integration->id, integration->name};
    }
}

}  // namespace

blocks::RequestForm request_form(const workflow::Act& act, const store::DraftRow& draft) {
    blocks::RequestForm form;
    form.key = key_of(draft.id);
    form.render = static_cast<std::uint64_t>(draft.render);
    form.beneficiary = person_choice(store::find_employee(act.tx, draft.beneficiary).value());
    form.like = draft.like;
    form.action = draft.action;
    form.title_share = act.rules.title_share;
    form.all_ticked = draft.selection.all;
    fill_reference(act.tx, draft, form);
    const auto page = std::max(draft.page, 0);
    const auto offered = workflow::offered(act.tx, draft, act.rules);
    form.has = offered.has;
    form.dropped = offered.dropped;
    form.list = blocks::offer_list(rows_of(draft, offered), static_cast<std::size_t>(page));
    form.list.left_out = offered.left_out;
    if (!workflow::chosen_from_catalogue(draft)) return form;
    form.chosen_in_all = form.list.chosen;
    form.list.left_out = 0;
    if (!form.application) return form;
    const auto found = workflow::catalogue_page(act.tx, draft, page, rows_per_page);
    form.has = found.has;
    form.list = catalogue_list(draft, found);
    return form;
}

int page_of(
    const workflow::Act& act, const store::DraftRow& draft, policy::ConnectionId connection
) {
    const auto rows = blocks::arranged(rows_of(draft, workflow::offered(act.tx, draft, act.rules)));
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const blocks::OfferRow& one) {
        return one.connection == connection;
    });
    return static_cast<int>((row - rows.begin()) / rows_per_page);
}

std::string title_key(const std::string& title) {
    if (title.size() <= longest_key) return title;
    // FNV-1a: short, and the same in every process.
    std::uint64_t digest = 14695981039346656037U;
    for (const unsigned char byte : title)
        digest = (digest ^ byte) * 1099511628211U;
    return "#" + std::to_string(digest);
}

std::optional<store::TitleCount> find_title(store::Tx& tx, std::string_view key) {
    auto found = store::find_title(tx, key);
    if (found || !key.starts_with('#')) return found;
    for (auto& title : store::search_titles(tx, "", std::numeric_limits<int>::max())) {
        if (title_key(title.title) == key) return std::move(title);
    }
    return std::nullopt;
}

blocks::PurposeChoice purpose_choice(const policy::Purpose& purpose) {
    return {purpose.id, purpose.name, purpose.description};
}

std::vector<blocks::Option> purpose_options(
    store::Tx& tx,
    const store::DraftRow& draft,
    std::string_view query,
    const workflow::FlowRules& rules
) {
    const auto purposes = workflow::purposes_for(tx, draft, rules);
    policy::WordIndex index;
    for (std::size_t at = 0; at < purposes.size(); ++at) {
        const auto& purpose = purposes[at];
        index.add(
            static_cast<std::int64_t>(at),
            {store::folded_words(purpose.name), store::folded_words(purpose.description)}
        );
    }
    std::vector<blocks::Option> options;
    for (const auto at : index.find(store::folded_words(query), blocks::most_found).ids) {
        const auto& purpose = purposes[static_cast<std::size_t>(at)];
        options.push_back(blocks::purpose_option(purpose_choice(purpose)));
    }
    return options;
}

std::vector<blocks::Option> account_options(
    store::Tx& tx,
    const store::DraftRow& draft,
    policy::IntegrationId integration,
    std::string_view query,
    const workflow::FlowRules& rules
) {
    std::vector<blocks::Option> all;
    policy::WordIndex index;
    const auto add = [&](blocks::Option option, std::string_view words) {
        index.add(static_cast<std::int64_t>(all.size()), {store::folded_words(words)});
        all.push_back(std::move(option));
    };
    const auto own = store::identities_of(tx, draft.beneficiary, integration);
    if (own.empty() && makes_accounts(tx, integration, rules))
        add(blocks::new_account_option(), blocks::new_account_option().text.text());
    for (const auto& one : own)
        add(blocks::identity_option({one.id, one.username}), one.username);
    for (const auto& one : store::service_accounts_of(tx, draft.beneficiary, integration))
        add(blocks::identity_option({one.id, one.username, true}), one.username);
    std::vector<blocks::Option> options;
    for (const auto at : index.find(store::folded_words(query), blocks::most_found).ids)
        options.push_back(all[static_cast<std::size_t>(at)]);
    return options;
}

std::vector<blocks::Option> title_options(store::Tx& tx, std::string_view query) {
    std::vector<blocks::Option> options;
    for (const auto& title : store::search_titles(tx, query, most_options))
        options.push_back(blocks::title_option({title_key(title.title), title.title, title.holders})
        );
    return options;
}

std::vector<blocks::Option> application_options(store::Tx& tx, std::string_view query) {
    std::vector<blocks::Option> options;
    for (const auto& one : store::search_integrations(tx, query, most_options))
        options.push_back(blocks::application_option({one.id, one.name}));
    return options;
}

std::vector<blocks::Option> grant_options(
    store::Tx& tx, const store::DraftRow& draft, std::string_view query
) {
    const auto found = workflow::chosen_from_catalogue(draft)
                           ? workflow::search_catalogue(tx, draft, query, most_options)
                           : workflow::search_holdings(tx, draft, query, most_options);
    std::vector<blocks::Option> options;
    for (const auto& grant : found) {
        options.push_back(
            blocks::grant_option({grant.connection.id, grant_name(grant.connection), grant.pending})
        );
    }
    return options;
}

}  // namespace bot::models
