// What a person owes, in two lines.
#include "blocks/task_row.hpp"

#include "blocks/card_parts.hpp"
#include "blocks/grant_list.hpp"
#include "blocks/ids.hpp"
#include "blocks/pieces.hpp"

namespace blocks {

namespace {

Markdown asked_by(const HomeTask& task) {
    if (task.requester.is_reader) return md("asked by you");
    return md("asked by ", named(task.requester));
}

}  // namespace

Block task_row(const HomeTask& task) {
    const auto grants =
        count(task.items, "access grant") + " in " + applications_text(task.applications);
    const bool removes = task.action == policy::Action::revoke;
    const auto what = removes                         ? md("Remove ", bold(grants))
                      : task.kind == TaskKind::manual ? md("Carry out ", bold(grants))
                                                      : bold(grants);
    const auto whom = named(task.beneficiary);
    const auto when = task.paused    ? md("Waits for an answer")
                      : task.overdue ? md("*Overdue* since ", date(task.due))
                                     : md("Due ", date(task.due));
    return section(
        "task:" + task.key,
        md(what_for_whom(what, whom, task.action), " · ", asked_by(task), "\n", when),
        button(
            ids::review_task,
            "Review",
            {.value = task.key,
             .accessibility_label = plain(
                 "Review ", count(task.items, "access grant"), " for ", plain_name(task.beneficiary)
             )}
        )
    );
}

void add_campaign_tasks(std::vector<Block>& blocks, const std::vector<CampaignTaskLine>& lines) {
    for (std::size_t at = 0; at < lines.size() && at < most_campaign_lines; ++at)
        blocks.push_back(campaign_task_row(lines[at]));
    if (lines.size() <= most_campaign_lines) return;
    const auto more = static_cast<std::int64_t>(lines.size() - most_campaign_lines);
    blocks.push_back(context("And ", count(more, "access review"), " more, which end later."));
}

void require_rows(std::size_t rows, std::size_t most) {
    require(rows <= most, "rows of a page");
}

}  // namespace blocks
