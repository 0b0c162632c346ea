// Page 1 of the request form: from the draft to the view, and from what Slack sends back to the
// draft.
#include <algorithm>
#include <set>

#include "blocks/ids.hpp"
#include "bot/handlers/form.hpp"
#include "bot/models/offers.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/offers.hpp"
#include "store/directory.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using policy::AccessLike;
using policy::Action;

// What decides which grants page 1 lists.
struct Subject {
    AccessLike like;
    std::optional<policy::EmployeeId> reference;
    std::string title;
    Action action;

    explicit Subject(const store::DraftRow& draft) : like(draft.like), action(draft.action) {
        if (like == AccessLike::person) reference = draft.reference;
        if (like == AccessLike::title) title = draft.title;
    }
    bool operator==(const Subject&) const = default;
};

// An active employee chosen in a search list, by id; nothing for anything else.
std::optional<policy::EmployeeId> chosen_person(
    store::Tx& tx, const InboundView& view, const blocks::BlockId& block, std::string_view action
) {
    const auto* option = view.state.option(block.value(), action);
    if (option == nullptr) return std::nullopt;
    const auto id = models::id_of(option->value);
    if (!id) return std::nullopt;
    const auto employee = store::find_employee(tx, policy::EmployeeId{*id});
    if (!employee || !employee->active) return std::nullopt;
    return employee->id;
}

void take_title(store::Tx& tx, store::DraftRow& draft, const InboundView& view) {
    const auto* option = view.state.option(blocks::title_block().value(), ids::title);
    if (option == nullptr || option->value == models::title_key(draft.title)) return;
    if (const auto title = models::find_title(tx, option->value)) draft.title = title->title;
}

void take_like(store::DraftRow& draft, const InboundView& view) {
    const auto* like = view.state.option(blocks::access_like_block().value(), ids::access_like);
    if (like != nullptr) draft.like = policy::access_like(like->value).value_or(draft.like);
    const auto* action =
        view.state.option(blocks::custom_action_block().value(), ids::custom_action);
    if (action != nullptr) draft.action = policy::action(action->value).value_or(draft.action);
    // Like somebody means to get what they have.
    if (draft.like != AccessLike::custom) draft.action = Action::grant;
}

// For whom, like whom. What was ticked in another list goes with that; for somebody else it stays,
// as far as they may ask for it, but is not what they could lose.
Taken take_subject(store::Tx& tx, store::DraftRow& draft, const InboundView& view) {
    const Subject before(draft);
    const auto beneficiary = chosen_person(tx, view, blocks::beneficiary_block(), ids::beneficiary);
    const bool for_another = beneficiary && *beneficiary != draft.beneficiary;
    if (beneficiary) draft.beneficiary = *beneficiary;
    take_like(draft, view);
    const auto reference = chosen_person(tx, view, blocks::person_block(), ids::person);
    if (reference) draft.reference = reference;
    take_title(tx, draft, view);
    const bool other_list = before != Subject(draft);
    if (!other_list && !for_another) return {};
    Taken taken{true};
    if (other_list || draft.action == Action::revoke) {
        const bool any = draft.selection.all || !draft.selection.chosen.empty();
        if (any)
            taken.notice =
                blocks::md("This is another list. What you had chosen before was cleared.");
        draft.selection = {};
    }
    draft.page = 0;
    draft.identities.clear();
    if (other_list) draft.application.reset();
    return taken;
}

// The ticked boxes of this render. `whole` is false if Slack left out a block that it shows: then
// what it did not report is unchanged (slack-protocol.md 5.5).
struct Ticked {
    std::set<policy::ConnectionId> connections;
    bool any_block = false;
    bool whole = true;
};

Ticked ticked_boxes(const InboundView& view, std::uint64_t render) {
    Ticked ticked;
    for (const auto& block : view.blocks) {
        if (!blocks::is_grants_block(block.block_id, render)) continue;
        ticked.any_block = true;
        const auto* options = view.state.options(block.block_id, ids::grants);
        if (options == nullptr) {
            ticked.whole = false;
            continue;
        }
        for (const auto& option : *options) {
            if (const auto id = models::id_of(option.value))
                ticked.connections.insert(policy::ConnectionId{*id});
        }
    }
    return ticked;
}

// What was ticked in a block of boxes before the last change: as the last click told, or, if that
// was made in another picture of the form, as the block was shown.
std::set<policy::ConnectionId> ticked_before(
    const store::DraftRow& draft, const InboundView& view, const std::string& block_id
) {
    std::set<policy::ConnectionId> before;
    const auto add = [&](std::string_view value) {
        if (const auto id = models::id_of(value)) before.insert(policy::ConnectionId{*id});
    };
    const std::string_view seen = draft.ticks_seen;
    // "BLOCK=17,18,;BLOCK=…;", as ticks_of writes it.
    const auto mark = block_id + '=';
    const auto at = seen.starts_with(mark) ? 0 : seen.find(';' + mark);
    if (at != std::string_view::npos) {
        auto rest = seen.substr(seen.find('=', at) + 1);
        rest = rest.substr(0, rest.find(';'));
        while (!rest.empty()) {
            add(rest.substr(0, rest.find(',')));
            rest.remove_prefix(std::min(rest.find(','), rest.size() - 1) + 1);
        }
        return before;
    }
    for (const auto& block : view.blocks) {
        if (block.block_id != block_id) continue;
        for (const auto& value : block.ticked)
            add(value);
    }
    return before;
}

}  // namespace

