#include "blocks/campaign_review.hpp"

#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pager.hpp"

namespace blocks {

namespace {

using policy::CampaignVerdict;

constexpr std::string_view item_prefix = "citem:";

std::vector<Option> item_options() {
    return {
        {"Keep", std::string{verdict_keep}},
        {"Remove …", std::string{verdict_remove}},
        {"Ask for more information …", std::string{verdict_ask}},
        {"Reassign …", std::string{verdict_reassign}}};
}

std::vector<Option> shown_options() {
    return {
        {"Everything", "all"},
        {"Not reviewed yet", "open"},
        {"To keep", "kept"},
        {"To remove", "removed"},
        {"Privileged", "privileged"}};
}

std::optional<Option> with_value(const std::vector<Option>& options, std::string_view value) {
    for (const auto& option : options) {
        if (option.value == value) return option;
    }
    return std::nullopt;
}

std::string_view value_of(CampaignVerdict verdict) {
    if (verdict == CampaignVerdict::keep) return verdict_keep;
    if (verdict == CampaignVerdict::remove) return verdict_remove;
    return "";
}

Markdown whose(const CampaignItem& item) {
    if (!item.person) return md("nobody is known to use this account");
    auto text = named(*item.person);
    if (!item.title.empty()) text = md(text, ", ", shortened(cleaned(item.title), 80));
    return text;
}

Markdown account(const CampaignItem& item) {
    const auto name = shortened(cleaned(item.account), 60);
    if (item.service_account) return md("service account ", name);
    return md("account ", name);
}

Markdown evidence(const CampaignItem& item) {
    if (!item.held) return md("Not held any more");
    std::vector<Markdown> facts;
    if (item.since && policy::seconds_since_epoch(*item.since) > 0)
        facts.push_back(md("Held since ", date(*item.since, DateStyle::day)));
    facts.push_back(
        item.last_used ? md("last used ", date(*item.last_used, DateStyle::day))
                       : md("last use not known")
    );
    if (item.until) facts.push_back(md("ends ", date(*item.until, DateStyle::day)));
    if (item.peers > 1) {
        facts.push_back(md(
            number(item.peers_with_it), " of ", number(item.peers), " with the same title hold it"
        ));
    }
    return joined(facts, " · ");
}

Markdown standing(const CampaignItem& item) {
    switch (item.verdict) {
        case CampaignVerdict::keep:
            return md("*To keep*");
        case CampaignVerdict::remove:
            return md("*To remove:* ", shortened(cleaned(item.reason), 300));
        case CampaignVerdict::open:
        case CampaignVerdict::moved:
            break;
    }
    return md("");
}

Block row(const CampaignItem& item, bool by_application) {
    const auto what = by_application ? whose(item) : bold(short_name(item.grant));
    auto text =
        md(what,
           item.grant.privileged && !by_application ? Literal{" (privileged)"} : Literal{""},
           " · ",
           account(item),
           "\n",
           evidence(item));
    // Before what may be long.
    const auto stands = standing(item);
    if (!stands.empty()) text = md(text, "\n", stands);
    if (item.kept_before) text = md(text, "\nKept by ", named(*item.kept_before), " before you");
    for (const auto& question : item.questions) {
        text =
            md(text,
               "\n*Asked:* ",
               shortened(cleaned(question.question), 200),
               question.answer ? Literal{"\n*Answer:* "} : Literal{" – no answer yet"},
               shortened(cleaned(question.answer.value_or("")), 300));
    }
    const auto options = item_options();
    const auto mark = std::string{value_of(item.verdict)} + std::to_string(item.questions.size());
    return section(
        campaign_item_block(item.key, mark),
        text,
        static_select(
            ids::campaign_verdict,
            options,
            {.initial = with_value(options, value_of(item.verdict)),
             .placeholder = "Keep or remove"}
        )
    );
}

// What the rows below have in common.
Markdown group(const CampaignItem& item, bool by_application) {
    if (!by_application) return bold(item.person ? plain_name(*item.person) : "Nobody known");
    const auto mark = item.grant.privileged ? Literal{" (privileged)"} : Literal{""};
    return md(bold(short_name(item.grant)), mark);
}

void add_items(std::vector<Block>& blocks, const CampaignReview& model) {
    std::string last;
    for (const auto& item : model.items) {
        const auto heading = model.by_application ? group(item, true) : whose(item);
        if (heading.source() != last) {
            blocks.push_back(context(heading));
            last = heading.source();
        }
        blocks.push_back(row(item, model.by_application));
    }
}

void add_choices(std::vector<Block>& blocks, const CampaignReview& model) {
    const std::vector<Option> groups{
        {"By person", std::string{group_people}},
        {"By application", std::string{group_applications}}};
    const auto shown = shown_options();
    const std::string mark = (model.by_application ? "a" : "p") + model.shown;
    blocks.push_back(actions(
        "campaign_show:" + mark,
        {static_select(
             ids::campaign_group, groups, {.initial = groups[model.by_application ? 1 : 0]}
         ),
         static_select(ids::campaign_show, shown, {.initial = with_value(shown, model.shown)}),
         external_select(
             ids::campaign_narrow, {.placeholder = "Person or application", .min_query_length = 0}
         )}
    ));
}

void add_bulk(std::vector<Block>& blocks, const CampaignReview& model) {
    if (model.items.size() < 2 && model.total < 2) return;
    std::vector<Option> options{
        {"Keep all on this page", std::string{bulk_keep_page}},
        {"Remove all on this page …", std::string{bulk_remove_page}}};
    if (model.pages > 1) {
        options.push_back(
            {plain("Keep all ", number(model.total), " shown"), std::string{bulk_keep_shown}}
        );
        options.push_back(
            {plain("Remove all ", number(model.total), " shown …"), std::string{bulk_remove_shown}}
        );
    }
    blocks.push_back(actions(
        "campaign_bulk:" + std::to_string(model.progress.kept) + ":" +
            std::to_string(model.progress.removed),
        {static_select(ids::campaign_bulk, options, {.placeholder = "Several at once"})}
    ));
}

}  // namespace

std::string campaign_item_block(const std::string& item_key, std::string_view mark) {
    return std::string{item_prefix} + item_key + ":" + std::string{mark};
}

std::optional<std::string> item_of_campaign_block(std::string_view block_id) {
    if (!block_id.starts_with(item_prefix)) return std::nullopt;
    block_id.remove_prefix(item_prefix.size());
    return std::string{block_id.substr(0, block_id.find(':'))};
}

View campaign_review(const CampaignReview& model) {
    const auto when =
        model.overdue ? md("*Overdue* since ", date(model.ends)) : md("until ", date(model.ends));
    std::vector<Block> blocks{section(
        bold(shortened(cleaned(model.name), 150)),
        " · ",
        when,
        "\n",
        progress_text(model.progress),
        "."
    )};
    if (model.notice) blocks.push_back(section(*model.notice));
    add_choices(blocks, model);
    auto shown = md(count(model.total, "access grant"));
    if (!model.narrowed.empty())
        shown = md(shown, " of ", bold(shortened(cleaned(model.narrowed), 80)));
    if (model.pages > 1) shown = md(page_text(model.page, model.pages), " · ", shown);
    blocks.push_back(context(shown));
    if (model.items.empty()) blocks.push_back(section("Nothing here is of this kind."));
    add_items(blocks, model);
    add_bulk(blocks, model);
    add(blocks,
        pager_blocks({
            .block_id = "pages",
            .page = model.page,
            .pages = model.pages,
            .previous_action = ids::page_previous,
            .next_action = ids::page_next,
            .previous_value = std::to_string(model.page - 1),
            .next_value = std::to_string(model.page + 1),
        }));
    return modal(ids::campaign_review, "Review access", blocks, {.private_metadata = model.key});
}

}  // namespace blocks
