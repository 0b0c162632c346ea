#include "blocks/campaign_page.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "blocks/comment_form.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"
#include "blocks/task_row.hpp"

namespace blocks {

namespace {

constexpr std::size_t name_units = 150;
constexpr std::size_t text_units = 700;
constexpr int longest_reason = 1000;

std::string short_text(const std::string& text) {
    return shortened(cleaned(text), text_units);
}

Block head(const CampaignPage& model) {
    const auto& campaign = model.campaign;
    auto text =
        md(bold(shortened(cleaned(campaign.name), name_units)),
           "\n",
           managed_state_text(campaign),
           " · owner ",
           named(campaign.owner),
           "\n*Covers:* ",
           short_text(model.covers),
           "\n*Reviewers:* ",
           short_text(model.reviewers));
    text = md(text, "\n*Late reviewers:* ", short_text(model.late));
    if (!campaign.recurs.empty()) text = md(text, "\n*Recurs:* ", short_text(campaign.recurs));
    if (!model.end_reason.empty()) text = md(text, "\n*Because:* ", short_text(model.end_reason));
    return section(text);
}

Confirm publish_question(const ManagedCampaign& campaign) {
    return confirm(
        "Publish this campaign?",
        plain(
            "Every access grant that it covers becomes a review. Its reviewers are asked on ",
            utc(campaign.starts),
            ", or at once if that is past."
        ),
        "Publish",
        "Not yet"
    );
}

Block buttons(const CampaignPage& model) {
    const auto& campaign = model.campaign;
    std::vector<ActionElement> all;
    if (campaign.state == ManagedState::draft) {
        if (model.problems.empty()) {
            all.emplace_back(button(
                ids::campaign_publish,
                "Publish",
                {.value = campaign.key,
                 .style = Style::primary,
                 .confirm = publish_question(campaign)}
            ));
        }
        all.emplace_back(button(ids::campaign_edit, "Edit", {.value = campaign.key}));
    }
    const bool over =
        campaign.state == ManagedState::completed || campaign.state == ManagedState::aborted;
    if (campaign.state == ManagedState::running || campaign.state == ManagedState::overdue) {
        all.emplace_back(button(
            ids::campaign_complete, "Complete …", {.value = campaign.key, .style = Style::primary}
        ));
    }
    if (!over) {
        all.emplace_back(
            button(ids::campaign_abort, "Abort …", {.value = campaign.key, .style = Style::danger})
        );
    }
    all.emplace_back(button(ids::campaign_refresh, "Refresh", {.value = campaign.key}));
    return actions("campaign", all);
}

std::vector<Option> parts_options(const CampaignPage& model) {
    std::vector<Option> options{
        {"By application", std::string{parts_integrations}},
        {"By resource", std::string{parts_resources}},
        {"By reviewer", std::string{parts_reviewers}}};
    options.push_back(
        {plain("Worth a look (", number(model.marked), ")"), std::string{parts_marked}}
    );
    return options;
}

Block choice(const CampaignPage& model) {
    const auto options = parts_options(model);
    const auto shown = std::find_if(options.begin(), options.end(), [&](const Option& option) {
        return option.value == model.shown;
    });
    return actions(
        "parts:" + model.shown,
        {static_select(
            ids::campaign_parts,
            options,
            {.initial = shown == options.end() ? options.front() : *shown}
        )}
    );
}

Markdown marks(const CampaignPartLine& line) {
    std::vector<Markdown> all;
    if (line.all_kept) all.push_back(md("everything kept"));
    if (line.fast_kept > 0) {
        all.push_back(
            line.fast_seconds <= 1 ? md(count(line.fast_kept, "access grant"), " kept at once")
                                   : md(count(line.fast_kept, "access grant"),
                                        " kept in ",
                                        number(line.fast_seconds),
                                        " seconds")
        );
    }
    return joined(all, ", ");
}

Block part_row(const CampaignPartLine& line, bool reviewed_now, const std::string& id) {
    auto name = bold(shortened(cleaned(line.name), name_units));
    if (!line.application.empty())
        name = md(name, " in ", shortened(cleaned(line.application), name_units));
    auto text = md(name, " · ", progress_text(line.progress));
    if (line.reminded) text = md(text, "\nReminded ", date(*line.reminded));
    if (const auto why = marks(line); !why.empty()) text = md(text, "\n*Worth a look:* ", why);
    if (!reviewed_now || line.progress.open() == 0) return section(text);
    return section(
        id,
        text,
        button(
            ids::campaign_remind,
            "Remind",
            {.value = line.key,
             .accessibility_label = plain("Remind ", shortened(cleaned(line.name), 60))}
        )
    );
}

Markdown summary(const CampaignPage& model) {
    const auto& campaign = model.campaign;
    auto text =
        md(progress_text(campaign.progress),
           " · ",
           number(model.reviewers_left),
           " of ",
           count(campaign.reviewers, "reviewer"),
           " with open reviews");
    if (model.unasked > 0)
        text = md(text, "\nNobody may review ", count(model.unasked, "access grant"), ".");
    if (model.marked > 0) {
        text =
            md(text,
               "\n",
               count(model.marked, "reviewer is", "reviewers are"),
               " worth a look: much kept in little time, or everything kept.");
    }
    return text;
}

Markdown removals_text(const CampaignRemovals& removals) {
    std::vector<Markdown> all;
    const auto add = [&](std::int64_t some, const Literal& what) {
        if (some > 0) all.push_back(md(number(some), " ", what));
    };
    add(removals.removed, "removed");
    add(removals.under_way, "being removed");
    add(removals.failed, "could not be removed");
    add(removals.gone, "not held any more");
    if (all.empty()) return md("*Removals:* nothing was to be removed.");
    auto text = md("*Removals:* ", joined(all, ", "), ".");
    if (removals.under_way > 0) text = md(text, " *Refresh* shows how far it is.");
    return text;
}

void add_parts(std::vector<Block>& blocks, const CampaignPage& model) {
    require_rows(model.parts.items.size(), campaign_part_rows);
    blocks.push_back(section(summary(model)));
    blocks.push_back(choice(model));
    if (model.parts.items.empty()) blocks.push_back(section("There is nothing of this kind."));
    for (std::size_t at = 0; at < model.parts.items.size(); ++at) {
        blocks.push_back(
            part_row(model.parts.items[at], model.reviewed_now, "part:" + std::to_string(at))
        );
    }
    if (model.parts.pages > 1) {
        blocks.push_back(context(
            page_text(model.parts.page, model.parts.pages),
            " · ",
            number(model.parts.total),
            " in all"
        ));
    }
    add(blocks, modal_pager(model.parts.page, model.parts.pages));
}

}  // namespace

View campaign_page(const CampaignPage& model) {
    std::vector<Block> blocks;
    if (model.notice) blocks.push_back(section(*model.notice));
    blocks.push_back(head(model));
    if (!model.problems.empty()) {
        std::vector<Markdown> lines{md("*It cannot be published like this:*")};
        for (const auto& problem : model.problems)
            lines.push_back(md("• ", short_text(problem)));
        add(blocks, paragraphs(lines));
    }
    blocks.push_back(buttons(model));
    const auto state = model.campaign.state;
    if (state == ManagedState::publishing) {
        blocks.push_back(section(
            "Its reviews are being made: ",
            count(model.campaign.progress.items, "access grant"),
            " so far. *Refresh* shows how far it is."
        ));
    }
    if (model.removals) blocks.push_back(section(removals_text(*model.removals)));
    if (state != ManagedState::draft && state != ManagedState::publishing) add_parts(blocks, model);
    const CampaignPlaceShown place{
        model.campaign.key, model.shown, static_cast<int>(model.parts.page)};
    return modal(ids::campaign_page, "Campaign", blocks, {.private_metadata = to_value(place)});
}

std::string to_value(const CampaignPlaceShown& place) {
    return place.key + ":" + place.shown + ":" + std::to_string(place.page);
}

CampaignPlaceShown campaign_place_shown(std::string_view value) {
    std::array<std::string_view, 3> parts;
    for (auto& part : parts) {
        const auto colon = std::min(value.find(':'), value.size());
        part = value.substr(0, colon);
        value.remove_prefix(std::min(colon + 1, value.size()));
    }
    CampaignPlaceShown place;
    place.key = parts[0];
    for (const auto known : {parts_integrations, parts_resources, parts_reviewers, parts_marked})
        if (parts[1] == known) place.shown = known;
    int page = 0;
    std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), page);
    place.page = std::max(page, 0);
    return place;
}

