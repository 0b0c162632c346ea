// Clicks and choices: which handler takes which action_id. The handlers of the form, of tasks and
// of the Home tab stand in files of their own.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "blocks/ids.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/handlers/handlers.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

struct ActionRoute {
    std::string_view action_id;
    store::Task<void> (*handle)(App&, const BlockActions&, const Action&);
};
constexpr std::array routes{
    ActionRoute{ids::request_access, on_request_access},
    ActionRoute{ids::form_continue, on_form_continue},
    ActionRoute{ids::form_start_over, on_form_start_over},
    ActionRoute{ids::beneficiary, on_form_choice},
    ActionRoute{ids::person, on_form_choice},
    ActionRoute{ids::access_like, on_form_choice},
    ActionRoute{ids::title, on_form_choice},
    ActionRoute{ids::custom_action, on_form_choice},
    ActionRoute{ids::select_all, on_form_choice},
    ActionRoute{ids::grants, on_tick},
    ActionRoute{ids::find_access, on_find_access},
    ActionRoute{ids::browse, on_browse},
    ActionRoute{ids::show_chosen, on_show_chosen},
    ActionRoute{ids::identity, on_details_choice},
    ActionRoute{ids::duration, on_details_choice},
    ActionRoute{ids::ends, on_details_choice},
    ActionRoute{ids::purpose, on_details_choice},
    ActionRoute{ids::reason, on_details_choice},
    ActionRoute{ids::back, on_form_back},
    ActionRoute{ids::page_previous, on_page},
    ActionRoute{ids::page_next, on_page},
    ActionRoute{ids::approve, on_approve},
    ActionRoute{ids::deny, on_deny},
    ActionRoute{ids::done, on_done},
    ActionRoute{ids::could_not, on_could_not},
    ActionRoute{ids::manual_item, on_manual_item},
    ActionRoute{ids::retry, on_retry},
    ActionRoute{ids::review_task, on_review_task},
    ActionRoute{ids::my_tasks, on_my_tasks},
    ActionRoute{ids::decide_several, on_decide_several},
    ActionRoute{ids::my_tasks_link, on_link},
    ActionRoute{ids::view_request, on_view_request},
    ActionRoute{ids::reassign, on_reassign},
    ActionRoute{ids::review_items, on_review_items},
    ActionRoute{ids::ask, on_ask},
    ActionRoute{ids::approve_shorter, on_approve_shorter},
    ActionRoute{ids::answer_question, on_answer_question},
    ActionRoute{ids::deny_selected, on_deny_selected},
    ActionRoute{ids::withdraw, on_withdraw},
    ActionRoute{ids::extend, on_extend},
    ActionRoute{ids::give_back, on_give_back},
    ActionRoute{ids::start_purpose, on_start_purpose},
    ActionRoute{ids::stop_purpose, on_stop_purpose},
    ActionRoute{ids::preferences, on_preferences},
    ActionRoute{ids::repeat, on_repeat},
    ActionRoute{ids::delegate, on_delegate},
    ActionRoute{ids::stop_delegating, on_stop_delegating},
    ActionRoute{ids::home_open, on_home_turn},
    ActionRoute{ids::home_completed, on_home_turn},
    ActionRoute{ids::home_previous, on_home_turn},
    ActionRoute{ids::home_next, on_home_turn},
    ActionRoute{ids::home_filter, on_home_filter},
    ActionRoute{ids::campaign_review_now, on_campaign_review_now},
    ActionRoute{ids::campaign_verdict, on_campaign_verdict},
    ActionRoute{ids::campaign_bulk, on_campaign_bulk},
    ActionRoute{ids::campaign_group, on_campaign_group},
    ActionRoute{ids::campaign_show, on_campaign_show},
    ActionRoute{ids::campaign_narrow, on_campaign_narrow},
    ActionRoute{ids::campaign_reassign, on_campaign_reassign},
    ActionRoute{ids::campaign_answer, on_campaign_answer},
    ActionRoute{ids::campaign_open, on_campaign_open},
    ActionRoute{ids::campaign_all, on_campaign_all},
    ActionRoute{ids::campaign_parts, on_campaign_parts},
    ActionRoute{ids::campaign_refresh, on_campaign_refresh},
    ActionRoute{ids::campaign_remind, on_campaign_remind},
    ActionRoute{ids::campaign_publish, on_campaign_publish},
    ActionRoute{ids::campaign_abort, on_campaign_abort},
    ActionRoute{ids::campaign_complete, on_campaign_complete},
    ActionRoute{ids::campaign_new, on_campaign_new},
    ActionRoute{ids::campaign_edit, on_campaign_edit},
};

}  // namespace

store::Task<Ack> on_actions(App& app, const BlockActions& click) {
    for (const auto& action : click.actions) {
        const auto* route =
            std::find_if(routes.begin(), routes.end(), [&](const ActionRoute& known) {
                return known.action_id == action.action_id;
            });
        if (route == routes.end()) {
            spdlog::info("actions: {} is not one of ours", action.action_id);
            continue;
        }
        // A click of its own, with a key of its own: several in one payload all take effect.
        auto one = click;
        one.actions = {action};
        co_await route->handle(app, one, one.actions.front());
    }
    co_return Ack{};
}

std::vector<std::string_view> routed_actions() {
    std::vector<std::string_view> names;
    for (const auto& route : routes)
        names.push_back(route.action_id);
    return names;
}

}  // namespace bot::handlers
