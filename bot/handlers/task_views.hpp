// Tasks as modals: the list of mine, and one with its items and buttons.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blocks/kit.hpp"
#include "bot/inbound.hpp"
#include "bot/workflow/decide.hpp"

namespace bot::handlers {

// One task as it is now; `page` of its items.
blocks::View task_modal(
    store::Tx& tx,
    const store::TaskRow& task,
    const std::string& tasks_url,
    policy::Instant now,
    std::size_t page
);

// Where somebody is in the modal of their tasks; its private_metadata, and back (the start for
// anything else).
struct ListPlace {
    int page = 0;
    store::TaskFilter filter = store::TaskFilter::all;
    std::vector<std::string> selected = {};  // on the pages that are not shown
};
std::string key_of(const ListPlace& place);
ListPlace list_place(std::string_view key);

// The ticked tasks of the modal, as their rows' keys: of the page that is shown and of the others.
std::vector<std::string> selected_tasks(const InboundView& view);

blocks::Markdown too_many_selected();

// My tasks; `notice` on top says why a selection was not decided.
blocks::View task_list_modal(
    store::Tx& tx,
    policy::EmployeeId employee,
    ListPlace place,
    policy::Instant now,
    const std::optional<blocks::Markdown>& notice = {}
);

// Edits the card of a task whose decision did not take effect, so that it shows what is true.
void refresh_cards(const workflow::Act& act, const workflow::DecideOutcome& outcome);

}  // namespace bot::handlers
