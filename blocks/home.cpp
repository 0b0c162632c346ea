// The Home tab, section by section; a section stands only when there is something in it.
#include "blocks/home.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "blocks/card_parts.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/home_syncs.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"
#include "blocks/task_row.hpp"

namespace blocks {

namespace {

std::string with_tasks_page(HomePlace place, std::size_t page) {
    place.tasks_page = page;
    return to_value(place);
}

std::string with_requests_page(HomePlace place, std::size_t page) {
    place.requests_page = page;
    return to_value(place);
}

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

struct ShownName {
    TasksShown shown;
    std::string_view word;
    Plain label;
};
const std::vector<ShownName>& shown_names() {
    static const std::vector<ShownName> names{
        {TasksShown::all, "all", "All tasks"},
        {TasksShown::reviews, "reviews", "Reviews"},
        {TasksShown::manual, "manual", "To carry out"},
        {TasksShown::overdue, "overdue", "Overdue"}};
    return names;
}

Block filter(const HomePlace& place) {
    std::vector<Option> options;
    std::optional<Option> chosen;
    for (const auto& [shown, word, label] : shown_names()) {
        options.push_back({label, std::string{word}});
        if (shown == place.shown) chosen = options.back();
    }
    return actions("tasks_filter", {static_select(ids::home_filter, options, {.initial = chosen})});
}

void add_tasks(std::vector<Block>& blocks, const Home& model) {
    const auto all = std::max(model.all_tasks, model.tasks.total);
    if (all == 0 && model.campaign_tasks.empty()) return;
    require_rows(model.tasks.items.size(), home_page_rows);
    blocks.push_back(divider());
    blocks.push_back(header("My tasks"));
    if (all >= least_to_filter || model.place.shown != TasksShown::all)
        blocks.push_back(filter(model.place));
    add_campaign_tasks(blocks, model.campaign_tasks);
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
    const auto page = model.tasks.page;
    add(blocks,
        pager_blocks({
            .block_id = "tasks_pages",
            .page = page,
            .pages = model.tasks.pages,
            .previous_action = ids::home_previous,
            .next_action = ids::home_next,
            .previous_value = with_tasks_page(model.place, page - 1),
            .next_value = with_tasks_page(model.place, page + 1),
        }));
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
    const auto page = model.requests.page;
    add(blocks,
        pager_blocks({
            .block_id = "requests_pages",
            .page = page,
            .pages = model.requests.pages,
            .previous_action = ids::home_previous,
            .next_action = ids::home_next,
            .previous_value = with_requests_page(model.place, page - 1),
            .next_value = with_requests_page(model.place, page + 1),
        }));
}

void add_ending(std::vector<Block>& blocks, const Home& model) {
    if (model.ending.empty()) return;
    require_rows(model.ending.size(), most_ending);
    blocks.push_back(divider());
    blocks.push_back(header("My access that ends soon"));
    for (std::size_t at = 0; at < model.ending.size(); ++at)
        add(blocks, access_row(model.ending[at], std::to_string(at)));
    if (model.more_ending > 0)
        blocks.push_back(
            context("And ", blocks::number(model.more_ending), " more, which end later.")
        );
}

void add_purposes(std::vector<Block>& blocks, const Home& model) {
    if (model.purposes.empty()) return;
    require_rows(model.purposes.size(), most_purposes);
    blocks.push_back(divider());
    blocks.push_back(header("My purposes"));
    for (std::size_t at = 0; at < model.purposes.size(); ++at)
        add(blocks, purpose_row(model.purposes[at], std::to_string(at)));
    if (model.more_purposes > 0) {
        blocks.push_back(context(
            "And ",
            blocks::number(model.more_purposes),
            " more: start and stop these in the messages that told you of them."
        ));
    }
}

void add_campaigns(std::vector<Block>& blocks, const Home& model) {
    if (!model.manages_campaigns) return;
    require_rows(model.campaigns.size(), most_campaign_lines);
    blocks.push_back(divider());
    blocks.push_back(header("Campaigns"));
    std::vector<ActionElement> buttons{button(ids::campaign_new, "New campaign")};
    buttons.emplace_back(button(ids::campaign_all, "All campaigns"));
    blocks.push_back(actions("campaigns", buttons));
    for (const auto& campaign : model.campaigns)
        blocks.push_back(managed_campaign_row(campaign));
    if (model.more_campaigns > 0) {
        blocks.push_back(
            context("And ", blocks::number(model.more_campaigns), " more that run or are drafts.")
        );
    }
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

std::optional<std::size_t> number(std::string_view text) {
    std::size_t value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end || value > 1'000'000) return std::nullopt;
    return value;
}

}  // namespace

std::string to_value(const HomePlace& place) {
    std::string text = place.tab == RequestsTab::open ? "open" : "completed";
    text += ":" + std::to_string(place.tasks_page) + ":" + std::to_string(place.requests_page);
    for (const auto& name : shown_names()) {
        if (name.shown == place.shown) text += ":" + std::string{name.word};
    }
    if (place.syncs_page > 0) text += ":" + std::to_string(place.syncs_page);
    return text;
}

std::optional<TasksShown> tasks_shown(std::string_view value) {
    for (const auto& name : shown_names()) {
        if (name.word == value) return name.shown;
    }
    return std::nullopt;
}

HomePlace home_place(std::string_view value) {
    std::array<std::string_view, 5> parts;
    for (auto& part : parts) {
        const auto colon = std::min(value.find(':'), value.size());
        part = value.substr(0, colon);
        value.remove_prefix(std::min(colon + 1, value.size()));
    }
    const auto tasks = number(parts[1]);
    const auto requests = number(parts[2]);
    const bool known = parts[0] == "open" || parts[0] == "completed";
    if (!known || !tasks || !requests || !value.empty()) return {};
    HomePlace place{
        parts[0] == "open" ? RequestsTab::open : RequestsTab::completed, *tasks, *requests};
    place.shown = tasks_shown(parts[3]).value_or(TasksShown::all);
    place.syncs_page = number(parts[4]).value_or(0);
    return place;
}

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
