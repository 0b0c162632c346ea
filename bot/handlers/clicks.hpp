// One handler for each thing that can be clicked. All of them record and return; what opens a modal
// does so at once beside the acknowledgement, because a trigger lives 3 seconds.
#pragma once

#include "bot/handlers/ack.hpp"

namespace bot::handlers {

// The request form (form_clicks.cpp).
store::Task<void> on_request_access(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_form_choice(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_tick(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_form_back(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_find_access(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_browse(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_show_chosen(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_details_choice(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_form_page(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_accounts_page(App& app, const BlockActions& click, const Action& action);

// The offer of a form that was not sent (resume.cpp).
store::Task<void> on_form_continue(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_form_start_over(App& app, const BlockActions& click, const Action& action);

// Tasks (task_clicks.cpp).
store::Task<void> on_approve(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_deny(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_done(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_retry(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_could_not(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_review_task(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_reassign(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_ask(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_approve_shorter(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_my_tasks(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_decide_several(App& app, const BlockActions& click, const Action& action);

// Access that ends soon (access_clicks.cpp).
store::Task<void> on_extend(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_give_back(App& app, const BlockActions& click, const Action& action);

// Approved purposes (purpose_clicks.cpp).
store::Task<void> on_start_purpose(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_stop_purpose(App& app, const BlockActions& click, const Action& action);

// What a person wants to be told of (preferences.cpp).
store::Task<void> on_preferences(App& app, const BlockActions& click, const Action& action);
// A closed request, asked for again (repeat.cpp).
store::Task<void> on_repeat(App& app, const BlockActions& click, const Action& action);

// The requester's answer to a question (review_forms.cpp).
store::Task<void> on_answer_question(App& app, const BlockActions& click, const Action& action);
// Review items (item_review.cpp), and turning its page.
store::Task<void> on_review_items(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_items_page(App& app, const BlockActions& click, int page);
// One item of manual work (manual_items.cpp).
store::Task<void> on_manual_item(App& app, const BlockActions& click, const Action& action);
// Campaigns, the reviewer's side (campaign_clicks.cpp).
store::Task<void> on_campaign_review_now(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_verdict(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_bulk(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_group(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_show(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_narrow(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_page(App& app, const BlockActions& click, int page);
store::Task<void> on_campaign_reassign(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_answer(App& app, const BlockActions& click, const Action& action);
// Campaigns, the risk manager's side (campaign_manage.cpp, campaign_complete.cpp; the form in
// campaign_edit.cpp).
store::Task<void> on_campaign_open(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_all(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_list_page(App& app, const BlockActions& click, int page);
store::Task<void> on_campaign_parts(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_parts_page(App& app, const BlockActions& click, int page);
store::Task<void> on_campaign_refresh(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_remind(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_publish(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_abort(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_complete(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_complete_page(App& app, const BlockActions& click, int page);
store::Task<void> on_campaign_new(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_campaign_edit(App& app, const BlockActions& click, const Action& action);
// My tasks, several at once (bulk.cpp).
store::Task<void> on_deny_selected(App& app, const BlockActions& click, const Action& action);

// Home tab, requests and pages (view_clicks.cpp).
store::Task<void> on_view_request(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_withdraw(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_page(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_home_filter(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_home_turn(App& app, const BlockActions& click, const Action& action);
// Delegate (delegate_clicks.cpp).
store::Task<void> on_delegate(App& app, const BlockActions& click, const Action& action);
store::Task<void> on_stop_delegating(App& app, const BlockActions& click, const Action& action);
// A button with an address: the browser opens it, there is nothing to do but answer.
store::Task<void> on_link(App& app, const BlockActions& click, const Action& action);

}  // namespace bot::handlers
