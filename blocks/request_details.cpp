// Page 2 of the request form. Lists of names are folded with their counts; fields to choose from
// are never folded as long as a view can hold them.
#include "blocks/request_details.hpp"

#include <algorithm>
#include <charconv>

#include "blocks/card_parts.hpp"
#include "blocks/duration_text.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"
#include "blocks/request_accounts.hpp"

namespace blocks {

namespace {

// Of the lines that say who decides: hundreds of them, as a view holds them beside all else.
constexpr std::size_t decider_bytes = 50'000;
constexpr std::size_t most_passed_over = 20;
constexpr std::size_t most_denied = 20;
constexpr std::size_t most_patterns = 3;
constexpr std::size_t pattern_units = 200;
constexpr policy::Instant first_end{std::chrono::seconds{1'000'000'000}};
constexpr policy::Instant last_end{std::chrono::seconds{9'999'999'999}};
constexpr int text_length = 1000;
constexpr int reason_length = 150;

void add_purpose(std::vector<Block>& blocks, const PurposeField& field, std::uint64_t render) {
    if (field.offered == 0) {
        blocks.push_back(section(
            "Temporary access is asked for by purpose, and no purpose contains all of this. Choose "
            "*Permanent*, or go back and choose less."
        ));
        return;
    }
    ExternalSettings search{.placeholder = "Choose a purpose", .min_query_length = 0};
    if (field.chosen) search.initial = purpose_option(*field.chosen);
    const auto hint =
        field.chosen
            ? plain(
                  "Once approved, you have this access from Start until Stop, and ",
                  duration_text(field.lasts),
                  " after the first Start at most."
              )
            : plain("Its access is asked for as a whole, and granted from Start until Stop.");
    blocks.push_back(input(
        purpose_block(render),
        "Purpose",
        external_select(ids::purpose, search),
        {.hint = hint, .dispatch = true}
    ));
    if (field.left_out > 0) {
        blocks.push_back(context(
            count(
                field.left_out, "more access grant of this purpose is", "more of this purpose are"
            ),
            " not asked for: held already, requested already, or not to be requested."
        ));
    }
}

void add_duration(std::vector<Block>& blocks, const DurationField& field, std::uint64_t render) {
    const Option permanent{"Permanent", std::string{permanent_value}};
    const Option temporary{
        "Temporary",
        std::string{temporary_value},
        field.purpose ? Plain{"For a purpose, as long as it is started"} : Plain{"Ends by itself"}};
    const auto most = duration_text(field.longest);
    const auto whose = field.limited_by ? short_name(*field.limited_by) : std::string{};
    InputSettings around{.dispatch = true};
    if (field.never_permanent)
        around.hint = plain("Not permanent: ", whose, " may be held for at most ", most, ".");
    blocks.push_back(input(
        duration_block(),
        "Duration",
        radio_buttons(
            ids::duration,
            {permanent, temporary},
            field.temporary ? temporary_value : permanent_value
        ),
        around
    ));
    if (!field.temporary) return;
    if (field.purpose) return add_purpose(blocks, *field.purpose, render);
    auto hint = plain("In your time zone, at most ", most, " from now.");
    if (!whose.empty())
        hint = plain("In your time zone, at most ", most, " from now, for ", whose, ".");
    // Slack takes ten digits; what is outside of them is no end that anybody has chosen.
    const bool shown = field.ends && *field.ends >= first_end && *field.ends <= last_end;
    const auto picker = datetimepicker(ids::ends, shown ? field.ends : std::nullopt);
    blocks.push_back(input(ends_block(), "Ends", picker, {.hint = hint, .dispatch = true}));
}

// What the rules ask for, in words.
Plain text_hint(const ReasonText& rules) {
    std::string hint;
    if (rules.length > 0) {
        hint = "At least " + count(rules.length, "character");
        if (rules.long_for) hint += ", for " + short_name(*rules.long_for);
        hint += ". ";
    }
    for (std::size_t i = 0; i < std::min(rules.patterns.size(), most_patterns); ++i) {
        const auto& [pattern, whose] = rules.patterns[i];
        hint += "It must contain " + shortened(cleaned(pattern), pattern_units) + ", for " +
                short_name(whose) + ". ";
    }
    if (rules.patterns.size() > most_patterns) {
        hint += "And " +
                count(
                    static_cast<std::int64_t>(rules.patterns.size() - most_patterns), "more pattern"
                ) +
                ".";
    }
    return plain(hint);
}

void add_text(std::vector<Block>& blocks, const RequestDetails& model) {
    const auto& rules = model.reason_text;
    const bool ruled = rules.length > 0 || !rules.patterns.empty();
    if (!ruled && !model.asks_other) return;
    TextSettings text{.max_length = reason_length, .initial = model.reason_other};
    if (!ruled) {
        text.placeholder = "Which reason?";
        blocks.push_back(input(
            reason_other_block(),
            "Other",
            plain_text_input(ids::reason_other, text),
            {.hint = "Needed if you chose Other as the reason.", .optional = true}
        ));
        return;
    }
    text.max_length = text_length;
    blocks.push_back(input(
        reason_other_block(),
        rules.length > 0 ? Plain{"Explanation"} : Plain{"Ticket"},
        plain_text_input(ids::reason_other, text),
        {.hint = text_hint(rules)}
    ));
}

void add_reason(std::vector<Block>& blocks, const RequestDetails& model) {
    std::vector<Option> options;
    for (const auto& reason : model.reasons) {
        if (options.size() == most_options) break;
        options.push_back({plain(reason), reason_value(options.size())});
    }
    if (!options.empty()) {
        SelectSettings settings{.placeholder = "Choose a reason"};
        if (model.reason && *model.reason < options.size())
            settings.initial = options[*model.reason];
        blocks.push_back(input(
            reason_block(),
            "Reason",
            static_select(ids::reason, options, settings),
            {.dispatch = true}
        ));
    }
    add_text(blocks, model);
    blocks.push_back(input(
        details_block(),
        "Details",
        plain_text_input(
            ids::details, {.multiline = true, .max_length = text_length, .initial = model.details}
        ),
        {.optional = true}
    ));
}

void add_deciders(std::vector<Block>& blocks, const RequestDetails& model) {
    blocks.push_back(header("Who decides"));
    std::vector<Markdown> lines;
    std::size_t bytes = 0;
    for (const auto& decider : model.deciders) {
        const auto place = std::to_string(lines.size() + 1);
        auto line = md(place, ". ", decider_line(decider, model.beneficiary));
        bytes += line.source().size();
        if (bytes > decider_bytes) break;
        lines.push_back(std::move(line));
    }
    const auto more = static_cast<std::int64_t>(model.deciders.size() - lines.size());
    if (more > 0) lines.push_back(md("and ", count(more, "more", "more")));
    const bool by_policy = !model.at_once.empty() || !model.denied.empty();
    if (lines.empty() && !by_policy) {
        lines.push_back(
            model.nothing_asked ? md("Choose an account that gets the access first.")
                                : md("Nobody can decide about this yet.")
        );
    }
    if (!model.at_once.empty())
        lines.push_back(
            md("• Approved at once by the policy: ", bold(what_text(model.at_once)), ".")
        );
    std::vector<Markdown> denied;
    for (const auto& one : model.denied)
        denied.push_back(md("• Denied by the policy: ", denied_line(one)));
    for (auto& line : at_most(std::move(denied), most_denied))
        lines.push_back(std::move(line));
    add(blocks, paragraphs(lines));

    std::vector<Markdown> skipped;
    for (const auto& one : model.passed_over)
        skipped.push_back(sentence(one, model.beneficiary));
    if (!skipped.empty()) add(blocks, paragraphs(at_most(std::move(skipped), most_passed_over)));
}

}  // namespace

BlockId identity_block(policy::IntegrationId integration, std::uint64_t render) {
    return "identity:" + std::to_string(integration.value) + ":" + std::to_string(render);
}
std::optional<policy::IntegrationId> identity_block_of(std::string_view block_id) {
    constexpr std::string_view prefix = "identity:";
    if (!block_id.starts_with(prefix)) return std::nullopt;
    block_id.remove_prefix(prefix.size());
    const auto* const last = block_id.data() + block_id.size();
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(block_id.data(), last, id);
    if (error != std::errc{} || end == last || *end != ':' || id <= 0) return std::nullopt;
    return policy::IntegrationId{id};
}
BlockId duration_block() {
    return ids::duration;
}
BlockId ends_block() {
    return ids::ends;
}
BlockId purpose_block(std::uint64_t render) {
    return "purpose:" + std::to_string(render);
}
BlockId reason_block() {
    return ids::reason;
}
BlockId reason_other_block() {
    return ids::reason_other;
}
BlockId details_block() {
    return ids::details;
}
std::string reason_value(std::size_t index) {
    return std::to_string(index);
}

Option purpose_option(const PurposeChoice& choice) {
    return {plain(choice.name), std::to_string(choice.purpose.value), plain(choice.description)};
}

View request_details(const RequestDetails& model) {
    std::vector<Block> blocks;
    if (model.notice) blocks.push_back(section(*model.notice));
    const auto whom = model.beneficiary.is_reader ? md("you") : named(model.beneficiary);
    const auto what = bold(what_text(model.items));
    const bool removes = model.action == policy::Action::revoke;
    if (model.items.empty()) {
        blocks.push_back(section("*Nothing of it is left to ask for.*"));
    } else {
        blocks.push_back(
            section(what_for_whom(removes ? md("Remove ", what) : what, whom, model.action))
        );
    }
    if (model.items.size() > 1) add(blocks, paragraphs(grant_lines(model.items)));
    if (model.dropped > 0) {
        blocks.push_back(context(
            count(model.dropped, "access grant that was", "access grants that were"),
            " chosen before cannot be any more, and will not be part of the request."
        ));
    }
    add(blocks, account_blocks(model));
    if (model.duration) add_duration(blocks, *model.duration, model.render);
    add_reason(blocks, model);
    add_deciders(blocks, model);
    blocks.push_back(actions("back", {button(ids::back, "Back")}));
    return modal(
        ids::request_details,
        "Request Access",
        blocks,
        {.private_metadata = model.key, .submit = "Submit", .close = "Cancel"}
    );
}

}  // namespace blocks