View campaign_list(const Paged<ManagedCampaign>& campaigns) {
    require_rows(campaigns.items.size(), campaign_list_rows);
    std::vector<Block> blocks{actions("campaigns", {button(ids::campaign_new, "New campaign")})};
    if (campaigns.items.empty()) blocks.push_back(section("There is no campaign yet."));
    for (const auto& campaign : campaigns.items)
        blocks.push_back(managed_campaign_row(campaign));
    if (campaigns.pages > 1) {
        blocks.push_back(context(
            page_text(campaigns.page, campaigns.pages), " · ", count(campaigns.total, "campaign")
        ));
    }
    add(blocks, modal_pager(campaigns.page, campaigns.pages));
    return modal(ids::campaign_list, "Campaigns", blocks);
}

View campaign_abort_form(const ManagedCampaign& campaign) {
    auto text =
        md("Abort ",
           bold(shortened(cleaned(campaign.name), name_units)),
           "? Its reviewers are told, nobody's access changes, and it cannot be taken back.");
    if (!campaign.recurs.empty()) text = md(text, " No further one of its series is made.");
    return modal(
        ids::campaign_abort,
        "Abort",
        {section(text),
         input(
             comment_block(),
             "Reason",
             plain_text_input(
                 comment_block().value(), {.multiline = true, .max_length = longest_reason}
             ),
             {.hint = "Its reviewers read it."}
         )},
        {.private_metadata = campaign.key, .submit = "Abort it", .close = "Cancel"}
    );
}

}  // namespace blocks
