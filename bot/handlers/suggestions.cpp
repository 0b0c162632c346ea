// Option loads of the search lists: people by name and e-mail, as you type.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "blocks/ids.hpp"
#include "blocks/request_form.hpp"
#include "bot/handlers/handlers.hpp"
#include "bot/models/people.hpp"
#include "store/directory.hpp"

namespace bot::handlers {
namespace {

constexpr std::array searched{
    blocks::ids::beneficiary, blocks::ids::person, blocks::ids::colleague};

}  // namespace

store::Task<Ack> on_suggestion(App& app, const BlockSuggestion& search) {
    const bool known =
        std::find(searched.begin(), searched.end(), search.action_id) != searched.end();
    if (!known) spdlog::warn("suggestions: {} is not one of ours", search.action_id);
    auto look = [&](store::Tx& tx) {
        std::vector<blocks::Option> options;
        const auto who = identify(tx, search.actor.team, search.actor.user);
        if (!known || !std::holds_alternative<policy::Employee>(who)) return options;
        for (const auto& employee :
             store::search_employees(tx, search.value, blocks::most_options)) {
            options.push_back(blocks::person_option(models::person_choice(employee)));
        }
        return options;
    };
    const auto options = co_await app.store.read(look);
    co_return Ack{blocks::options_answer(options)};
}

std::vector<std::string_view> routed_suggestions() {
    return {searched.begin(), searched.end()};
}

}  // namespace bot::handlers
