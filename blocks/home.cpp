// The Home tab, section by section; a section stands only when there is something in it.
#include "blocks/home.hpp"

#include <algorithm>
#include <stdexcept>

#include "blocks/card_parts.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/home_place.hpp"
#include "blocks/home_syncs.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"
#include "blocks/task_row.hpp"

namespace blocks {

namespace {

void add_head(std::vector<Block>& blocks, const Home& model) {
    blocks.push_back(header(plain(model.name)));
    std::vector<Markdown> facts;
    if (!cleaned(model.title).empty()) facts.push_back(md(shortened(cleaned(model.title), 200)));
    for (const auto& role : model.roles)
        facts.push_back(md(role));
    if (!facts.empty()) blocks.push_back(context(joined(facts, " · ")));
    blocks.push_back(
        actions("home", {button(ids::request_access, "Request Access", {.style = Style::primary})})
    );
}

// Below this, all tasks are seen at once.
constexpr std::int64_t least_to_filter = 3;

Select filter(const HomePlace& place) {
    std::vector<Option> options;
    std::optional<Option> chosen;
    for (const auto& [shown, word, label] : shown_names()) {
        options.push_back({label, std::string{word}});
        if (shown == place.shown) chosen = options.back();
    }
    return static_select(ids::home_filter, options, {.initial = chosen});
}

// A list of which the view has all rows: the page of it that the person turned to.
struct Slice {
    std::size_t page = 0;
    std::size_t pages = 1;
    std::size_t first = 0;
    std::size_t last = 0;
};
Slice slice_of(std::size_t rows, std::size_t rows_per_page, std::size_t page) {
    Slice slice;
    slice.pages = pages_for(rows, rows_per_page);
    slice.page = std::min(page, slice.pages - 1);
    slice.first = slice.page * rows_per_page;
    slice.last = std::min(slice.first + rows_per_page, rows);
    return slice;
}

// "11 campaigns · Page 2 of 2", where one page does not hold them.
void add_count(std::vector<Block>& blocks, const std::string& counted, const Slice& slice) {
    if (slice.pages > 1)
        blocks.push_back(context(counted, " · ", page_text(slice.page, slice.pages)));
}

void add_my_campaigns(std::vector<Block>& blocks, const Home& model) {
    const auto& lines = model.campaign_tasks;
    if (lines.empty()) return;
    const auto slice = slice_of(lines.size(), most_campaign_lines, model.place.campaign_tasks_page);
    add_count(blocks, count(static_cast<std::int64_t>(lines.size()), "campaign"), slice);
    for (auto at = slice.first; at < slice.last; ++at)
        blocks.push_back(campaign_task_row(lines[at]));
    add(blocks,
        home_pager(
            model.place,
            &HomePlace::campaign_tasks_page,
            "campaign_tasks_pages",
            slice.page,
            slice.pages
        ));
}

void add_tasks(std::vector<Block>& blocks, const Home& model) {
    const auto all = std::max(model.all_tasks, model.tasks.total);
    if (all == 0 && model.campaign_tasks.empty()) return;
    require_rows(model.tasks.items.size(), home_page_rows);
    blocks.push_back(divider());
    blocks.push_back(header("My tasks"));
    std::vector<ActionElement> tools;
    if (all >= least_to_filter || model.place.shown != TasksShown::all)
        tools.emplace_back(filter(model.place));
    if (model.reviews >= 2)
        tools.emplace_back(button(ids::decide_several, "Decide several at once"));
    if (!tools.empty()) blocks.push_back(actions("tasks_tools", tools));
    add_my_campaigns(blocks, model);
    if (model.tasks.items.empty() && !model.campaign_tasks.empty()) return;
    if (model.tasks.items.empty()) {
        blocks.push_back(section("None of your tasks is of this kind."));
        return;
    }
    auto waiting = md(count(model.tasks.total, "task waits", "tasks wait"), " for you");
    if (model.actions_owed > 0) waiting = md(waiting, ": ", count(model.actions_owed, "action"));
    if (model.tasks.pages > 1)
        waiting = md(waiting, " · ", page_text(model.tasks.page, model.tasks.pages));
    blocks.push_back(context(waiting));
    for (const auto& task : model.tasks.items)
        blocks.push_back(task_row(task));
    add(blocks,
        home_pager(
            model.place, &HomePlace::tasks_page, "tasks_pages", model.tasks.page, model.tasks.pages
        ));
}

HomePlace at_tab(HomePlace place, RequestsTab tab) {
    place.tab = tab;
    place.requests_page = 0;
    return place;
}

Block tabs(const HomePlace& place) {
    const auto open = at_tab(place, RequestsTab::open);
    const auto completed = at_tab(place, RequestsTab::completed);
    const bool is_open = place.tab == RequestsTab::open;
    const auto style = [](bool shown) { return shown ? Style::primary : Style::normal; };
    return actions(
        "requests_tabs",
        {button(
             ids::home_open,
             "Open",
             {.value = to_value(open),
              .style = style(is_open),
              .accessibility_label =
                  is_open ? Plain{"My open requests, shown"} : Plain{"Show my open requests"}}
         ),
         button(
             ids::home_completed,
             "Completed",
             {.value = to_value(completed),
              .style = style(!is_open),
              .accessibility_label = is_open ? Plain{"Show my completed requests"}
                                             : Plain{"My completed requests, shown"}}
         )}
    );
}

Block request_row(const HomeRequest& request) {
    const auto what =
        count(request.items, "access grant") + " in " + applications_text(request.applications);
    const auto whom = request.beneficiary.is_reader ? md("you") : named(request.beneficiary);
    const auto named_what =
        request.action == policy::Action::grant ? bold(what) : md("Remove ", bold(what));
    auto text = md(what_for_whom(named_what, whom, request.action), "\n", summary(request.states));
    if (request.actions_owed > 0) {
        text = md(text, " · ", count(request.actions_owed, "action"), " by reviewers to go");
    }
    text = md(text, "\nRequested ", date(request.submitted));
    return section(
        "request:" + request.key,
        text,
        button(
            ids::view_request,
            "View",
            {.value = request.key,
             .accessibility_label =
                 plain("View the request for ", count(request.items, "access grant"))}
        )
    );
}

void add_requests(std::vector<Block>& blocks, const Home& model) {
    if (!model.any_requests) return;
    require_rows(model.requests.items.size(), home_page_rows);
    blocks.push_back(divider());
    blocks.push_back(header("My requests"));
    blocks.push_back(tabs(model.place));
    if (model.requests.items.empty()) {
        blocks.push_back(
            model.place.tab == RequestsTab::open ? section("No request is open.")
                                                 : section("No request is completed yet.")
        );
    }
    if (model.requests.pages > 1) {
        blocks.push_back(context(
            count(model.requests.total, "request"),
            " · ",
            page_text(model.requests.page, model.requests.pages)
        ));
    }
    for (const auto& request : model.requests.items)
        blocks.push_back(request_row(request));
    add(blocks,
        home_pager(
            model.place,
            &HomePlace::requests_page,
            "requests_pages",
            model.requests.page,
            model.requests.pages
        ));
}

void add_ending(std::vector<Block>& blocks, const Home& model) {
    if (model.ending.empty()) return;
    blocks.push_back(divider());
    blocks.push_back(header("My access that ends soon"));
    const auto slice = slice_of(model.ending.size(), ending_rows, model.place.ending_page);
    add_count(blocks, "The soonest end first", slice);
    for (auto at = slice.first; at < slice.last; ++at)
        add(blocks, access_row(model.ending[at], std::to_string(at)));
    add(blocks,
        home_pager(model.place, &HomePlace::ending_page, "ending_pages", slice.page, slice.pages));
}

void add_purposes(std::vector<Block>& blocks, const Home& model) {
    if (model.purposes.empty()) return;
    blocks.push_back(divider());
    blocks.push_back(header("My purposes"));
    const auto slice = slice_of(model.purposes.size(), purpose_rows, model.place.purposes_page);
    add_count(blocks, count(static_cast<std::int64_t>(model.purposes.size()), "purpose"), slice);
    for (auto at = slice.first; at < slice.last; ++at)
        add(blocks, purpose_row(model.purposes[at], std::to_string(at)));
    add(blocks,
        home_pager(
            model.place, &HomePlace::purposes_page, "purposes_pages", slice.page, slice.pages
        ));
}

void add_campaigns(std::vector<Block>& blocks, const Home& model) {
    if (!model.manages_campaigns) return;
    blocks.push_back(divider());
    blocks.push_back(header("Campaigns"));
    std::vector<ActionElement> buttons{button(ids::campaign_new, "New campaign")};
    buttons.emplace_back(button(ids::campaign_all, "All campaigns"));
    blocks.push_back(actions("campaigns", buttons));
    const auto slice =
        slice_of(model.campaigns.size(), most_campaign_lines, model.place.campaigns_page);
    add_count(blocks, count(static_cast<std::int64_t>(model.campaigns.size()), "campaign"), slice);
    for (auto at = slice.first; at < slice.last; ++at)
        blocks.push_back(managed_campaign_row(model.campaigns[at]));
    add(blocks,
        home_pager(
            model.place, &HomePlace::campaigns_page, "campaigns_pages", slice.page, slice.pages
        ));
}

void add_foot(std::vector<Block>& blocks, const Home& model) {
    blocks.push_back(divider());
    if (model.delegate) {
        const auto& [who, from, until] = *model.delegate;
        auto line = md("*Delegate:* ", named(who), " reviews in your place");
        if (from) line = md(line, " from ", date(*from));
        if (until) line = md(line, " until ", date(*until));
        blocks.push_back(context(line, "."));
    }
    blocks.push_back(actions(
        "foot", {button(ids::delegate, "Delegate"), button(ids::preferences, "Preferences")}
    ));
}

}  // namespace

View home(const Home& model) {
    std::vector<Block> blocks;
    add_head(blocks, model);
    add_tasks(blocks, model);
    add_requests(blocks, model);
    add_purposes(blocks, model);
    add_ending(blocks, model);
    add_syncs(blocks, model);
    add_campaigns(blocks, model);
    add_foot(blocks, model);
    return home(blocks);
}

Markdown refusal_sentence(Refusal refusal, const std::vector<Person>& ask) {
    const auto whom = ask.empty() ? md("an administrator of Latchkey") : named(ask);
    switch (refusal) {
        case Refusal::unknown:
            return md(
                "Your Slack account belongs to nobody in the company's directory: no employee has "
                "your "
                "e-mail address. Please ask ",
                whom,
                " to add you."
            );
        case Refusal::terminated:
            return md(
                "The company's directory says that you have left. If that is wrong, please ask ",
                whom,
                " to correct it."
            );
        case Refusal::deactivated:
            return md(
                "Your Slack account is deactivated, so it cannot be used here. Please ask ",
                whom,
                "."
            );
        case Refusal::guest:
            return md(
                "Guests of this workspace cannot request or review access here. If you need "
                "access, please "
                "ask ",
                whom,
                "."
            );
        case Refusal::outsider:
            return md(
                "Your account belongs to another workspace, so you cannot request or review access "
                "here. "
                "Please ask ",
                whom,
                "."
            );
    }
    throw std::logic_error{"unknown refusal"};
}

View home_refused(Refusal refusal, const std::vector<Person>& ask) {
    return home({header("Latchkey"), section(refusal_sentence(refusal, ask))});
}

}  // namespace blocks
