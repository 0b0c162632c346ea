#include "blocks/campaign_notices.hpp"

#include "blocks/card_parts.hpp"

namespace blocks {

namespace {

constexpr std::size_t name_units = 150;
constexpr std::size_t problem_units = 200;
constexpr std::size_t most_bytes = 2000;  // of a list, a line more at most: Slack takes 13,000

Markdown line_of(const CampaignRemovalLine& one) {
    auto line = md("• ", shortened(full_name(one.grant), 200));
    if (one.holder) {
        auto holder = *one.holder;
        holder.name = shortened(holder.name, 80);
        line = md(line, " of ", holder.is_reader ? md("you") : named(holder));
    }
    line = md(line, ", account ", shortened(cleaned(one.account), 80));
    const auto problem = shortened(cleaned(one.problem), problem_units);
    return problem.empty() ? line : md(line, ": ", problem);
}

void add_list(
    std::vector<Block>& blocks,
    const Markdown& title,
    const std::vector<CampaignRemovalLine>& first_ones,
    std::int64_t total
) {
    if (total == 0) return;
    std::vector<Markdown> lines{title};
    std::size_t bytes = 0;
    for (const auto& one : first_ones) {
        lines.push_back(line_of(one));
        bytes += lines.back().source().size();
        if (bytes > most_bytes) break;
    }
    const auto more = total - static_cast<std::int64_t>(lines.size() - 1);
    if (more > 0) lines.push_back(md("and ", number(more), " more"));
    for (auto& block : paragraphs(lines))
        blocks.push_back(std::move(block));
}

Markdown outcome_sentence(const CampaignOutcome& outcome) {
    const auto which = md("The ", review_named(outcome.name), " is completed: ");
    const auto done = outcome.removed + outcome.gone;
    const auto all = done + outcome.failed;
    if (outcome.failed == 0)
        return md(which, "*all de-provisioned*, ", count(all, "access grant"), ".");
    if (done == 0) {
        return md(
            which, "*de-provisioning failed*, none of ", count(all, "access grant"), " was removed."
        );
    }
    return md(
        which,
        "*partly de-provisioned*, ",
        number(done),
        " of ",
        count(all, "access grant"),
        " removed and ",
        number(outcome.failed),
        " not."
    );
}

}  // namespace

Message campaign_outcome(const CampaignOutcome& outcome) {
    const auto said = outcome_sentence(outcome);
    std::vector<Block> blocks{section(said)};
    add_list(blocks, md("*Not removed:*"), outcome.were_not, outcome.failed);
    add_list(blocks, md("*Removed:*"), outcome.were_removed, outcome.removed);
    auto rest =
        md(count(outcome.kept, "access grant"),
           " kept, ",
           number(outcome.not_reviewed),
           " not reviewed and so left as they are.");
    if (outcome.gone > 0)
        rest = md(rest, " ", number(outcome.gone), " to remove were not held any more.");
    blocks.push_back(context(rest));
    return message(said, blocks);
}

Message campaign_ended(const CampaignEnded& ended) {
    const auto by = shortened(cleaned(ended.by), name_units);
    auto said =
        md("The ",
           review_named(ended.name),
           " was ",
           ended.aborted ? md("*aborted*") : md("*completed*"),
           " by ",
           by);
    if (ended.aborted) {
        said = md(said, ": nobody's access changes by it.");
    } else {
        said = md(said, ended.progress.removed == 0 ? md(": nothing was to be removed.") : md("."));
    }
    std::vector<Block> blocks{section(said)};
    const auto reason = quoted(ended.reason);
    if (!reason.empty()) blocks.push_back(section("*Reason:*\n", reason));
    auto counts = md("In all ", progress_text(ended.progress), ".");
    if (ended.mine && ended.mine->items > 0)
        counts = md("By you ", progress_text(*ended.mine), ". ", counts);
    blocks.push_back(context(counts));
    return message(said, blocks);
}

}  // namespace blocks
