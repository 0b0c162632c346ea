#include "blocks/home_place.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

// The pages that were added to a place later: written only where one of them was turned to.
constexpr std::array later_pages{
    &HomePlace::syncs_page,
    &HomePlace::ending_page,
    &HomePlace::purposes_page,
    &HomePlace::campaigns_page,
    &HomePlace::campaign_tasks_page};

std::optional<std::size_t> number(std::string_view text) {
    std::size_t value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end || value > 1'000'000) return std::nullopt;
    return value;
}

std::string turned(HomePlace place, std::size_t HomePlace::*list, std::size_t page) {
    place.*list = page;
    return to_value(place);
}

}  // namespace

const std::vector<ShownName>& shown_names() {
    static const std::vector<ShownName> names{
        {TasksShown::all, "all", "All tasks"},
        {TasksShown::reviews, "reviews", "Reviews"},
        {TasksShown::manual, "manual", "To carry out"},
        {TasksShown::overdue, "overdue", "Overdue"}};
    return names;
}

std::string to_value(const HomePlace& place) {
    std::string text = place.tab == RequestsTab::open ? "open" : "completed";
    text += ":" + std::to_string(place.tasks_page) + ":" + std::to_string(place.requests_page);
    for (const auto& name : shown_names()) {
        if (name.shown == place.shown) text += ":" + std::string{name.word};
    }
    const bool any = std::any_of(later_pages.begin(), later_pages.end(), [&](auto page) {
        return place.*page > 0;
    });
    for (const auto page : later_pages) {
        if (any) text += ":" + std::to_string(place.*page);
    }
    return text;
}

std::optional<TasksShown> tasks_shown(std::string_view value) {
    for (const auto& name : shown_names()) {
        if (name.word == value) return name.shown;
    }
    return std::nullopt;
}

HomePlace home_place(std::string_view value) {
    std::array<std::string_view, 4 + later_pages.size()> parts;
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
    for (std::size_t i = 0; i < later_pages.size(); ++i)
        place.*later_pages[i] = number(parts[4 + i]).value_or(0);
    return place;
}

std::vector<Block> home_pager(
    const HomePlace& place,
    std::size_t HomePlace::*list,
    const std::string& block_id,
    std::size_t page,
    std::size_t pages
) {
    return pager_blocks({
        .block_id = block_id,
        .page = page,
        .pages = pages,
        .previous_action = ids::home_previous,
        .next_action = ids::home_next,
        .previous_value = turned(place, list, page - 1),
        .next_value = turned(place, list, page + 1),
    });
}

}  // namespace blocks
