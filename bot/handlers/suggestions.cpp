// Option loads of the search lists, as you type: people, job titles, applications, access.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "blocks/ids.hpp"
#include "blocks/request_details.hpp"
#include "blocks/request_form.hpp"
#include "blocks/search_answer.hpp"
#include "bot/handlers/campaign_forms.hpp"
#include "bot/handlers/campaign_manage.hpp"
#include "bot/handlers/handlers.hpp"
#include "bot/identify.hpp"
#include "bot/models/campaign_manage.hpp"
#include "bot/models/campaigns.hpp"
#include "bot/models/offers.hpp"
#include "bot/models/page_key.hpp"
#include "bot/models/people.hpp"
#include "store/directory.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using Options = std::vector<blocks::Option>;

Options people(store::Tx& tx, const App&, const BlockSuggestion& search, policy::EmployeeId) {
    Options options;
    for (const auto& employee : store::search_employees(tx, search.value, blocks::most_found))
        options.push_back(blocks::person_option(models::person_choice(employee)));
    return options;
}

Options titles(store::Tx& tx, const App&, const BlockSuggestion& search, policy::EmployeeId) {
    return models::title_options(tx, search.value);
}

Options applications(store::Tx& tx, const App&, const BlockSuggestion& search, policy::EmployeeId) {
    return models::application_options(tx, search.value);
}

// The form that is searched in, if it is the searcher's own.
std::optional<store::DraftRow> own_draft(
    store::Tx& tx, const BlockSuggestion& search, policy::EmployeeId by
) {
    const auto key = search.view ? models::page_key(search.view->private_metadata) : std::nullopt;
    auto draft = key ? store::find_draft(tx, key->draft) : std::nullopt;
    if (!draft || draft->requester != by) return std::nullopt;
    return draft;
}

// What the beneficiary of the form lacks.
Options access(store::Tx& tx, const App&, const BlockSuggestion& search, policy::EmployeeId by) {
    const auto draft = own_draft(tx, search, by);
    if (!draft) return {};
    return models::grant_options(tx, *draft, search.value);
}

// Purposes that contain what is chosen in the form.
Options purposes(
    store::Tx& tx, const App& app, const BlockSuggestion& search, policy::EmployeeId by
) {
    const auto draft = own_draft(tx, search, by);
    if (!draft) return {};
    return models::purpose_options(tx, *draft, search.value, app.flow);
}

// Accounts that may get an application's grants, where the form searches among them.
Options accounts(
    store::Tx& tx, const App& app, const BlockSuggestion& search, policy::EmployeeId by
) {
    const auto draft = own_draft(tx, search, by);
    const auto integration = blocks::identity_block_of(search.block_id);
    if (!draft || !integration) return {};
    return models::account_options(tx, *draft, *integration, search.value, app.flow);
}

// People and applications of a reviewer's own task.
Options campaign_places(
    store::Tx& tx, const App&, const BlockSuggestion& search, policy::EmployeeId by
) {
    const auto key = campaign_scope(search.view ? search.view->private_metadata : "");
    const auto task = store::find_campaign_task(tx, key.task);
    if (!task || task->reviewer != by) return {};
    return models::campaign_place_options(tx, *task, search.value);
}

// The lists of a campaign's form: names for risk managers alone.
template <store::ScopeKind kind>
Options scope_names(
    store::Tx& tx, const App&, const BlockSuggestion& search, policy::EmployeeId by
) {
    if (!manages_campaigns(tx, by)) return {};
    return models::scope_options(tx, kind, search.value);
}

Options campaign_owners(
    store::Tx& tx, const App&, const BlockSuggestion& search, policy::EmployeeId by
) {
    if (!manages_campaigns(tx, by)) return {};
    return models::owner_options(tx, search.value);
}

Options campaign_levels(
    store::Tx& tx, const App&, const BlockSuggestion& search, policy::EmployeeId by
) {
    if (!manages_campaigns(tx, by)) return {};
    return models::level_options(tx, search.value);
}

struct SuggestionRoute {
    std::string_view action_id;
    Options (*find)(store::Tx&, const App&, const BlockSuggestion&, policy::EmployeeId by);
};
constexpr std::array routes{
    SuggestionRoute{ids::beneficiary, people},
    SuggestionRoute{ids::person, people},
    SuggestionRoute{ids::colleague, people},
    SuggestionRoute{ids::title, titles},
    SuggestionRoute{ids::browse, applications},
    SuggestionRoute{ids::find_access, access},
    SuggestionRoute{ids::campaign_narrow, campaign_places},
    SuggestionRoute{ids::purpose, purposes},
    SuggestionRoute{ids::identity, accounts},
    SuggestionRoute{ids::campaign_owner, campaign_owners},
    SuggestionRoute{ids::campaign_level, campaign_levels},
    SuggestionRoute{ids::campaign_integrations, scope_names<store::ScopeKind::integration>},
    SuggestionRoute{ids::campaign_resources, scope_names<store::ScopeKind::resource>},
    SuggestionRoute{ids::campaign_departments, scope_names<store::ScopeKind::department>},
    SuggestionRoute{ids::campaign_titles, scope_names<store::ScopeKind::title>},
};

}  // namespace

store::Task<Ack> on_suggestion(App& app, const BlockSuggestion& search) {
    const auto* route =
        std::find_if(routes.begin(), routes.end(), [&](const SuggestionRoute& known) {
            return known.action_id == search.action_id;
        });
    const bool known = route != routes.end();
    if (!known) spdlog::warn("suggestions: {} is not one of ours", search.action_id);
    auto look = [&](store::Tx& tx) {
        const auto who = identify(tx, search.actor.team, search.actor.user);
        const auto* employee = std::get_if<policy::Employee>(&who);
        if (!known || employee == nullptr) return Options{};
        return route->find(tx, app, search, employee->id);
    };
    const auto options = co_await app.store.read(look);
    co_return Ack{blocks::search_answer(options)};
}

std::vector<std::string_view> routed_suggestions() {
    std::vector<std::string_view> names;
    for (const auto& route : routes)
        names.push_back(route.action_id);
    return names;
}

}  // namespace bot::handlers
