#include "blocks/home_syncs.hpp"

#include "blocks/home_place.hpp"
#include "blocks/pager.hpp"
#include "blocks/sync_notice.hpp"
#include "blocks/task_row.hpp"

namespace blocks {

namespace {

// A section holds 3,000 characters.
constexpr std::size_t lines_of_section = 4;
constexpr std::size_t name_units = 60;

Markdown state_of(const HomeSync& sync) {
    if (sync.failing_since) {
        const auto since =
            md(":warning: failing since ",
               date(*sync.failing_since),
               ": ",
               sync_problem_text(sync.problem));
        if (!sync.succeeded) return md(since, ". Never read so far");
        return md(since, ". Last read ", date(*sync.succeeded));
    }
    if (sync.running) return md("being read now");
    if (!sync.succeeded) return md("not read yet");
    return md("up to date as of ", date(*sync.succeeded));
}

Markdown line_of(const HomeSync& sync) {
    const auto line =
        md("• ", bold(shortened(cleaned(sync.application), name_units)), ": ", state_of(sync));
    if (!sync.changed) return line;
    return md(
        line,
        " · outside, ",
        count(sync.appeared, "grant"),
        " appeared and ",
        number(sync.vanished),
        " vanished on ",
        date(*sync.changed)
    );
}

}  // namespace

void add_syncs(std::vector<Block>& blocks, const Home& model) {
    if (model.syncs.items.empty()) return;
    require_rows(model.syncs.items.size(), home_page_rows);
    blocks.push_back(divider());
    blocks.push_back(header("Applications"));
    auto head =
        md(count(model.syncs.total, "application is", "applications are"),
           " kept up to date from their sources");
    if (model.syncs_failing > 0) head = md(head, " · ", number(model.syncs_failing), " failing");
    if (model.syncs.pages > 1)
        head = md(head, " · ", page_text(model.syncs.page, model.syncs.pages));
    blocks.push_back(context(head));
    std::vector<Markdown> lines;
    for (const auto& sync : model.syncs.items) {
        lines.push_back(line_of(sync));
        if (lines.size() < lines_of_section) continue;
        blocks.push_back(section(joined(lines, "\n")));
        lines.clear();
    }
    if (!lines.empty()) blocks.push_back(section(joined(lines, "\n")));
    add(blocks,
        home_pager(
            model.place, &HomePlace::syncs_page, "syncs_pages", model.syncs.page, model.syncs.pages
        ));
}

}  // namespace blocks
