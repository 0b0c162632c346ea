#include "blocks/campaign_edit.hpp"

#include <algorithm>

#include "blocks/ids.hpp"

namespace blocks {

namespace {

constexpr int longest_name = 150;
constexpr int longest_text = 3000;
constexpr int longest_rule = 500;
constexpr std::size_t least_levels = 3;
constexpr std::size_t most_levels = 20;

// Slack's picker shows an instant of ten digits.
std::optional<policy::Instant> showable(std::optional<policy::Instant> at) {
    const auto seconds = at ? policy::seconds_since_epoch(*at) : 0;
    return seconds >= 1'000'000'000 && seconds <= 9'999'999'999 ? at : std::nullopt;
}

Block name_input(const CampaignEdit& model) {
    const bool is_long = utf16_units(model.name) > static_cast<std::size_t>(longest_name);
    return input(
        ids::campaign_name,
        "Name",
        plain_text_input(
            ids::campaign_name,
            {.max_length = is_long ? longest_text : longest_name, .initial = model.name}
        ),
        {.hint = "Reviewers read it."}
    );
}

Block time_input(
    std::string_view id,
    const Plain& label,
    const Plain& hint,
    const std::optional<policy::Instant>& at
) {
    return input(id, label, datetimepicker(id, showable(at)), {.hint = hint});
}

Block owner_input(const CampaignEdit& model) {
    ExternalSettings search{.placeholder = "Type a name", .min_query_length = 0};
    if (model.owner) search.initial = person_option(*model.owner);
    return input(
        ids::campaign_owner,
        "Owner",
        external_select(ids::campaign_owner, search),
        {.hint = "A risk manager: is told how it goes."}
    );
}

Block names_input(
    std::string_view id, const Plain& label, const Plain& hint, const std::vector<Option>& chosen
) {
    if (chosen.size() > most_options) {
        return section(
            bold(label.text()),
            ": ",
            number(static_cast<std::int64_t>(chosen.size())),
            " are chosen, more than can be shown here. They stay as they are."
        );
    }
    return input(
        id,
        label,
        multi_external_select(
            id, {.initial = chosen, .placeholder = "Type to search", .min_query_length = 0}
        ),
        {.hint = hint, .optional = true}
    );
}

Block privileged_input(const CampaignEdit& model) {
    const std::vector<Option> boxes{{"Only privileged access", std::string{only_privileged}}};
    std::vector<std::string> ticked;
    if (model.privileged_only) ticked.emplace_back(only_privileged);
    return input(
        ids::campaign_privileged,
        "Privileged access",
        checkboxes(ids::campaign_privileged, boxes, ticked),
        {.optional = true}
    );
}

Block level_input(const CampaignEdit& model, std::size_t level) {
    ExternalSettings search{
        .placeholder = level == 1 ? Plain{"As the policy says"} : Plain{"Nobody else"},
        .min_query_length = 0};
    if (level <= model.levels.size()) search.initial = model.levels[level - 1];
    auto label = level == 1 ? Plain{"Reviewers"}
                            : plain("Then, level ", number(static_cast<std::int64_t>(level)));
    const auto hint =
        level == 1 ? Plain{"A manager, an owner or a person. Empty: whom the policy would ask."}
                   : Plain{};
    return input(
        campaign_level_block(level),
        label,
        external_select(ids::campaign_level, search),
        {.hint = hint, .optional = true}
    );
}

std::vector<Option> late_options() {
    return {
        {"Their managers are told", std::string{late_notify}},
        {"Their managers get the reviews", std::string{late_reassign}}};
}

std::vector<Option> recurs_options() {
    return {
        {"Once", std::string{recurs_once}},
        {"Every week", "FREQ=WEEKLY"},
        {"Every month", "FREQ=MONTHLY"},
        {"Every 3 months", "FREQ=MONTHLY;INTERVAL=3"},
        {"Every 6 months", "FREQ=MONTHLY;INTERVAL=6"},
        {"Every year", "FREQ=YEARLY"},
        {"By the rule below", std::string{recurs_own}}};
}

void add_recurrence(std::vector<Block>& blocks, const CampaignEdit& model) {
    const auto options = recurs_options();
    const auto known = std::find_if(options.begin(), options.end(), [&](const Option& option) {
        return option.value == model.recurrence;
    });
    const bool own = !model.recurrence.empty() && known == options.end();
    auto chosen = own ? options.back() : options.front();
    if (known != options.end()) chosen = *known;
    blocks.push_back(input(
        ids::campaign_recurs,
        "Recurs",
        static_select(ids::campaign_recurs, options, {.initial = chosen}),
        {.hint = "The next one begins then by itself, as a copy of this one."}
    ));
    blocks.push_back(input(
        ids::campaign_rule,
        "Rule",
        plain_text_input(
            ids::campaign_rule,
            {.max_length = longest_rule,
             .initial = own ? model.recurrence : "",
             .placeholder = "FREQ=MONTHLY;BYDAY=1MO;COUNT=4"}
        ),
        {.hint = "RRULE of RFC 5545, where the choice above says so.", .optional = true}
    ));
}

}  // namespace

BlockId campaign_level_block(std::size_t level) {
    return std::string{ids::campaign_level} + ":" + std::to_string(level);
}

std::size_t campaign_levels_offered(std::size_t chosen) {
    return std::clamp(chosen + 1, least_levels, std::max(most_levels, chosen));
}

View campaign_edit(const CampaignEdit& model) {
    std::vector<Block> blocks{
        name_input(model),
        time_input(ids::campaign_starts, "Start", "Reviewers are asked then.", model.starts),
        time_input(ids::campaign_ends, "End", "They should be done by then.", model.ends),
        owner_input(model),
        section("*What it covers.* Without a choice: all access."),
        names_input(
            ids::campaign_integrations, "Applications", "Any of these.", model.integrations
        ),
        names_input(ids::campaign_resources, "Resources", "By name.", model.resources),
        names_input(
            ids::campaign_departments, "Departments", "Of those who hold it.", model.departments
        ),
        names_input(ids::campaign_titles, "Job titles", "Of those who hold it.", model.titles),
        privileged_input(model)};
    for (std::size_t level = 1; level <= campaign_levels_offered(model.levels.size()); ++level)
        blocks.push_back(level_input(model, level));
    const auto late = late_options();
    blocks.push_back(input(
        ids::campaign_late,
        "Late reviewers",
        static_select(ids::campaign_late, late, {.initial = late[model.reassign_late ? 1 : 0]})
    ));
    blocks.push_back(input(
        ids::campaign_late_before,
        "How long before the end",
        plain_text_input(
            ids::campaign_late_before, {.max_length = 20, .initial = model.late_before}
        ),
        {.hint = "Like 2d or 36h."}
    ));
    add_recurrence(blocks, model);
    return modal(
        ids::campaign_edit,
        model.key.empty() ? Plain{"New campaign"} : Plain{"Edit campaign"},
        blocks,
        {.private_metadata = model.key,
         .submit = model.key.empty() ? Plain{"Save draft"} : Plain{"Save"},
         .close = "Cancel"}
    );
}

}  // namespace blocks