Taken take_grants(const workflow::Act& act, store::DraftRow& draft, const InboundView& view) {
    if (auto taken = take_subject(act.tx, draft, view); taken.other_list) return taken;
    const auto render = static_cast<std::uint64_t>(draft.render);
    const auto* all = view.state.options(blocks::select_all_block(render).value(), ids::select_all);
    if (all != nullptr && !all->empty() != draft.selection.all &&
        !workflow::chosen_from_catalogue(draft)) {
        const auto offered = workflow::offered(act.tx, draft, act.rules);
        const auto offers = workflow::open_offers(offered.grants);
        draft.selection = policy::tick_all(std::move(draft.selection), !all->empty(), offers);
        return {};
    }
    const auto ticked = ticked_boxes(view, render);
    if (!ticked.any_block) return {};
    auto shown = store::shown_boxes(act.tx, draft.id);
    if (!ticked.whole)
        std::erase_if(shown, [&](auto box) { return !ticked.connections.contains(box); });
    draft.selection = policy::tick_page(std::move(draft.selection), shown, ticked.connections);
    return {};
}

bool take_ticks(
    const workflow::Act& act,
    store::DraftRow& draft,
    const InboundView& view,
    const bot::Action& action
) {
    std::set<policy::ConnectionId> now;
    for (const auto& option : action.chosen.options) {
        if (const auto id = models::id_of(option.value)) now.insert(policy::ConnectionId{*id});
    }
    const auto before = ticked_before(draft, view, action.block_id);
    const bool all_before = draft.selection.all;
    const auto render = static_cast<std::uint64_t>(draft.render);
    const bool is_shown = blocks::is_grants_block(action.block_id, render);
    const bool other_list = is_shown && take_grants(act, draft, view).other_list;
    auto changed = now;
    changed.insert(before.begin(), before.end());
    std::erase_if(changed, [&](auto box) {
        const bool same = now.contains(box) && before.contains(box);
        return same || !store::find_connection(act.tx, box);
    });
    draft.selection =
        policy::tick_page(std::move(draft.selection), {changed.begin(), changed.end()}, now);
    return is_shown && !other_list && draft.selection.all == all_before;
}

std::string ticks_of(const InboundView& view) {
    std::string text;
    const auto add = [&](const std::string& block, std::string_view action) {
        const auto* options = view.state.options(block, action);
        if (options == nullptr) return;
        text += block + '=';
        for (const auto& option : *options)
            text += option.value + ',';
        text += ';';
    };
    for (const auto& block : view.blocks) {
        add(block.block_id, ids::select_all);
        add(block.block_id, ids::grants);
    }
    return text;
}

bool ticks_can_be_taken(store::Tx& tx, const store::DraftRow& draft, const InboundView& view) {
    const auto render = static_cast<std::uint64_t>(draft.render);
    return ticks_of(view) == draft.ticks_seen || store::shown_boxes(tx, draft.id).empty() ||
           std::any_of(view.blocks.begin(), view.blocks.end(), [&](const ViewBlock& block) {
               return blocks::is_grants_block(block.block_id, render);
           });
}

blocks::Markdown add_access(
    const workflow::Act& act, store::DraftRow& draft, std::string_view value
) {
    const auto id = models::id_of(value);
    const auto connection =
        id ? store::find_connection(act.tx, policy::ConnectionId{*id}) : std::nullopt;
    if (!connection || draft.like != AccessLike::custom)
        return blocks::md("This access is not there any more.");
    const auto name = blocks::full_name(models::grant_name(*connection));
    switch (workflow::standing_of(act.tx, draft, *connection)) {
        case policy::Standing::offered:
            break;
        case policy::Standing::pending:
            return blocks::md(name, " is already requested and pending.");
        case policy::Standing::held:
            return blocks::md(name, " is held already.");
        case policy::Standing::not_held:
            return blocks::md(name, " is not held, so it cannot be removed.");
        case policy::Standing::not_requestable:
            return blocks::md(name, " cannot be requested.");
    }
    draft.selection =
        policy::tick_page(std::move(draft.selection), {connection->id}, {connection->id});
    draft.application.reset();
    draft.page = models::page_of(act, draft, connection->id);
    return blocks::md(
        draft.action == Action::grant ? blocks::md("Added: ") : blocks::md("Chosen: "),
        blocks::bold(name)
    );
}

void browse(store::Tx& tx, store::DraftRow& draft, std::string_view value) {
    draft.application.reset();
    draft.page = 0;
    if (!workflow::chosen_from_catalogue(draft)) return;
    const auto id = models::id_of(value);
    if (id && store::find_integration(tx, policy::IntegrationId{*id}))
        draft.application = policy::IntegrationId{*id};
}

blocks::View same_grants_page(
    const workflow::Act& act, store::DraftRow& draft, const std::optional<blocks::Markdown>& notice
) {
    auto form = models::request_form(act, draft);
    form.notice = notice;
    draft.page = static_cast<int>(form.list.page);
    draft.at_details = false;
    store::save_draft(act.tx, draft, act.now());
    store::save_shown(act.tx, draft.id, blocks::shown_on(form.list));
    return blocks::request_form(form);
}

blocks::View grants_page(
    const workflow::Act& act, store::DraftRow& draft, const std::optional<blocks::Markdown>& notice
) {
    ++draft.render;
    return same_grants_page(act, draft, notice);
}

}  // namespace bot::handlers
