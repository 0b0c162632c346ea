// The names by which a click or a form finds its handler: every callback_id and action_id that the
// views use and the router knows. Values beside them are keys to look up, never facts.
#pragma once

#include <string_view>

namespace blocks::ids {

// callback_id of modals and of the global shortcut.
inline constexpr std::string_view request_access_shortcut = "request_access";
inline constexpr std::string_view request_form = "request_form";
inline constexpr std::string_view form_offer = "form_offer";
inline constexpr std::string_view request_details = "request_details";
inline constexpr std::string_view request_view = "request_view";
inline constexpr std::string_view task_list = "task_list";
inline constexpr std::string_view task_view = "task_view";
inline constexpr std::string_view approve_comment = "approve_comment";
inline constexpr std::string_view deny_comment = "deny_comment";
inline constexpr std::string_view could_not_comment = "could_not_comment";
inline constexpr std::string_view could_not_item = "could_not_item";
inline constexpr std::string_view extend_form = "extend_form";
inline constexpr std::string_view preferences = "preferences";  // also the button's action_id
inline constexpr std::string_view delegate_form = "delegate_form";
inline constexpr std::string_view item_review = "item_review";
inline constexpr std::string_view ask_form = "ask_form";
inline constexpr std::string_view answer_form = "answer_form";
inline constexpr std::string_view shorter_form = "shorter_form";
inline constexpr std::string_view reassign_form = "reassign_form";
inline constexpr std::string_view notice = "notice";

// Home tab. Values: the key of the task or request; for home_… a HomePlace as text.
inline constexpr std::string_view request_access = "request_access";
inline constexpr std::string_view review_task = "review_task";
inline constexpr std::string_view view_request = "view_request";
inline constexpr std::string_view delegate = "delegate";
inline constexpr std::string_view stop_delegating = "stop_delegating";
inline constexpr std::string_view home_open = "home_open";
inline constexpr std::string_view home_completed = "home_completed";
inline constexpr std::string_view home_previous = "home_previous";
inline constexpr std::string_view home_filter = "home_filter";  // value: what is listed
inline constexpr std::string_view home_next = "home_next";
inline constexpr std::string_view decide_several =
    "decide_several";  // opens my reviews, with boxes

// A form that was not sent. The draft stands in the modal's private_metadata.
inline constexpr std::string_view form_continue = "form_continue";
inline constexpr std::string_view form_start_over = "form_start_over";

// Request form, page 1. Block and action share the name; grants' blocks are "grants:RENDER:N", the
// other lists that a render makes anew "NAME:RENDER".
inline constexpr std::string_view beneficiary = "beneficiary";
inline constexpr std::string_view access_like = "access_like";
inline constexpr std::string_view person = "person";
inline constexpr std::string_view title = "title";
inline constexpr std::string_view custom_action = "custom_action";
inline constexpr std::string_view find_access = "find_access";
inline constexpr std::string_view browse = "browse";
inline constexpr std::string_view show_chosen = "show_chosen";
inline constexpr std::string_view select_all = "select_all";
inline constexpr std::string_view grants = "grants";
// Paging of a modal. Value: the number of the page to show, from 0.
inline constexpr std::string_view page_previous = "page_previous";
inline constexpr std::string_view page_next = "page_next";

// Request form, page 2. Identity blocks are "identity:INTEGRATION:RENDER", the purpose's is
// "purpose:RENDER".
inline constexpr std::string_view identity = "identity";
inline constexpr std::string_view duration = "duration";
inline constexpr std::string_view ends = "ends";
inline constexpr std::string_view purpose = "purpose";
inline constexpr std::string_view reason = "reason";
inline constexpr std::string_view reason_other = "reason_other";
inline constexpr std::string_view details = "details";
inline constexpr std::string_view back = "back";

// Cards and task modals. Value: the task's key.
inline constexpr std::string_view approve = "approve";
inline constexpr std::string_view deny = "deny";
inline constexpr std::string_view my_tasks = "my_tasks";
inline constexpr std::string_view my_tasks_link = "my_tasks_link";  // opens a URL, only answered
inline constexpr std::string_view done = "done";
inline constexpr std::string_view could_not = "could_not";
inline constexpr std::string_view manual_item = "manual_item";
inline constexpr std::string_view retry = "retry";  // value: the notice of what failed
inline constexpr std::string_view withdraw = "withdraw";
// Access that ends soon. Value: the key of the request that granted it.
inline constexpr std::string_view extend = "extend";
inline constexpr std::string_view give_back = "give_back";
// A purpose. Value: the key of the request that it was asked for with.
inline constexpr std::string_view start_purpose = "start_purpose";
inline constexpr std::string_view stop_purpose = "stop_purpose";
// Its form: block and action share the name.
inline constexpr std::string_view new_end = "new_end";
inline constexpr std::string_view extend_reason = "extend_reason";
// The boxes of the preferences: block and action share the name.
inline constexpr std::string_view notifications = "notifications";
// Value: the request's key.
inline constexpr std::string_view repeat = "repeat";
inline constexpr std::string_view reassign = "reassign";
inline constexpr std::string_view review_items = "review_items";
inline constexpr std::string_view ask = "ask";
inline constexpr std::string_view approve_shorter = "approve_shorter";
inline constexpr std::string_view answer_question = "answer_question";  // value: the question
// Campaigns, the reviewer's side. Values: a task's key; of lists, words of campaign_review.hpp. The
// forms' callback_ids are named like what opens them.
inline constexpr std::string_view campaign_review = "campaign_review";
inline constexpr std::string_view campaign_review_now = "campaign_review_now";
inline constexpr std::string_view campaign_reassign = "campaign_reassign";
inline constexpr std::string_view campaign_remove = "campaign_remove";
inline constexpr std::string_view campaign_ask = "campaign_ask";
inline constexpr std::string_view campaign_answer = "campaign_answer";
inline constexpr std::string_view campaign_verdict = "campaign_verdict";
inline constexpr std::string_view campaign_bulk = "campaign_bulk";
inline constexpr std::string_view campaign_group = "campaign_group";
inline constexpr std::string_view campaign_show = "campaign_show";
inline constexpr std::string_view campaign_narrow = "campaign_narrow";
// Campaigns, the risk manager's side. Values: a campaign's key; of Remind, what it is about. The
// form's, the abortion's and the completion's callback_ids are named like what opens them.
inline constexpr std::string_view campaign_new = "campaign_new";
inline constexpr std::string_view campaign_edit = "campaign_edit";
inline constexpr std::string_view campaign_all = "campaign_all";
inline constexpr std::string_view campaign_open = "campaign_open";
inline constexpr std::string_view campaign_page = "campaign_page";
inline constexpr std::string_view campaign_list = "campaign_list";
inline constexpr std::string_view campaign_publish = "campaign_publish";
inline constexpr std::string_view campaign_abort = "campaign_abort";
inline constexpr std::string_view campaign_complete = "campaign_complete";
inline constexpr std::string_view campaign_refresh = "campaign_refresh";
inline constexpr std::string_view campaign_parts = "campaign_parts";
inline constexpr std::string_view campaign_remind = "campaign_remind";
// Its form: block and action share the name, a level's block is "campaign_level:N".
inline constexpr std::string_view campaign_name = "campaign_name";
inline constexpr std::string_view campaign_starts = "campaign_starts";
inline constexpr std::string_view campaign_ends = "campaign_ends";
inline constexpr std::string_view campaign_owner = "campaign_owner";
inline constexpr std::string_view campaign_integrations = "campaign_integrations";
inline constexpr std::string_view campaign_resources = "campaign_resources";
inline constexpr std::string_view campaign_departments = "campaign_departments";
inline constexpr std::string_view campaign_titles = "campaign_titles";
inline constexpr std::string_view campaign_privileged = "campaign_privileged";
inline constexpr std::string_view campaign_level = "campaign_level";
inline constexpr std::string_view campaign_late = "campaign_late";
inline constexpr std::string_view campaign_late_before = "campaign_late_before";
inline constexpr std::string_view campaign_recurs = "campaign_recurs";
inline constexpr std::string_view campaign_rule = "campaign_rule";
// My tasks as a modal: boxes of several tasks, and what to do with them.
inline constexpr std::string_view selected_tasks = "selected_tasks";
inline constexpr std::string_view deny_selected = "deny_selected";
// Review items: an item's radio buttons stand in "item:ITEM".
inline constexpr std::string_view item_choice = "item_choice";
inline constexpr std::string_view others_choice = "others_choice";
// Comment forms: block and action share the name.
inline constexpr std::string_view comment = "comment";
// A search for a colleague (Reassign, Delegate) and a word to them: block and action share the
// name.
inline constexpr std::string_view colleague = "colleague";
inline constexpr std::string_view note = "note";
inline constexpr std::string_view question = "question";
inline constexpr std::string_view answer = "answer";
inline constexpr std::string_view shorter_end = "shorter_end";
inline constexpr std::string_view from = "from";
inline constexpr std::string_view until = "until";

}  // namespace blocks::ids
