// A request as it stands: its items page by page, and on the first page its history.
#include "blocks/request_view.hpp"

#include <algorithm>
#include "blocks/card_parts.hpp"

#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

constexpr std::size_t rows_per_page = 50;
constexpr std::size_t reason_units = 300;
constexpr std::size_t note_units = 200;
constexpr std::size_t event_units = 300;
constexpr std::size_t events_per_page = 50;

Markdown item_line(const RequestItem& item) {
    auto line = md(grant_line(item.grant), " – *", std::string{policy::word(item.state)}, "*");
    if (item.ends) line = md(line, ", until ", date(*item.ends));
    if (!item.waits_for.empty()) line = md(line, ", waits for ", named(item.waits_for));
    const auto note = shortened(cleaned(item.note), note_units);
    return note.empty() ? line : md(line, ": ", note);
}

// The latest events are on the first page, those before them on the next.
std::vector<Block> history(const RequestView& model, std::size_t page) {
    const auto later = page * events_per_page;
    if (model.events.size() <= later) return {};
    const auto end = model.events.size() - later;
    const auto first = end > events_per_page ? end - events_per_page : 0;
    std::vector<Markdown> lines;
    if (first > 0) {
        const auto earlier = count(static_cast<std::int64_t>(first), "earlier event");
        lines.push_back(md(earlier, " on the next page"));
    }
    for (auto at = first; at < end; ++at) {
        const auto& event = model.events[at];
        const auto what = shortened(cleaned(event.what), event_units);
        const auto who = !event.who             ? md("Latchkey")
                         : event.who->is_reader ? md("You")
                                                : named(*event.who);
        lines.push_back(md("• ", date(event.at), " – ", who, " ", what));
    }
    std::vector<Block> blocks{
        divider(), header(page == 0 ? Plain{"What happened"} : Plain{"What happened before"})};
    add(blocks, paragraphs(lines));
    return blocks;
}

Block withdraw_button(const RequestView& model) {
    const auto sure = confirm(
        "Withdraw this request?",
        model.action == policy::Action::grant
            ? Plain{"Nobody will be asked any more. What was granted already stays."}
            : Plain{"Nobody will be asked any more. What was removed already stays removed."},
        "Withdraw",
        "Keep it",
        Style::danger
    );
    return actions(
        "withdraw",
        {button(
            ids::withdraw, "Withdraw", {.value = model.key, .style = Style::danger, .confirm = sure}
        )}
    );
}

}  // namespace

std::size_t request_view_pages(const RequestView& model) {
    return std::max(
        pages_for(model.items.size(), rows_per_page),
        pages_for(model.events.size(), events_per_page)
    );
}

View request_view(const RequestView& model) {
    const auto pages = request_view_pages(model);
    const auto page = std::min(model.page, pages - 1);
    std::vector<GrantName> grants;
    for (const auto& item : model.items)
        grants.push_back(item.grant);

    std::vector<Block> blocks{
        section(asks_sentence(model.requester, model.beneficiary, grants, model.action), ".")};
    std::vector<Markdown> facts{
        md("*State:* ", summary(model.states)), md("*Requested:* ", date(model.submitted))};
    const auto reason = shortened(cleaned(model.reason), reason_units);
    if (!reason.empty()) facts.push_back(md("*Reason:* ", reason));
    if (model.action == policy::Action::grant)
        facts.push_back(
            md("*Duration:* ", duration_of(model.purpose, model.ends, model.ends_differ))
        );
    if (model.extends) facts.push_back(md("*Extension:* of access until ", date(*model.extends)));
    blocks.push_back(fields(facts));
    const auto details = quoted(model.details);
    if (!details.empty()) blocks.push_back(section("*Details:*\n", details));
    if (model.may_withdraw) blocks.push_back(withdraw_button(model));
    if (model.may_repeat) {
        blocks.push_back(actions("repeat", {button(ids::repeat, "Repeat", {.value = model.key})}));
    }

    std::vector<Markdown> lines;
    const auto last = std::min((page + 1) * rows_per_page, model.items.size());
    for (auto at = page * rows_per_page; at < last; ++at)
        lines.push_back(item_line(model.items[at]));
    add(blocks, paragraphs(lines));
    add(blocks, modal_pager(page, pages));
    add(blocks, history(model, page));
    return modal(ids::request_view, "Request", blocks, {.private_metadata = model.key});
}

}  // namespace blocks
